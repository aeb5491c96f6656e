package espalier.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.coupling.Overlaps;
import espalier.graph.Attribute;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.Use;
import espalier.graph.ValueInfo;

/**
 * Applies cuts to a graph. Pure: the original stays whole, and what is not cut is shared. For any input, the result's outputs
 * equal those of the original with the removed channels zeroed where they are summed away, up to rounding.
 */
public final class Surgeon {
	private final Coupling coupling;
	private final Cuts cuts;
	private final Graph graph;
	private final Map<String, Tensor> initializers;
	private final Map<String, Node> nodes = new LinkedHashMap<>();
	private final Map<String, List<Node>> inserted = new HashMap<>();
	private final Set<String> taken = new HashSet<>();
	private final Set<String> names = new HashSet<>();
	private final Set<String> captured;
	private final Map<String, List<Use>> leafUses = new LinkedHashMap<>();

	private Surgeon(Coupling coupling, Cuts cuts) {
		this.coupling = coupling;
		this.cuts = cuts;
		this.graph = coupling.graph();
		this.initializers = new LinkedHashMap<>(graph.initializers());
		this.captured = Sweep.captured(graph);
		taken.addAll(initializers.keySet());
		graph.inputs().forEach(i -> taken.add(i.name()));
		for (Node node : graph.nodes()) {
			nodes.put(node.name(), node);
			taken.addAll(node.outputs());
		}
	}

	/**
	 * The graph without the removed units, and without adapters that pass on what is left as it is; the same graph when
	 * nothing goes. Cost: one copy of the weights that change.
	 *
	 * @throws espalier.graph.RefusedException
	 *             when a branch would be left with nothing to read
	 */
	public static Graph apply(Coupling coupling, Cuts cuts) {
		if (cuts.isEmpty())
			return Adapters.bypassed(coupling.graph(), coupling, cuts);
		Overlaps.require(coupling, cuts);
		return new Surgeon(coupling, cuts).operate();
	}

	private Graph operate() {
		for (Node node : graph.nodes())
			for (int slot = 0; slot < node.inputs().size(); slot++)
				if (node.input(slot) instanceof String value && graph.leaf(value) instanceof Tensor leaf
						&& !(node.is("Identity") && graph.leaf(node.outputs().getFirst()) != null))
					leafUses.computeIfAbsent(leaf.name(), k -> new ArrayList<>()).add(new Use(node, slot));
		leafUses.forEach(this::cutLeaf);
		for (Node node : graph.nodes())
			if (touched(node))
				Coupling.rewrite(new NodeEdit(this, coupling, cuts, node));
		Map<String, ValueInfo> declared = new HashMap<>(graph.declared());
		declared.keySet().removeIf(this::changed);
		Graph cut = new Graph(graph.name(), all(), new LinkedHashMap<>(initializers),
				graph.inputs(),
				graph.outputs().stream().map(this::declared).toList(), declared, graph.opsets(), graph.origin());
		return Adapters.bypassed(Sweep.newlyDead(graph, cut), coupling, cuts);
	}

	/** Whether an axis that a node reads or makes is cut, or a size that it reads; all others are left exactly as they are. */
	private boolean touched(Node node) {
		for (int slot = 0; slot < node.inputs().size(); slot++)
			if (node.input(slot) instanceof String value && (cut(node, slot, value) || resized(value)))
				return true;
		for (String output : node.outputs())
			if (!output.isEmpty() && graph.leaf(output) == null && changed(output)
					&& coupling.trace().shape(output) != null)
				return true;
		return false;
	}

	private boolean cut(Node node, int slot, String value) {
		Shape shape = coupling.trace().shape(graph, value);
		for (int k = 0; shape != null && k < shape.rank(); k++)
			if (coupling.kept(node, slot, k, cuts) != null)
				return true;
		return false;
	}

	/** Whether integers that are computed from sizes come out otherwise. */
	private boolean resized(String value) {
		long[] before = coupling.trace().integers().get(value);
		long[] after = before == null ? null : coupling.integers(value, cuts);
		return after != null && !Arrays.equals(before, after);
	}

	private List<Node> all() {
		List<Node> all = new ArrayList<>();
		nodes.forEach((name, node) -> {
			all.addAll(inserted.getOrDefault(name, List.of()));
			all.add(node);
		});
		return all;
	}

	/** What the file says of an output, with the sizes that it has now. */
	private ValueInfo declared(ValueInfo output) {
		List<ValueInfo.Dim> dims = output.dims();
		if (dims == null || !changed(output.name()))
			return output;
		List<ValueInfo.Dim> now = new ArrayList<>();
		for (int k = 0; k < dims.size(); k++) {
			int[] kept = coupling.kept(output.name(), k, cuts);
			now.add(kept == null ? dims.get(k) : new ValueInfo.Dim(kept.length, null));
		}
		return new ValueInfo(output.name(), output.type(), now, null);
	}

	private boolean changed(String value) {
		if (graph.leaf(value) != null)
			return true;
		Shape shape = coupling.trace().shape(value);
		if (shape == null)
			return true;
		for (int k = 0; k < shape.rank(); k++)
			if (coupling.kept(value, k, cuts) != null)
				return true;
		return false;
	}

	/** Slices a constant once for each way its readers want it. */
	private void cutLeaf(String name, List<Use> uses) {
		Tensor leaf = graph.constant(name);
		if (leaf == null)
			return;
		Map<List<List<Integer>>, List<Use>> byCut = new LinkedHashMap<>();
		Map<List<List<Integer>>, int[] @Nullable []> kept = new HashMap<>();
		for (Use use : uses) {
			int[][] stays = new int[leaf.shape().rank()][];
			for (int k = 0; k < stays.length; k++)
				stays[k] = coupling.kept(use.node(), use.slot(), k, cuts);
			List<List<Integer>> key = Arrays.stream(stays)
					.map(s -> s == null ? List.<Integer>of(-1) : Arrays.stream(s).boxed().toList()).toList();
			byCut.computeIfAbsent(key, k -> new ArrayList<>()).add(use);
			kept.put(key, stays);
		}
		boolean shared = byCut.size() > 1 || readElsewhere(leaf.name());
		byCut.forEach((key, readers) -> {
			int[][] stays = kept.get(key);
			if (stays == null || Arrays.stream(stays).allMatch(s -> s == null))
				return;
			Tensor cut = Slicing.of(leaf, stays);
			if (shared) {
				String other = fresh(leaf.name() + "_cut");
				initializers.put(other, spelledOut(cut.withName(other)));
				for (Use reader : readers)
					edit(reader.node().name(), n -> n.withInput(reader.slot(), other));
			} else {
				replace(cut);
			}
		});
	}

	private boolean readElsewhere(String name) {
		if (graph.isOutput(name))
			return true;
		for (Use use : graph.uses(name))
			if (use.node().is("Identity") && graph.isOutput(use.node().outputs().getFirst()))
				return true;
		return captured.contains(name);
	}

	private void replace(Tensor cut) {
		if (initializers.containsKey(cut.name())) {
			initializers.put(cut.name(), cut);
			return;
		}
		Node producer = java.util.Objects.requireNonNull(graph.producer(cut.name()));
		if (cut.data() instanceof Tensor.Fill) {
			String shape = fresh(cut.name() + "_shape");
			initializers.put(shape, Tensor.ofLongs(shape, Shape.of(cut.shape().rank()), cut.shape().toArray()));
			edit(producer.name(), n -> n.withInput(0, shape));
		} else {
			Map<String, Attribute> only = new LinkedHashMap<>();
			only.put("value", new Attribute.Constant(cut));
			edit(producer.name(),
					n -> new Node(n.name(), n.domain(), n.op(), n.inputs(), n.outputs(), only, n.origin()));
		}
	}

	private static Tensor spelledOut(Tensor tensor) {
		if (!(tensor.data() instanceof Tensor.Fill(var element)))
			return tensor;
		int size = tensor.type().bits() / 8;
		byte[] all = new byte[Math.toIntExact(tensor.bytes())];
		byte[] one = element.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
		for (int i = 0; i < all.length; i += size)
			System.arraycopy(one, 0, all, i, size);
		return new Tensor(tensor.name(), tensor.type(), tensor.shape(),
				new Tensor.Bytes(java.lang.foreign.MemorySegment.ofArray(all)), null);
	}

	void edit(String node, java.util.function.UnaryOperator<Node> change) {
		nodes.computeIfPresent(node, (k, n) -> change.apply(n));
	}

	/** Stores integers under the name a slot reads when nobody else reads it, else under a new one. */
	String store(Node node, int slot, Tensor integers) {
		String before = node.input(slot);
		String name = before != null && graph.initializers().containsKey(before) && graph.uses(before).size() == 1
				&& !graph.isOutput(before) && !captured.contains(before)
						? before
						: fresh((before == null ? node.name() + "_" + slot : before) + "_cut");
		initializers.put(name, integers.withName(name));
		return name;
	}

	/** Stores a tensor under a new name. */
	String store(String wanted, Tensor tensor) {
		String name = fresh(wanted);
		initializers.put(name, tensor.withName(name));
		return name;
	}

	/** A node as it is by now. */
	Node current(Node node) {
		return java.util.Objects.requireNonNull(nodes.get(node.name()));
	}

	/** Puts a standard node of one output in front of another; gives the output's name. */
	String insert(Node before, String op, List<String> inputs, Map<String, Attribute> attributes) {
		String name = before.name() + "_" + op.toLowerCase(java.util.Locale.ROOT);
		for (int n = 2; nodes.containsKey(name) || !names.add(name); n++)
			name = before.name() + "_" + op.toLowerCase(java.util.Locale.ROOT) + n;
		String output = fresh(name + "_output_0");
		inserted.computeIfAbsent(before.name(), k -> new ArrayList<>())
				.add(new Node(name, "", op, inputs, List.of(output), attributes, null));
		return output;
	}

	private String fresh(String wanted) {
		String name = wanted;
		for (int n = 2; !taken.add(name); n++)
			name = wanted + n;
		return name;
	}
}
