package espalier.app.graphview;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;

import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.Trace;
import espalier.region.Bypass;

/** The words on cards. */
final class Labels {
	private static final Pattern WEIGHT = Pattern.compile("([._](weight|kernel|w|b|gamma|scale)(_?\\d+)?(:0)?)+$");

	private final Graph graph;
	private final Trace trace;

	Labels(Graph graph, Trace trace) {
		this.graph = graph;
		this.trace = trace;
	}

	void write(Card card) {
		Node main = card.main();
		if (main == null) {
			card.title = card.name;
			Shape shape = trace.shape(card.tail);
			card.caption = shape == null ? "" : sizes(shape);
			return;
		}
		card.path = scope(main);
		if (card.bypass instanceof Bypass bypass) {
			// its name is that of the last node that goes, and one part more
			card.path = card.path.subList(0, Math.max(0, card.path.size() - 1));
			card.name = bypass.region();
			card.title = bypass.region();
			card.caption = card.nodes.stream().map(n -> adapter(n)).filter(w -> !w.isEmpty())
					.collect(Collectors.joining(", "));
			return;
		}
		card.name = leaf(main);
		card.title = title(card, main);
		if (card.kind == Card.Kind.ADAPTER) {
			// its name is that of the node it stands before, and one part more
			card.path = card.path.subList(0, Math.max(0, card.path.size() - 1));
			card.caption = main.is("Gather") ? "sampler" : "projection";
			return;
		}
		List<String> words = new ArrayList<>();
		if (!card.name.equals(card.title) && card.kind != Card.Kind.JOIN)
			words.add(card.name);
		for (Node node : card.nodes)
			if (node != main)
				words.add(word(node.op()));
		card.caption = words.stream().filter(w -> !w.isEmpty()).collect(Collectors.joining(" · "));
	}

	/** Name of the layer's weight with its scopes and without the part that says which weight it is; null without weight. */
	@Nullable
	String layer(Node node) {
		if (node.input(1) instanceof String w && graph.initializers().containsKey(w) && !w.startsWith("onnx::"))
			return WEIGHT.matcher(w).replaceFirst("");
		return null;
	}

	/** Scopes of a node's name, outermost first, the operator's own left out. */
	static List<String> scope(Node node) {
		List<String> parts = parts(node.name());
		return parts.isEmpty() ? parts : parts.subList(0, parts.size() - 1);
	}

	static List<String> parts(String name) {
		return Arrays.stream(name.split("/")).filter(p -> !p.isEmpty()).toList();
	}

	private String leaf(Node node) {
		List<String> scope = scope(node);
		if (!scope.isEmpty()) {
			String last = scope.getLast();
			String before = scope.size() > 1 ? scope.get(scope.size() - 2) + "." : "";
			return last.startsWith(before) && last.length() > before.length() ? last.substring(before.length()) : last;
		}
		String layer = layer(node);
		return layer == null ? "" : layer.substring(layer.lastIndexOf('/') + 1);
	}

	private String title(Card card, Node main) {
		Tensor weight = main.input(1) instanceof String w ? graph.constant(w) : null;
		Shape out = trace.shape(main.outputs().getFirst());
		if (card.kind == Card.Kind.ADAPTER)
			return weight == null ? word(main.op()) : adapter(main, weight.shape());
		return switch (main.op()) {
			case "Conv", "ConvTranspose" -> weight == null ? word(main.op()) : convolution(main, weight.shape());
			case "Gemm" -> weight == null ? "matmul" : matrix(weight.shape(), main.integer("transB", 0) != 0);
			case "MatMul" -> weight == null || weight.shape().rank() != 2 ? "matmul" : matrix(weight.shape(), false);
			case "Add", "Sum" -> card.kind == Card.Kind.JOIN ? "+" : "add";
			case "Mul" -> card.kind == Card.Kind.JOIN ? "×" : "scale";
			case "MaxPool", "AveragePool" -> (main.is("MaxPool") ? "max " : "avg ") + kernel(main) + stride(main);
			case "GlobalAveragePool" -> "global avg";
			case "GlobalMaxPool" -> "global max";
			case "Reshape", "Transpose" -> word(main.op()) + (out == null ? "" : " " + sizes(out));
			default -> word(main.op());
		};
	}

	/** What a part of what takes a region's place does, as in {@code avg 2×2 /2}; empty for what only passes on. */
	private String adapter(Node node) {
		if (node.is("AveragePool"))
			return "avg " + kernel(node);
		Tensor weight = node.input(1) instanceof String w ? graph.constant(w) : null;
		return weight == null || node.is("Add") ? "" : adapter(node, weight.shape());
	}

	private static String adapter(Node node, Shape w) {
		if (node.is("Gather"))
			return "pick " + w.elements();
		return node.is("MatMul") ? w.dim(0) + "→" + w.dim(1) : "1×1 " + w.dim(1) + "→" + w.dim(0);
	}

	private static String convolution(Node node, Shape w) {
		boolean transposed = node.op().equals("ConvTranspose");
		long group = node.integer("group", 1);
		long from = transposed ? w.dim(0) : w.dim(1) * group;
		long to = transposed ? w.dim(1) * group : w.dim(0);
		String kernel = LongStream.range(2, w.rank()).mapToObj(i -> Long.toString(w.dim((int) i)))
				.collect(Collectors.joining("×"));
		boolean depthwise = group > 1 && group == from && to == from;
		String widths = depthwise ? " dw " + to : " " + from + "→" + to + (group > 1 ? " g" + group : "");
		return (transposed ? "↑" : "") + kernel + widths + stride(node);
	}

	private static String matrix(Shape w, boolean transposed) {
		return w.rank() != 2 ? "matmul" : w.dim(transposed ? 1 : 0) + "→" + w.dim(transposed ? 0 : 1);
	}

	private static String kernel(Node node) {
		long[] kernel = node.integers("kernel_shape");
		return kernel == null ? "" : LongStream.of(kernel).mapToObj(Long::toString).collect(Collectors.joining("×"));
	}

	private static String stride(Node node) {
		long[] strides = node.integers("strides");
		return strides == null || strides.length == 0 || strides[0] == 1 ? "" : " /" + strides[0];
	}

	private static String sizes(Shape shape) {
		return shape.toString().replace('x', '×');
	}

	/** How an operator is called on a card; empty for those that change nothing. */
	static String word(String op) {
		return switch (op) {
			case "BatchNormalization" -> "bn";
			case "LayerNormalization" -> "ln";
			case "InstanceNormalization" -> "in";
			case "GroupNormalization" -> "gn";
			case "Identity", "Cast" -> "";
			case "HardSwish" -> "hswish";
			case "HardSigmoid" -> "hsigmoid";
			case "LRN" -> "lrn";
			case "ConvTranspose" -> "upconv";
			default -> op.toLowerCase(Locale.ROOT);
		};
	}
}
