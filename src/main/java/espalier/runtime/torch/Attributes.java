package espalier.runtime.torch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import espalier.graph.Tensor;

/**
 * The attributes of a module under construction: constants of the graph and tensors made for it, each under a Python
 * identifier that resembles its name.
 */
final class Attributes {
	private static final Set<String> RESERVED = Set.of("training", "forward", "outputs", "self", "and", "as", "assert",
			"break", "class", "continue", "def", "del", "elif", "else", "except", "finally", "for", "from", "global",
			"if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
			"with", "yield", "None", "True", "False", "torch");

	private final Map<String, TorchScript.Attribute> byIdentifier = new HashMap<>();
	private final Map<String, TorchScript.Attribute> byTensor = new HashMap<>();
	private final List<TorchScript.Attribute> all = new ArrayList<>();

	/** The attribute that holds a constant of the graph, made when first asked for. */
	String of(Tensor tensor, TorchScript.Kind kind) {
		TorchScript.Attribute known = byTensor.get(tensor.name());
		if (known == null) {
			known = add(tensor, kind);
			byTensor.put(tensor.name(), known);
		}
		return "self." + known.identifier();
	}

	/** A constant that the graph does not hold. */
	String made(Tensor tensor) {
		return "self." + add(tensor, TorchScript.Kind.CONSTANT).identifier();
	}

	List<TorchScript.Attribute> all() {
		return all;
	}

	private TorchScript.Attribute add(Tensor tensor, TorchScript.Kind kind) {
		String identifier = tensor.name().replaceAll("[^A-Za-z0-9]+", "_").replaceAll("^_+|_+$", "");
		if (identifier.isEmpty() || Character.isDigit(identifier.charAt(0)) || RESERVED.contains(identifier))
			identifier = "t_" + identifier;
		String free = identifier;
		for (int i = 2; byIdentifier.containsKey(free); i++)
			free = identifier + "_" + i;
		TorchScript.Attribute attribute = new TorchScript.Attribute(free, tensor, kind);
		byIdentifier.put(free, attribute);
		all.add(attribute);
		return attribute;
	}
}
