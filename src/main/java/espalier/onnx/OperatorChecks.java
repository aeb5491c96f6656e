package espalier.onnx;

import java.util.List;

import espalier.graph.BadInputException;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Tensor;
import espalier.graph.ValueInfo;

/** Attributes and weights that would make an engine divide by zero or read past its memory instead of refusing. */
final class OperatorChecks {
	private OperatorChecks() {}

	static void check(Source source, Graph graph, Node node) {
		if (!node.standard())
			return;
		switch (node.op()) {
			case "Conv", "ConvTranspose", "ConvInteger", "QLinearConv", "DeformConv" ->
				convolution(source, graph, node);
			case "MaxPool", "AveragePool", "LpPool", "MaxUnpool" -> window(source, node);
			default -> {
			}
		}
	}

	private static void convolution(Source source, Graph graph, Node node) {
		window(source, node);
		long group = node.integer("group", 1);
		if (group < 1)
			throw bad(source, node, "has group " + group + "; a convolution has at least one group");
		int slot = node.op().equals("QLinearConv") ? 3 : 1;
		String name = node.input(slot);
		Tensor weight = name == null ? null : graph.constant(name);
		if (name == null)
			throw bad(source, node, "has no weights");
		if (weight == null)
			return;
		int rank = weight.shape().rank();
		if (rank < 3)
			throw bad(source, node,
					"has weights of shape " + weight.shape() + " where a convolution's have 3 axes or more");
		if (weight.shape().dim(0) % group != 0)
			throw bad(source, node,
					"divides " + weight.shape().dim(0) + " filters into " + group + " groups, which leaves a rest");
		long[] kernel = node.integers("kernel_shape");
		if (kernel != null && !List.of(box(kernel)).equals(List.of(box(tail(weight.shape().toArray())))))
			throw bad(source, node, "states a kernel that is not that of its weights (" + weight.shape() + ")");
		for (ValueInfo input : graph.inputs())
			if (input.name().equals(node.input(0)) && input.dims() != null && input.dims().size() != rank)
				throw bad(source, node, "has weights of " + rank + " axes but reads the model's input "
						+ Source.quote(input.name()) + " of " + input.dims().size());
	}

	private static void window(Source source, Node node) {
		range(source, node, "strides", 1);
		range(source, node, "dilations", 1);
		range(source, node, "kernel_shape", 1);
		range(source, node, "pads", Integer.MIN_VALUE);
	}

	private static void range(Source source, Node node, String attribute, long least) {
		long[] values = node.integers(attribute);
		if (values == null)
			return;
		for (long value : values)
			if (value < least || value > Integer.MAX_VALUE)
				throw bad(source, node, "has the impossible value " + value + " in " + attribute);
	}

	private static long[] tail(long[] dims) {
		return java.util.Arrays.copyOfRange(dims, 2, dims.length);
	}

	private static Long[] box(long[] values) {
		return java.util.Arrays.stream(values).boxed().toArray(Long[]::new);
	}

	private static BadInputException bad(Source source, Node node, String what) {
		return source
				.bad("node " + Source.quote(node.name()) + " (" + node.op() + ") " + what + "; export the model again");
	}
}
