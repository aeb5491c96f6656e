package espalier.region;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import espalier.graph.Attribute;
import espalier.graph.Node;
import espalier.graph.Tensor;

/** Numbers forms: parts of a network with the same operators, attributes, wiring and sizes of weights have the same number. */
final class Likeness {
	private final Flow flow;
	private final Map<String, Integer> forms = new HashMap<>();

	Likeness(Flow flow) {
		this.flow = flow;
	}

	/** @param nodes in the order of computation */
	int form(List<Node> nodes) {
		return number(nodes, true);
	}

	/** The form without sizes and attributes: what blocks of one stage share with those of the next. */
	int outline(List<Node> nodes) {
		return number(nodes, false);
	}

	private int number(List<Node> nodes, boolean exactly) {
		StringBuilder text = new StringBuilder(exactly ? "form" : "outline");
		Map<String, Integer> values = new HashMap<>();
		for (Node node : nodes) {
			text.append(';').append(node.qualifiedOp());
			if (exactly)
				new TreeMap<>(node.attributes()).forEach((name, value) -> attribute(text, name, value));
			for (String input : node.inputs())
				input(text.append(','), input, values, exactly);
			for (String output : node.outputs())
				values.put(output, values.size());
		}
		return forms.computeIfAbsent(text.toString(), k -> forms.size());
	}

	private static void attribute(StringBuilder text, String name, Attribute value) {
		switch (value) {
			case Attribute.Constant(Tensor tensor) -> text.append(' ').append(name).append(tensor.shape());
			case Attribute.Subgraph(var body) -> text.append(' ').append(name).append(body.nodes().size());
			default -> text.append(' ').append(name).append(value);
		}
	}

	private void input(StringBuilder text, String input, Map<String, Integer> values, boolean exactly) {
		if (input.isEmpty())
			return;
		Integer made = values.get(input);
		Tensor leaf = made == null ? flow.graph.leaf(input) : null;
		if (made != null)
			text.append(made.intValue());
		else if (leaf != null)
			text.append(exactly ? leaf.shape().toString() : "w");
		else
			text.append(flow.flows(input) ? "in" : "size");
	}
}
