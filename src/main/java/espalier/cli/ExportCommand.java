package espalier.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import espalier.graph.EspalierException;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.Tensor;
import espalier.graph.Trace;
import espalier.onnx.OnnxReader;
import espalier.runtime.Tracer;
import espalier.runtime.torch.TorchScript;
import espalier.train.OneEach;
import espalier.train.OpenBatch;
import espalier.weights.PyTorchNames;
import espalier.weights.Safetensors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code export MODEL --torchscript OUT.pt --safetensors OUT.safetensors}: a model in PyTorch's formats. */
@Command(name = "export", mixinStandardHelpOptions = true, sortOptions = false, description = "Writes a model as PyTorch reads it.")
final class ExportCommand implements Callable<Integer> {
	private final Console console;

	@Parameters(paramLabel = "MODEL", description = "ONNX model.")
	private Path model = Path.of("");
	@Option(names = "--torchscript", paramLabel = "OUT", description = "Write the whole model for torch.jit.load.")
	private @Nullable Path script;
	@Option(names = "--safetensors", paramLabel = "OUT", description = "Write its weights, under the names of a PyTorch module where they can be told.")
	private @Nullable Path weights;

	ExportCommand(Console console) {
		this.console = console;
	}

	@Override
	public Integer call() {
		long start = System.nanoTime();
		if (script == null && weights == null)
			throw new RefusedException("There is nothing to write; give --torchscript or --safetensors, or both.");
		Graph graph = OnnxReader.read(model).graph();
		if (script != null)
			script(graph, script);
		if (weights != null) {
			List<Tensor> state = PyTorchNames.state(OneEach.of(graph));
			Safetensors.write(weights, state, Map.of("format", "pt"));
			console.progress("Wrote " + weights + ", " + state.size() + " tensors.");
		}
		console.took(start);
		return ExitCode.DONE.number();
	}

	private void script(Graph graph, Path file) {
		Trace trace = Tracer.trace(graph);
		try {
			TorchScript.batched(OpenBatch.of(graph), trace.inputs()).write(file);
			console.progress("Wrote " + file + ", for batches of any size.");
		} catch (EspalierException e) {
			TorchScript.of(graph, trace).write(file);
			console.progress("Wrote " + file + ", for inputs of exactly " + trace.inputs().values()
					+ " (not for other batches: " + e.getMessage() + ").");
		}
	}
}
