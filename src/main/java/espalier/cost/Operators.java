package espalier.cost;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Trace;

/** How many multiply-accumulates and other element operations each operator takes, as products of sizes. */
final class Operators {
	private static final Set<String> PRODUCTS = Set.of("Conv", "FusedConv", "ConvInteger", "QLinearConv", "DeformConv",
			"ConvTranspose", "Gemm", "FusedGemm", "QGemm", "MatMul", "FusedMatMul", "MatMulInteger", "QLinearMatMul",
			"MatMulIntegerToFloat", "DynamicQuantizeMatMul", "MatMulNBits", "Einsum", "LSTM", "GRU", "RNN",
			"Attention", "MultiHeadAttention");
	private static final Set<String> MOVES = Set.of("Identity", "Reshape", "Flatten", "Transpose", "Squeeze",
			"Unsqueeze", "Concat", "Split", "Slice", "Gather", "GatherElements", "GatherND", "Scatter",
			"ScatterElements", "ScatterND", "Expand", "Tile", "Shape", "Size", "Constant", "ConstantOfShape",
			"Dropout", "Cast", "CastLike", "Pad", "DepthToSpace", "SpaceToDepth", "Range", "EyeLike", "OneHot",
			"NonZero", "If", "Loop", "Scan", "Compress", "ReverseSequence", "Trilu");

	private final Graph graph;
	private final Trace trace;
	private final Widths widths;

	Operators(Graph graph, Trace trace, Widths widths) {
		this.graph = graph;
		this.trace = trace;
		this.widths = widths;
	}

	static boolean multiplies(Node node) {
		return PRODUCTS.contains(node.op()) && (node.standard() || node.domain().equals("com.microsoft"));
	}

	/** The multiply-accumulates of a node; null where a shape that they need is not known. */
	@Nullable
	List<Term> macs(Node node) {
		return switch (node.op()) {
			case "Conv", "FusedConv", "ConvInteger", "DeformConv" -> convolution(node, 1);
			case "QLinearConv" -> convolution(node, 3);
			case "ConvTranspose" -> transposed(node);
			case "Gemm", "FusedGemm", "QGemm" -> contracted(node, node.integer("transA", 0) != 0 ? 0 : -1);
			case "FusedMatMul" -> contracted(node, node.integer("transA", 0) != 0 ? -2 : -1);
			case "LSTM", "GRU", "RNN" -> recurrent(node);
			case "Einsum" -> einsum(node);
			case "Attention", "MultiHeadAttention" -> attention(node);
			default -> contracted(node, -1);
		};
	}

	/** The other element operations of a node; null where it has none or a shape is not known. */
	@Nullable
	Term others(Node node) {
		String value = node.outputs().isEmpty() ? "" : node.outputs().getFirst();
		if (multiplies(node) || MOVES.contains(node.op()) || !real(value))
			return null;
		boolean constant = true;
		for (String input : node.inputs())
			constant &= input.isEmpty() || graph.leaf(input) != null;
		if (constant)
			return null;
		if (node.op().startsWith("Global") || node.op().startsWith("Reduce"))
			return widths.shape(node, 0) == null ? null : product(node).all(node, 0).term();
		Shape out = trace.shape(value);
		if (out == null)
			return null;
		Product product = product(node).all(value, out);
		if (node.op().endsWith("Pool") && node.integers("kernel_shape") instanceof long[] kernel)
			for (long size : kernel)
				product.times(size);
		return product.term();
	}

	private boolean real(String value) {
		ElementType type = trace.type(value);
		return type.floating() || type == ElementType.UNDEFINED;
	}

	private Product product(Node node) {
		return new Product(widths, node.name());
	}

	private @Nullable Shape out(Node node) {
		return trace.shape(node.outputs().getFirst());
	}

	private @Nullable List<Term> convolution(Node node, int weight) {
		Shape w = widths.shape(node, weight);
		Shape y = out(node);
		if (w == null || y == null || w.rank() < 2)
			return null;
		Product product = product(node).all(node.outputs().getFirst(), y);
		for (int k = 1; k < w.rank(); k++)
			product.axis(node, weight, k);
		return List.of(product.term());
	}

	private @Nullable List<Term> transposed(Node node) {
		Shape w = widths.shape(node, 1);
		if (w == null || w.rank() < 2 || widths.shape(node, 0) == null)
			return null;
		Product product = product(node).all(node, 0);
		for (int k = 1; k < w.rank(); k++)
			product.axis(node, 1, k);
		return List.of(product.term());
	}

	private @Nullable List<Term> contracted(Node node, int axis) {
		Shape a = widths.shape(node, 0);
		Shape y = out(node);
		if (a == null || y == null || a.rank() < Math.max(axis + 1, -axis))
			return null;
		return List.of(product(node).all(node.outputs().getFirst(), y).axis(node, 0, axis).term());
	}

	/** Per step and direction, all gates over the input and over the hidden state. */
	private @Nullable List<Term> recurrent(Node node) {
		Shape x = widths.shape(node, 0);
		if (x == null || x.rank() != 3 || widths.shape(node, 1) == null || widths.shape(node, 2) == null)
			return null;
		return List.of(product(node).axis(node, 0, 0).axis(node, 0, 1).all(node, 1).term(),
				product(node).axis(node, 0, 0).axis(node, 0, 1).all(node, 2).term());
	}

	/** The product of the sizes of all distinct letters. */
	private @Nullable List<Term> einsum(Node node) {
		String equation = node.text("equation", "").replace(" ", "");
		String[] operands = equation.split("->", -1)[0].split(",", -1);
		if (equation.contains("...") || operands.length != node.inputs().size())
			return null;
		StringBuilder seen = new StringBuilder();
		Product product = product(node);
		for (int slot = 0; slot < operands.length; slot++) {
			Shape shape = widths.shape(node, slot);
			if (shape == null || shape.rank() != operands[slot].length())
				return null;
			for (int k = 0; k < shape.rank(); k++)
				if (seen.indexOf(operands[slot].substring(k, k + 1)) < 0) {
					seen.append(operands[slot].charAt(k));
					product.axis(node, slot, k);
				}
		}
		return operands.length < 2 ? List.of() : List.of(product.term());
	}

	/** Queries times keys and weights times values; com.microsoft.Attention also projects its input. */
	private @Nullable List<Term> attention(Node node) {
		boolean projects = node.op().equals("Attention") && !node.standard();
		Shape q = widths.shape(node, 0);
		Shape keys = projects ? q : widths.shape(node, 1);
		Shape y = out(node);
		if (q == null || keys == null || y == null || q.rank() < 3 || keys.rank() < 3)
			return null;
		int steps = keys.rank() == 4 ? 2 : 1;
		List<Term> terms = new ArrayList<>();
		Product scores = product(node);
		if (projects) {
			if (widths.shape(node, 1) == null)
				return null;
			terms.add(product(node).axis(node, 0, 0).axis(node, 0, 1).all(node, 1).term());
			scores.all(node.outputs().getFirst(), y);
		} else {
			scores.all(node, 0);
		}
		terms.add(scores.axis(node, projects ? 0 : 1, steps).term());
		terms.add(product(node).all(node.outputs().getFirst(), y).axis(node, projects ? 0 : 1, steps).term());
		return terms;
	}

	/**
	 * By how much counts are divided to be those of one sample: the traced size of the first axis where the model leaves that
	 * axis of all its inputs open and all its outputs have it too; else 1.
	 */
	long samples() {
		long batch = 0;
		for (var input : graph.inputs()) {
			Shape shape = trace.shape(input.name());
			if (shape == null || shape.rank() == 0 || input.dims() == null || input.dims().isEmpty()
					|| input.dims().getFirst().fixed() || batch > 0 && batch != shape.dim(0))
				return 1;
			batch = shape.dim(0);
		}
		for (var output : graph.outputs()) {
			Shape shape = trace.shape(output.name());
			if (shape == null || shape.rank() == 0 || shape.dim(0) != batch)
				return 1;
		}
		return Math.max(1, batch);
	}
}
