package espalier.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;

import espalier.graph.BadInputException;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.ValueInfo;

/** A graph loaded into ONNX Runtime, to be run on inputs. Holds native memory until closed. */
public final class Runner implements AutoCloseable {
	private final OrtSession session;

	Runner(OrtSession session) {
		this.session = session;
	}

	/**
	 * The graph as written, node by node: quick to load, and its results compare bit for bit where the nodes do.
	 *
	 * @throws BadInputException
	 *             when ONNX Runtime refuses the model
	 */
	public static Runner of(Graph graph) {
		return load(graph, OptLevel.NO_OPT);
	}

	/** As {@link #of(Graph)}, with some of the values between the nodes among the results. */
	public static Runner of(Graph graph, List<String> extraOutputs) {
		List<ValueInfo> outputs = new ArrayList<>(graph.outputs());
		for (String value : extraOutputs)
			if (outputs.stream().noneMatch(o -> o.name().equals(value)))
				outputs.add(new ValueInfo(value, ElementType.UNDEFINED, null, null));
		return of(graph.withOutputs(outputs));
	}

	/** The graph with nodes fused and constants folded: slower to load, faster to run; for many runs. */
	public static Runner optimised(Graph graph) {
		return load(graph, OptLevel.ALL_OPT);
	}

	/** As {@link #optimised}, computing on a given number of threads. */
	public static Runner timed(Graph graph, int threads) {
		try {
			return new Runner(Sessions.of(graph, OptLevel.ALL_OPT, threads));
		} catch (OrtException e) {
			throw Refusal.of(graph, e);
		}
	}

	private static Runner load(Graph graph, OptLevel level) {
		try {
			return new Runner(Sessions.of(graph, level));
		} catch (OrtException e) {
			throw Refusal.of(graph, e);
		}
	}

	/**
	 * Results by output name, in the graph's order.
	 *
	 * @throws RefusedException
	 *             when inputs are missing or don't fit the model
	 */
	public Map<String, Value> run(Map<String, Value> inputs) {
		Map<String, OnnxTensor> tensors = new HashMap<>();
		try {
			for (String name : session.getInputNames()) {
				Value value = inputs.get(name);
				if (value == null)
					throw new RefusedException("The model needs a value for its input '" + name + "'; give one.");
				tensors.put(name, Tensors.of(name, value));
			}
			try (OrtSession.Result result = session.run(tensors)) {
				Map<String, Value> values = new LinkedHashMap<>();
				for (Map.Entry<String, OnnxValue> output : result)
					if (output.getValue() instanceof OnnxTensor tensor)
						values.put(output.getKey(), Tensors.read(tensor));
				return values;
			}
		} catch (OrtException e) {
			throw new RefusedException("The model does not run on these inputs: " + Refusal.reason(e)
					+ "; try other input sizes.");
		} finally {
			Tensors.close(tensors.values());
		}
	}

	@Override
	public void close() {
		try {
			session.close();
		} catch (OrtException e) {
			throw new IllegalStateException(e);
		}
	}
}
