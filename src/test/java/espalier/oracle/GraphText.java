package espalier.oracle;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.graph.Attribute;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.Trace;
import espalier.runtime.Tracer;

/** A failure as a few lines of text: the network, its groups, and what was removed. */
final class GraphText {
	private GraphText() {}

	static String of(Failure failure) {
		StringBuilder text = new StringBuilder();
		Graph graph = failure.graph();
		Trace trace = trace(graph);
		graph.inputs()
				.forEach(i -> text.append("input ").append(i.name()).append(' ').append(i.describe()).append('\n'));
		for (Node node : graph.nodes())
			text.append(line(graph, trace, node)).append('\n');
		graph.outputs().forEach(o -> text.append("output ").append(o.name()).append('\n'));
		if (trace != null)
			groups(graph, trace, text);
		text.append("removed ").append(failure.removed()).append('\n');
		return text.append(failure.what()).toString();
	}

	private static @Nullable Trace trace(Graph graph) {
		try {
			return Tracer.trace(graph);
		} catch (RuntimeException e) {
			return null;
		}
	}

	private static void groups(Graph graph, Trace trace, StringBuilder text) {
		try {
			for (ChannelGroup group : Coupling.of(graph, trace).groups()) {
				text.append("group ").append(group).append(group.pin() == null ? "" : " " + group.pin().sentence());
				group.members()
						.forEach(m -> text.append("; ").append(m.role().label()).append(' ').append(m.tensor().name())
								.append('[').append(m.axis()).append(']')
								.append(m.width() > 24 ? "" : Arrays.toString(m.unitOfIndex())));
				text.append('\n');
			}
		} catch (RuntimeException e) {
			text.append("no groups: ").append(e).append('\n');
		}
	}

	private static String line(Graph graph, @Nullable Trace trace, Node node) {
		String outputs = node.outputs().stream().map(o -> o + shape(trace, o)).collect(Collectors.joining(", "));
		String inputs = node.inputs().stream().map(i -> constant(graph, i)).collect(Collectors.joining(", "));
		return outputs + " = " + node.op() + "(" + inputs + ") " + node.attributes().entrySet().stream()
				.map(GraphText::attribute).collect(Collectors.joining(" "));
	}

	private static String shape(@Nullable Trace trace, String value) {
		Shape shape = trace == null ? null : trace.shape(value);
		return shape == null ? "" : "[" + shape + "]";
	}

	private static String constant(Graph graph, String value) {
		Tensor tensor = value.isEmpty() ? null : graph.constant(value);
		if (tensor == null)
			return value;
		return tensor.type().floating() ? value + "[" + tensor.shape() + "]" : Arrays.toString(tensor.toLongs());
	}

	private static String attribute(Map.Entry<String, Attribute> entry) {
		return entry.getKey() + "=" + switch (entry.getValue()) {
			case Attribute.Int i -> i.value();
			case Attribute.Real r -> r.value();
			case Attribute.Text t -> t.value();
			case Attribute.Ints i -> i.values();
			case Attribute.Reals r -> r.values();
			default -> "...";
		};
	}
}
