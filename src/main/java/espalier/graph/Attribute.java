package espalier.graph;

import java.util.List;

/** A node's attribute value. */
public sealed interface Attribute {
	record Int(long value) implements Attribute {}

	record Real(float value) implements Attribute {}

	record Text(String value) implements Attribute {}

	record Ints(List<Long> values) implements Attribute {}

	record Reals(List<Float> values) implements Attribute {}

	record Constant(Tensor tensor) implements Attribute {}

	/** A body of If, Loop or Scan; it may read values of the graph around it. */
	record Subgraph(Graph graph) implements Attribute {}

	/** Carried along unread (strings, sparse tensors, types, lists of graphs or tensors, unknown kinds). */
	record Opaque() implements Attribute {}
}
