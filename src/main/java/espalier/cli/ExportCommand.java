package espalier.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.onnx.OnnxReader;
import espalier.train.ForPyTorch;
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
			console.progress("Wrote " + script + ", " + ForPyTorch.script(graph, script) + ".");
		if (weights != null)
			console.progress("Wrote " + weights + ", " + ForPyTorch.weights(graph, weights) + " tensors.");
		console.took(start);
		return ExitCode.DONE.number();
	}
}
