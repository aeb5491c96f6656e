package espalier.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import ai.onnxruntime.OrtException;

import espalier.graph.BadInputException;
import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.graph.Trace;

/**
 * Finds the shape and type of every value of a graph at given input sizes. ONNX Runtime infers them on the graph without its
 * weights; arithmetic with sizes is run apart; only what is then still open is looked at in a run of the whole.
 */
public final class Tracer {
	/** Longest integer value whose contents a trace keeps. */
	static final int MOST_INTEGERS = 64;
	/** Usual sizes of images, tried in this order where a network does not take the first. */
	private static final long[] SPACES = {DefaultSizes.SPACE, 32, 64, 128, 256, 299, 320, 384, 416, 448, 512, 640, 28,
			16};

	private Tracer() {}

	/**
	 * Sizes for the graph's inputs: the declared ones, and for open axes batch 1, 3 channels or what the first convolution
	 * reads, 224 in space, 16 in time, and the width that a first product by a constant reads. An input whose rank is not known
	 * is missing.
	 */
	public static Map<String, Shape> defaultInputs(Graph graph) {
		return DefaultSizes.of(graph, DefaultSizes.SPACE);
	}

	/**
	 * A trace at default sizes. Where the network does not take 224 in space, at the first usual size that it takes, which is
	 * then in the result's inputs; where it takes none, what can't be inferred stays unknown.
	 *
	 * @throws BadInputException
	 *             when ONNX Runtime does not come to an end with the model
	 */
	public static Trace trace(Graph graph) {
		for (Map<String, Shape> sizes : candidates(graph))
			try {
				return Inference.trace(graph, sizes, false);
			} catch (BadInputException e) {
				if (!(e.getCause() instanceof OrtException))
					throw e;
				System.getLogger(Tracer.class.getName()).log(System.Logger.Level.DEBUG, "sizes not taken", e);
			}
		return Inference.trace(graph, defaultInputs(graph), true);
	}

	/**
	 * A trace at given sizes. Nodes that ONNX Runtime does not know don't stop it: what can't be inferred behind them stays
	 * unknown.
	 *
	 * @throws BadInputException
	 *             when the network does not take inputs of these sizes
	 */
	public static Trace trace(Graph graph, Map<String, Shape> inputs) {
		return Inference.trace(graph, inputs, false);
	}

	private static List<Map<String, Shape>> candidates(Graph graph) {
		List<Map<String, Shape>> candidates = new ArrayList<>();
		for (long space : SPACES) {
			Map<String, Shape> sizes = DefaultSizes.of(graph, space);
			if (!candidates.contains(sizes))
				candidates.add(sizes);
		}
		return candidates;
	}
}
