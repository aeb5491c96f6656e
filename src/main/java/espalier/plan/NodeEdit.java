package espalier.plan;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import espalier.coupling.Adjustment;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.coupling.Rewrite;
import espalier.graph.Attribute;
import espalier.graph.ElementType;
import espalier.graph.Node;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.graph.Tensor;

/** What a rule sees and may change of one node. */
final class NodeEdit implements Rewrite {
	private final Surgeon surgeon;
	private final Coupling coupling;
	private final Cuts cuts;
	private final Node node;

	NodeEdit(Surgeon surgeon, Coupling coupling, Cuts cuts, Node node) {
		this.surgeon = surgeon;
		this.coupling = coupling;
		this.cuts = cuts;
		this.node = node;
	}

	@Override
	public Node node() {
		return node;
	}

	@Override
	public long opset() {
		return coupling.graph().opset();
	}

	@Override
	public int width(int slot, int axis) {
		return Math.toIntExact(shape(slot).dim(axis));
	}

	@Override
	public int rank(int slot) {
		return shape(slot).rank();
	}

	private Shape shape(int slot) {
		return shape(Objects.requireNonNull(node.input(slot)));
	}

	private Shape shape(String value) {
		Shape shape = coupling.trace().shape(coupling.graph(), value);
		return shape == null ? Shape.of() : shape;
	}

	@Override
	public int axis(long otherwise) {
		return shape(0).axis(node.integer("axis", otherwise));
	}

	@Override
	public int outRank(int output) {
		return shape(node.outputs().get(output)).rank();
	}

	@Override
	public int outWidth(int output, int axis) {
		return Math.toIntExact(shape(node.outputs().get(output)).dim(axis));
	}

	@Override
	public int @Nullable [] kept(int slot, int axis) {
		return coupling.kept(node, slot, axis, cuts);
	}

	@Override
	public int @Nullable [] keptOut(int output, int axis) {
		return coupling.kept(node.outputs().get(output), axis, cuts);
	}

	@Override
	public long @Nullable [] integers(int slot) {
		String value = node.input(slot);
		if (value == null)
			return null;
		Tensor leaf = coupling.graph().leaf(value);
		return leaf != null ? leaf.toLongs() : coupling.trace().integers(coupling.graph(), value);
	}

	@Override
	public void attribute(String name, Attribute value) {
		surgeon.edit(node.name(), n -> n.withAttribute(name, value));
	}

	@Override
	public void removeAttribute(String name) {
		surgeon.edit(node.name(), n -> {
			Map<String, Attribute> left = new LinkedHashMap<>(n.attributes());
			left.remove(name);
			return new Node(n.name(), n.domain(), n.op(), n.inputs(), n.outputs(), left, n.origin());
		});
	}

	@Override
	public void integers(int slot, long... values) {
		String value = node.input(slot);
		Tensor leaf = value == null ? null : coupling.graph().leaf(value);
		if (leaf != null && Arrays.equals(leaf.toLongs(), values))
			return;
		long[] computed = value == null || leaf != null ? null : coupling.integers(value, cuts);
		if (computed != null && Arrays.equals(computed, values))
			return;
		if (computed == null && leaf == null && value != null
				&& Arrays.equals(coupling.trace().integers(coupling.graph(), value), values))
			return;
		if (computed == null || value == null) {
			ElementType type = value == null ? ElementType.INT64 : coupling.trace().type(value);
			feed(slot, surgeon.store(node, slot, stored(type, Shape.of(values.length), values)));
			return;
		}
		Adjustment adjustment = coupling.adjustment(value, values, cuts);
		if (adjustment == null)
			throw new RefusedException("`" + node.name() + "` computes a size of `" + node.outputs().getFirst()
					+ "` as a product of channels and a size that the model leaves open, so it can't follow this cut; "
					+ "export the model with that size fixed, or leave those channels whole.");
		String adjusted = copy(value, adjustment.constants(), new HashMap<>());
		if (Arrays.stream(adjustment.difference()).anyMatch(d -> d != 0)) {
			String difference = surgeon.store(value + "_difference",
					stored(coupling.trace().type(value), Shape.of(values.length), adjustment.difference()));
			adjusted = surgeon.insert(node, "Add", List.of(adjusted, difference), Map.of());
		}
		feed(slot, adjusted);
	}

	private static Tensor stored(ElementType type, Shape shape, long[] values) {
		return type == ElementType.INT32 ? Tensor.ofInts("", shape, values) : Tensor.ofLongs("", shape, values);
	}

	/** Computes a value once more from other constants, in nodes of this one's own: others may read the same arithmetic. */
	private String copy(String value, Map<String, long[]> constants, Map<String, String> copies) {
		if (value.isEmpty() || copies.get(value) instanceof String)
			return copies.getOrDefault(value, value);
		Tensor constant = coupling.graph().constant(value);
		String copy = value;
		if (constant != null && constants.get(value) instanceof long[] numbers)
			copy = surgeon.store(value + "_cut", stored(constant.type(), constant.shape(), numbers));
		else if (constant == null && coupling.graph().producer(value) instanceof Node maker && !maker.is("Shape")
				&& !maker.is("Size")) {
			List<String> inputs = maker.inputs().stream().map(input -> copy(input, constants, copies)).toList();
			if (!inputs.equals(maker.inputs()))
				copy = surgeon.insert(node, maker.op(), inputs, maker.attributes());
		}
		copies.put(value, copy);
		return copy;
	}

	@Override
	public void pick(int slot, int axis, int[] indices) {
		String of = surgeon.current(node).inputs().get(slot);
		String stored = surgeon.store(node.name() + "_picked", Tensor.ofLongs("", Shape.of(indices.length),
				Arrays.stream(indices).asLongStream().toArray()));
		feed(slot, surgeon.insert(node, "Gather", List.of(of, stored), Map.of("axis", new Attribute.Int(axis))));
	}

	private void feed(int slot, String value) {
		surgeon.edit(node.name(), n -> n.withInput(slot, value));
	}
}
