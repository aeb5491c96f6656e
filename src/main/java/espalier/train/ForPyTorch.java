package espalier.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import espalier.graph.EspalierException;
import espalier.graph.Graph;
import espalier.graph.Tensor;
import espalier.graph.Trace;
import espalier.runtime.Tracer;
import espalier.runtime.torch.TorchScript;
import espalier.weights.PyTorchNames;
import espalier.weights.Safetensors;

/** Files of a graph for those who go on in PyTorch. */
public final class ForPyTorch {
	private ForPyTorch() {}

	/**
	 * Writes the graph as a module that {@code torch.jit.load} reads.
	 *
	 * @return what inputs it takes, in words
	 * @throws espalier.graph.RefusedException
	 *             when an operator has no translation, naming its node
	 * @throws espalier.graph.BadInputException
	 *             when the file can't be written
	 */
	public static String script(Graph graph, Path file) {
		Trace trace = Tracer.trace(graph);
		TorchScript batched;
		try {
			batched = TorchScript.batched(OpenBatch.of(graph), trace.inputs());
		} catch (EspalierException e) {
			TorchScript.of(graph, trace).write(file);
			return "for inputs of exactly " + trace.inputs().values() + " (not for other batches: " + e.getMessage()
					+ ")";
		}
		batched.write(file);
		return "for batches of any size";
	}

	/**
	 * Writes the weights as safetensors, under the names of a PyTorch module where they can be told.
	 *
	 * @return how many tensors
	 * @throws espalier.graph.BadInputException
	 *             when the file can't be written
	 */
	public static int weights(Graph graph, Path file) {
		List<Tensor> state = PyTorchNames.state(OneEach.of(graph));
		Safetensors.write(file, state, Map.of("format", "pt"));
		return state.size();
	}
}
