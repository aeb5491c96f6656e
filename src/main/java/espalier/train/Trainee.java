package espalier.train;

import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Member;
import espalier.coupling.Role;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.runtime.Value;

/**
 * A network between two epochs of its training. Units of groups can be zeroed, held at zero and given back: what makes a channel
 * and what it passes (filters, biases, scales and shifts), not what reads it, so a channel that is zero stays zero up to its
 * readers behind any function that takes zero to zero. Groups are those of a coupling of {@link #graph}.
 * <p>
 * Cost: a copy of the weights to look at, a pass over the members of a group to change it.
 */
public final class Trainee {
	private final Graph graph;
	private final Set<String> weights;
	private final SequencedMap<String, Value> state;
	private final Map<String, float[]> changed = new HashMap<>();
	/** What training goes on with where that is another than what is measured. */
	private final Map<String, float[]> resumed = new HashMap<>();

	/**
	 * @param graph
	 *            that is trained
	 * @param weights
	 *            names of what the state holds of the graph itself
	 * @param state
	 *            all that training has changed, by name
	 */
	Trainee(Graph graph, Set<String> weights, SequencedMap<String, Value> state) {
		this.graph = graph;
		this.weights = weights;
		this.state = state;
	}

	/** The graph with its present weights; units that are held are zero. */
	public Graph graph() {
		return with(false);
	}

	/** The graph with its present weights, and those that units which are held had when they were last trained. */
	public Graph whole() {
		return with(true);
	}

	private Graph with(boolean remembered) {
		Map<String, Tensor> present = new LinkedHashMap<>();
		for (String name : weights) {
			float[] now = numbers(name);
			if (remembered && state.containsKey(StepMethod.maskOf(name))) {
				now = now.clone();
				float[] mask = numbers(StepMethod.maskOf(name));
				float[] last = numbers(StepMethod.lastOf(name));
				for (int i = 0; i < now.length; i++)
					if (mask[i] == 0)
						now[i] = last[i];
			}
			present.put(name, Tensor.ofFloats(name, shape(name), now));
		}
		return Weights.into(graph, present);
	}

	/**
	 * Zeroes units for what is measured and kept. Training goes on with zero filters, but with scales, shifts and biases as they
	 * were: without these no gradient would reach the filters, and nothing could grow again.
	 */
	public void zero(ChannelGroup group, BitSet units) {
		for (Member member : group.members())
			if (member.role() != Role.OUT && member.role() != Role.DEPTHWISE && weight(member) instanceof String name)
				for (String one : List.of(name, StepMethod.averageOf(name)))
					if (state.containsKey(one))
						resumed.putIfAbsent(one, numbers(one));
		clear(group, units);
	}

	private void clear(ChannelGroup group, BitSet units) {
		for (Member member : group.members())
			if (weight(member) instanceof String name) {
				clear(name, member, units);
				String average = StepMethod.averageOf(name);
				if (state.containsKey(average))
					clear(average, member, units);
			}
	}

	/** Zeroes units that are not held yet, and holds them at zero until they are given back. */
	public void hold(ChannelGroup group, BitSet units) {
		BitSet more = (BitSet) units.clone();
		more.andNot(held(group));
		for (Member member : group.members())
			if (maskable(member) instanceof String name) {
				float[] mask = change(StepMethod.maskOf(name));
				float[] last = change(StepMethod.lastOf(name));
				float[] now = numbers(name);
				each(name, member, more, i -> {
					mask[i] = 0;
					last[i] = now[i];
				});
			} else if (remembered(member) instanceof String name) {
				float[] last = change(StepMethod.lastOf(name));
				float[] now = numbers(name);
				each(name, member, more, i -> last[i] = now[i]);
			}
		clear(group, more);
	}

	/** Gives units back with the weights and statistics they had when they were held, and without momentum. */
	public void giveBack(ChannelGroup group, BitSet units) {
		BitSet back = (BitSet) units.clone();
		back.and(held(group));
		for (Member member : group.members())
			if (maskable(member) instanceof String name) {
				float[] mask = change(StepMethod.maskOf(name));
				float[] last = numbers(StepMethod.lastOf(name));
				float[] now = change(name);
				each(name, member, back, i -> {
					mask[i] = 1;
					now[i] = last[i];
				});
				// mean squares stay: without them AdamW's first step would be far too long
				if (state.containsKey(StepMethod.momentumOf(name))) {
					float[] momentum = change(StepMethod.momentumOf(name));
					each(name, member, back, i -> momentum[i] = 0);
				}
				if (state.containsKey(StepMethod.averageOf(name))) {
					float[] average = change(StepMethod.averageOf(name));
					each(name, member, back, i -> average[i] = last[i]);
				}
			} else if (remembered(member) instanceof String name) {
				float[] now = change(name);
				float[] last = numbers(StepMethod.lastOf(name));
				each(name, member, back, i -> now[i] = last[i]);
			}
	}

	/** The units that are held at zero. */
	public BitSet held(ChannelGroup group) {
		BitSet held = new BitSet();
		for (Member member : group.members())
			if (maskable(member) instanceof String name) {
				held.set(0, group.units());
				float[] mask = numbers(StepMethod.maskOf(name));
				Shape shape = shape(name);
				long inner = inner(shape, member.axis());
				for (int index = 0; index < member.width(); index++)
					if (member.unitOfIndex()[index] >= 0 && mask[(int) (index * inner)] != 0)
						held.clear(member.unitOfIndex()[index]);
				return held;
			}
		return held;
	}

	/** Whether something of a group can be held. */
	public boolean holds(ChannelGroup group) {
		return group.members().stream().anyMatch(m -> maskable(m) != null);
	}

	private @Nullable String maskable(Member member) {
		String name = weight(member);
		return name != null && state.containsKey(StepMethod.maskOf(name)) ? name : null;
	}

	/** Mean or variance of a batch norm that is remembered while its channel is held. */
	private @Nullable String remembered(Member member) {
		String name = member.role() == Role.IN ? null : name(graph, member);
		return name != null && weights.contains(name) && statistic(member)
				&& state.containsKey(StepMethod.lastOf(name)) ? name : null;
	}

	/** The weight of a member that makes or passes the channel; null where it reads it, or where training does not change it. */
	private @Nullable String weight(Member member) {
		String name = member.role() == Role.IN ? null : name(graph, member);
		return name != null && weights.contains(name) && !statistic(member) ? name : null;
	}

	/** Mean and variance: without scale and shift they have no effect. */
	private static boolean statistic(Member member) {
		return member.use().node().is("BatchNormalization") && member.use().slot() > 2;
	}

	/** The initializer of a graph that a member is about; null where it is none. */
	static @Nullable String name(Graph graph, Member member) {
		Node reader = graph.node(member.layer());
		String value = reader == null ? null : reader.input(member.use().slot());
		Tensor weight = value == null ? null : graph.leaf(value);
		return weight == null ? null : weight.name();
	}

	/**
	 * Names of the weights of a group that {@link #hold} would hold, and of the statistics that it would remember, for {@link Shaping.Reach}.
	 *
	 * @param graph
	 *            that the group is of
	 */
	public static List<String> holdable(Graph graph, ChannelGroup group) {
		return group.members().stream().filter(m -> m.role() != Role.IN).map(m -> name(graph, m))
				.filter(Objects::nonNull).distinct().toList();
	}

	private void clear(String name, Member member, BitSet units) {
		float[] numbers = change(name);
		each(name, member, units, i -> numbers[i] = 0);
	}

	private void each(String name, Member member, BitSet units, java.util.function.IntConsumer at) {
		Shape shape = shape(name);
		int inner = (int) inner(shape, member.axis());
		int width = member.width();
		int outer = (int) (shape.elements() / ((long) inner * width));
		for (int o = 0; o < outer; o++)
			for (int index = 0; index < width; index++)
				if (member.unitOfIndex()[index] >= 0 && units.get(member.unitOfIndex()[index]))
					for (int i = 0; i < inner; i++)
						at.accept((o * width + index) * inner + i);
	}

	private static long inner(Shape shape, int axis) {
		long inner = 1;
		for (int k = axis + 1; k < shape.rank(); k++)
			inner *= shape.dim(k);
		return inner;
	}

	private Shape shape(String name) {
		return Objects.requireNonNull(state.get(name)).shape();
	}

	private float[] numbers(String name) {
		float[] mine = changed.get(name);
		return mine != null ? mine : Objects.requireNonNull(state.get(name)).toFloats();
	}

	private float[] change(String name) {
		return changed.computeIfAbsent(name, n -> numbers(n).clone());
	}

	/** The state with what was changed. */
	SequencedMap<String, Value> state() {
		SequencedMap<String, Value> result = new LinkedHashMap<>(state);
		changed.forEach((name, numbers) -> result.put(name, new Value(ElementType.FLOAT, shape(name), numbers)));
		return result;
	}

	/** The state that training goes on with. */
	SequencedMap<String, Value> resumed() {
		SequencedMap<String, Value> result = state();
		resumed.forEach((name, numbers) -> result.put(name, new Value(ElementType.FLOAT, shape(name), numbers)));
		return result;
	}

	/** Whether anything was changed. */
	boolean touched() {
		return !changed.isEmpty();
	}
}
