package espalier.runtime.torch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.Trace;
import espalier.runtime.Tracer;

/**
 * A graph as the source and the tensors of a TorchScript module. Its method {@code outputs} takes the graph's inputs in order
 * and returns the graph's outputs; {@code forward} returns the first of them. Translating costs one pass over the nodes.
 *
 * @param attributes
 *            tensors of the module in the order of first use
 * @param inputs
 *            names of the inputs that the module takes, in order
 * @param body
 *            source of {@code outputs} and {@code forward}
 */
public record TorchScript(List<Attribute> attributes, List<String> inputs, String body) {
	/** What training does to a tensor. */
	public enum Kind {
		/** Moved by gradients. */
		PARAMETER,
		/** Running mean or variance of a batch normalisation: updated by forward passes in training mode. */
		STATISTIC,
		/** What an optimiser remembers of earlier steps. */
		MEMORY,
		/** Never changed. */
		CONSTANT
	}

	/**
	 * A tensor of the module.
	 *
	 * @param identifier
	 *            its name in the source
	 * @param tensor
	 *            its value under its name in the graph
	 */
	public record Attribute(String identifier, Tensor tensor, Kind kind) {}

	public TorchScript {
		attributes = List.copyOf(attributes);
		inputs = List.copyOf(inputs);
	}

	/**
	 * The module of a graph at fixed input sizes.
	 *
	 * @throws espalier.graph.RefusedException
	 *             when an operator has no translation, naming its node
	 */
	public static TorchScript of(Graph graph, Trace trace) {
		return new Translator(graph, trace, null).translate();
	}

	/**
	 * The module of a graph whose inputs' first axes are the batch, for batches of any size. The graph is looked at with
	 * batches of two sizes; a size that grows with the batch becomes an expression of it.
	 *
	 * @param inputs
	 *            sizes of the inputs, those of the first axis being ignored
	 * @throws espalier.graph.RefusedException
	 *             when an operator has no translation, naming its node
	 * @throws espalier.graph.BadInputException
	 *             when the network does not take batches
	 */
	public static TorchScript batched(Graph graph, Map<String, Shape> inputs) {
		return new Translator(graph, Tracer.trace(graph, batch(inputs, Translator.FEW)),
				Tracer.trace(graph, batch(inputs, Translator.MORE))).translate();
	}

	private static Map<String, Shape> batch(Map<String, Shape> inputs, long size) {
		Map<String, Shape> batches = new java.util.LinkedHashMap<>(inputs);
		batches.replaceAll((_, shape) -> shape.rank() == 0 ? shape : shape.with(0, size));
		return batches;
	}

	/** The attributes of a kind. */
	public List<Attribute> of(Kind kind) {
		return attributes.stream().filter(a -> a.kind == kind).toList();
	}

	/** The attribute of a constant of the graph, or null where the outputs don't depend on it. */
	public @Nullable Attribute named(String tensor) {
		return attributes.stream().filter(a -> a.tensor.name().equals(tensor)).findFirst().orElse(null);
	}

	/** The same module with more attributes and more methods (source with an indentation of two). */
	public TorchScript with(List<Attribute> more, String methods) {
		List<Attribute> all = new java.util.ArrayList<>(attributes);
		all.addAll(more);
		return new TorchScript(all, inputs, body + methods);
	}

	/**
	 * Writes the archive that {@code torch.jit.load} reads.
	 *
	 * @throws espalier.graph.BadInputException
	 *             when it can't be written; an older file stays as it was
	 */
	public void write(Path file) {
		Archive.write(file, attributes, source());
	}

	/** The module as source. */
	public String source() {
		StringBuilder source = new StringBuilder("class Net(Module):\n");
		source.append("  __parameters__ = [").append(names(a -> a.kind == Kind.PARAMETER)).append("]\n");
		source.append("  __buffers__ = [").append(names(a -> a.kind != Kind.PARAMETER)).append("]\n");
		source.append("  training : bool\n");
		for (Attribute attribute : attributes)
			source.append("  ").append(attribute.identifier).append(" : Tensor\n");
		return source.append(body).toString();
	}

	private String names(java.util.function.Predicate<Attribute> which) {
		StringBuilder names = new StringBuilder();
		attributes.stream().filter(which)
				.forEach(a -> names.append('"').append(a.identifier).append("\", "));
		return names.toString();
	}
}
