package espalier.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;

import espalier.graph.BadInputException;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.ValueInfo;

/** A graph loaded into ONNX Runtime, to be run on inputs, by several threads at once if need be. Holds native memory until closed. */
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

	/** As {@link #timed} on one thread; memory of results that are held is given back to the system when they are closed. */
	public static Runner holding(Graph graph) {
		try {
			return new Runner(Sessions.holding(graph));
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
		try (Held held = Held.of(session.getInputNames(), inputs)) {
			return run(held);
		}
	}

	/** As {@link #run(Map)}, on values that the engine holds already; each input is looked for in all of them. */
	public Map<String, Value> run(Held... inputs) {
		try (Held results = hold(inputs)) {
			return results.read();
		}
	}

	/**
	 * As {@link #run(Held...)}, but the results stay in the engine's memory until closed.
	 *
	 * @throws RefusedException
	 *             when inputs are missing or don't fit the model
	 */
	public Held hold(Held... inputs) {
		try {
			return Held.of(session.run(Held.named(session.getInputNames(), inputs)));
		} catch (OrtException e) {
			throw new RefusedException("The model does not run on these inputs: " + Refusal.reason(e)
					+ "; try other input sizes.");
		}
	}

	/** Names of the inputs that a run needs. */
	public Set<String> inputs() {
		return session.getInputNames();
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
