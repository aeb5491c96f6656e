package espalier.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * One operator application.
 *
 * @param name
 *            unique within its graph: the file's name, or one made from the operator and position where the file's is empty
 *            or taken
 * @param inputs
 *            value names by slot; the empty string is an optional input left out
 * @param origin
 *            what the file reader made it from; only the writer looks at it. Null for nodes made here
 */
public record Node(String name, String domain, String op, List<String> inputs, List<String> outputs,
		Map<String, Attribute> attributes, @Nullable Object origin) {
	public Node {
		inputs = List.copyOf(inputs);
		outputs = List.copyOf(outputs);
	}

	/** Names are unique in a graph: enough to spread nodes, and cheap. */
	@Override
	public int hashCode() {
		return name.hashCode();
	}

	/** The layer as people call it: {@code /layer1/layer1.0/conv1/Conv} is layer1.0.conv1. */
	public String layer() {
		List<String> parts = new ArrayList<>();
		for (String part : name.split("/")) {
			if (part.isEmpty())
				continue;
			if (!parts.isEmpty() && part.startsWith(parts.getLast() + "."))
				parts.removeLast();
			parts.add(part);
		}
		if (parts.size() > 1 && (parts.getLast().equals(op) || parts.getLast().matches(Pattern.quote(op) + "_\\d+")))
			parts.removeLast();
		return parts.isEmpty() ? name : String.join(".", parts);
	}

	/** Whether the operator is of the standard ONNX operator set. */
	public boolean standard() {
		return domain.isEmpty() || domain.equals("ai.onnx");
	}

	/** Whether this is the named operator of the standard set. */
	public boolean is(String standardOp) {
		return op.equals(standardOp) && standard();
	}

	/** The operator with its domain unless standard, as in {@code com.microsoft.FusedConv}. */
	public String qualifiedOp() {
		return standard() ? op : domain + "." + op;
	}

	/** The value at an input slot, or null where the slot is left out. */
	public @Nullable String input(int slot) {
		return slot < inputs.size() && !inputs.get(slot).isEmpty() ? inputs.get(slot) : null;
	}

	public long integer(String attribute, long otherwise) {
		return attributes.get(attribute) instanceof Attribute.Int(long value) ? value : otherwise;
	}

	public String text(String attribute, String otherwise) {
		return attributes.get(attribute) instanceof Attribute.Text(String value) ? value : otherwise;
	}

	/** An integer-list attribute, or null where it is absent. */
	public long @Nullable [] integers(String attribute) {
		return attributes.get(attribute) instanceof Attribute.Ints(List<Long> values)
				? values.stream().mapToLong(Long::longValue).toArray()
				: null;
	}

	public Node withInput(int slot, String value) {
		List<String> changed = new ArrayList<>(inputs);
		while (changed.size() <= slot)
			changed.add("");
		changed.set(slot, value);
		return new Node(name, domain, op, changed, outputs, attributes, origin);
	}

	/** The same node, reading other values in the place of some. */
	public Node reading(Map<String, String> instead) {
		Node now = this;
		for (int slot = 0; slot < inputs.size(); slot++)
			if (instead.get(inputs.get(slot)) instanceof String other)
				now = now.withInput(slot, other);
		return now;
	}

	public Node withAttribute(String attribute, Attribute value) {
		Map<String, Attribute> changed = new LinkedHashMap<>(attributes);
		changed.put(attribute, value);
		return new Node(name, domain, op, inputs, outputs, changed, origin);
	}
}
