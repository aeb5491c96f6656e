package espalier.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.coupling.Origins;
import espalier.coupling.Rewrite;
import espalier.graph.Attribute;
import espalier.graph.ElementType;
import espalier.graph.Node;
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
		String value = Objects.requireNonNull(node.input(slot));
		Tensor leaf = surgeon.leaf(value);
		return leaf != null ? leaf.shape() : shape(value);
	}

	private Shape shape(String value) {
		Shape shape = coupling.trace().shape(value);
		return shape == null ? Shape.of() : shape;
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
	public int newWidthOf(String value, int axis) {
		return Math.toIntExact(shape(value).dim(axis)) - coupling.removedCount(value, axis, cuts);
	}

	@Override
	public long @Nullable [] integers(int slot) {
		String value = node.input(slot);
		if (value == null)
			return null;
		Tensor leaf = surgeon.leaf(value);
		return leaf != null ? leaf.toLongs() : coupling.trace().integers(coupling.graph(), value);
	}

	@Override
	public boolean constant(int slot) {
		return node.input(slot) instanceof String value && surgeon.leaf(value) != null;
	}

	@Override
	public Origins origins(int slot) {
		return coupling.origins(Objects.requireNonNull(node.input(slot)));
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
		boolean narrow = node.input(slot) instanceof String value
				&& coupling.trace().type(value) == ElementType.INT32;
		Tensor integers = narrow
				? Tensor.ofInts("", Shape.of(values.length), values)
				: Tensor.ofLongs("", Shape.of(values.length), values);
		String stored = surgeon.store(node, slot, integers);
		surgeon.edit(node.name(), n -> n.withInput(slot, stored));
	}
}
