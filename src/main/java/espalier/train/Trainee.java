package espalier.train;

import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.IntConsumer;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Member;
import espalier.coupling.Role;
import espalier.graph.ElementType;
import espalier.graph.Graph;
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
				fill(name, 0, member, units);
				if (state.containsKey(StepMethod.averageOf(name)))
					fill(StepMethod.averageOf(name), 0, member, units);
			}
	}

	/** Zeroes units that are not held yet, and holds them at zero until they are given back. */
	public void hold(ChannelGroup group, BitSet units) {
		BitSet more = (BitSet) units.clone();
		more.andNot(held(group));
		for (Member member : group.members())
			if (maskable(member) instanceof String name) {
				fill(StepMethod.maskOf(name), 0, member, more);
				copy(name, StepMethod.lastOf(name), member, more);
			} else if (remembered(member) instanceof String name)
				copy(name, StepMethod.lastOf(name), member, more);
		clear(group, more);
	}

	/** Gives units back with the weights and statistics they had when they were held, and without momentum. */
	public void giveBack(ChannelGroup group, BitSet units) {
		BitSet back = (BitSet) units.clone();
		back.and(held(group));
		for (Member member : group.members())
			if (maskable(member) instanceof String name) {
				fill(StepMethod.maskOf(name), 1, member, back);
				copy(StepMethod.lastOf(name), name, member, back);
				// mean squares stay: without them AdamW's first step would be far too long
				if (state.containsKey(StepMethod.momentumOf(name)))
					fill(StepMethod.momentumOf(name), 0, member, back);
				if (state.containsKey(StepMethod.averageOf(name)))
					copy(StepMethod.lastOf(name), StepMethod.averageOf(name), member, back);
			} else if (remembered(member) instanceof String name)
				copy(StepMethod.lastOf(name), name, member, back);
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

	private @Nullable String maskable(Member member) {
		String name = weight(member);
		return name != null && state.containsKey(StepMethod.maskOf(name)) ? name : null;
	}

	/** Mean or variance of a batch norm that is remembered while its channel is held. */
	private @Nullable String remembered(Member member) {
		String name = trained(member);
		return name != null && statistic(member) && state.containsKey(StepMethod.lastOf(name)) ? name : null;
	}

	/** The weight of a member that makes or passes the channel; null where it reads it, or where training does not change it. */
	private @Nullable String weight(Member member) {
		String name = trained(member);
		return name != null && !statistic(member) ? name : null;
	}

	private @Nullable String trained(Member member) {
		Tensor weight = member.role() == Role.IN ? null : member.in(graph);
		return weight != null && weights.contains(weight.name()) ? weight.name() : null;
	}

	/** Mean and variance: without scale and shift they have no effect. */
	private static boolean statistic(Member member) {
		return member.use().node().is("BatchNormalization") && member.use().slot() > 2;
	}

	/**
	 * Names of the weights of a group that {@link #hold} would hold, and of the statistics that it would remember, for {@link Shaping.Reach}.
	 *
	 * @param graph
	 *            that the group is of
	 */
	public static List<String> holdable(Graph graph, ChannelGroup group) {
		return group.members().stream().filter(m -> m.role() != Role.IN).map(m -> m.in(graph))
				.filter(Objects::nonNull).map(Tensor::name).distinct().toList();
	}

	private void fill(String name, float with, Member member, BitSet units) {
		float[] numbers = change(name);
		each(name, member, units, i -> numbers[i] = with);
	}

	private void copy(String from, String to, Member member, BitSet units) {
		float[] source = numbers(from);
		float[] target = change(to);
		each(to, member, units, i -> target[i] = source[i]);
	}

	private void each(String name, Member member, BitSet units, IntConsumer at) {
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
