package espalier.runtime;

import java.nio.file.Path;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;

import espalier.graph.BadInputException;
import espalier.graph.Graph;

/** Whether ONNX Runtime takes a model: the check before one replaces another. */
public final class ModelCheck {
	private ModelCheck() {}

	/**
	 * @throws BadInputException
	 *             when ONNX Runtime refuses the file
	 */
	public static void loads(Path onnx) {
		try (OrtSession session = Sessions.of(onnx, OptLevel.NO_OPT)) {
			session.getNumInputs();
		} catch (OrtException e) {
			throw new BadInputException(onnx.getFileName() + ": ONNX Runtime does not load it: " + Refusal.reason(e)
					+ "; export the model again, or for an opset that it knows.", e);
		}
	}

	/**
	 * @throws BadInputException
	 *             when ONNX Runtime refuses the graph
	 */
	public static void loads(Graph graph) {
		Runner.of(graph).close();
	}
}
