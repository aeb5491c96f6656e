package espalier.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import espalier.cost.Cost;
import espalier.cost.Si;
import espalier.coupling.Choices;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.graph.Trace;
import espalier.graph.ValueInfo;
import espalier.onnx.ModelFile;
import espalier.onnx.OnnxReader;
import espalier.runtime.Tracer;
import espalier.session.Workpiece;
import picocli.CommandLine.Option;

/** Opens models at the input sizes that were asked for. */
final class Source {
	@Option(names = "--input-size", paramLabel = "[NAME=]SIZES", description = "Sizes of an input whose shape the model leaves open, as in image=1x3x224x224. "
			+ "The name may be left out where there is one input.")
	private List<String> sizes = new ArrayList<>();

	@Option(names = "--open-output", paramLabel = "NAME", description = "An output whose channels may be cut, because it is features for another network.")
	private List<String> open = new ArrayList<>();

	@Option(names = "--residual", paramLabel = "[GROUP=]CHOICE", description = "How a group of a residual stream may be cut, or all of them: synchronous (together, the default), "
			+ "inner (not at all, only the branches), projection (1x1 adapters on the shortcuts), sampler (branches read a part of the stream).")
	private List<String> residual = new ArrayList<>();

	/**
	 * A model file and what was found in it.
	 *
	 * @param whole
	 *            what it costs with all of its regions
	 */
	record Opened(ModelFile file, Workpiece piece, Cost whole) {}

	Opened open(Path path, Console console) {
		return open(path, Choices.NONE, console);
	}

	/** Names of groups that are to stay as they are. */
	List<String> inner(Workpiece piece) {
		return ResidualChoice.inner(piece.coupling(), residual);
	}

	/** By more choices than those on the command line. */
	Opened open(Path path, Choices choices, Console console) {
		return open(path, _ -> choices, console);
	}

	/** By more choices than those on the command line, made when the whole network is known. */
	Opened open(Path path, Function<Workpiece, Choices> choosing, Console console) {
		long start = System.nanoTime();
		ModelFile file = OnnxReader.read(path);
		Trace trace = trace(file.graph());
		Workpiece whole = Workpiece.of(file.graph(), trace, Choices.opening(Set.copyOf(open)));
		console.progress(String.format(java.util.Locale.ROOT, "Read %s (%s) in %.2f s.", path.getFileName(),
				Si.of(file.bytes(), "B"), Console.seconds(start)));
		Choices more = choosing.apply(whole);
		Workpiece piece = ResidualChoice.adapted(more.equals(Choices.NONE)
				? whole
				: Workpiece.of(file.graph(), trace, more.and(whole.coupling().choices())), residual, console);
		boolean thinned = !piece.coupling().choices().bypasses().isEmpty();
		return new Opened(file, piece, (thinned ? whole : piece).cost().original());
	}

	/** Shapes at the sizes asked for, by default at those the model declares or takes. */
	Trace trace(Graph graph) {
		return sizes.isEmpty() ? Tracer.trace(graph) : Tracer.trace(graph, inputs(graph));
	}

	private Map<String, Shape> inputs(Graph graph) {
		Map<String, Shape> inputs = new LinkedHashMap<>(Tracer.defaultInputs(graph));
		List<String> names = graph.inputs().stream().map(ValueInfo::name).toList();
		for (String size : sizes) {
			int equals = size.lastIndexOf('=');
			if (equals < 0 && names.size() != 1)
				throw new RefusedException(
						"Say which input `" + size + "` is for, as in " + names.getFirst() + "=" + size
								+ "; this model's inputs are " + String.join(", ", names) + ".");
			String name = equals < 0 ? names.getFirst() : size.substring(0, equals);
			if (!names.contains(name))
				throw new RefusedException(
						"The model has no input `" + name + "`; its inputs are " + String.join(", ", names)
								+ ".");
			inputs.put(name, shape(size.substring(equals + 1)));
		}
		return inputs;
	}

	private static Shape shape(String text) {
		String[] parts = text.split("[x,]", -1);
		long[] dims = new long[parts.length];
		try {
			for (int i = 0; i < dims.length; i++)
				dims[i] = Integer.parseInt(parts[i].strip());
		} catch (NumberFormatException e) {
			throw new RefusedException("`" + text + "` are not sizes; write them as in 1x3x224x224.");
		}
		for (long dim : dims)
			if (dim < 1)
				throw new RefusedException("Sizes are 1 or more, not " + dim + " as in `" + text + "`.");
		return Shape.of(dims);
	}
}
