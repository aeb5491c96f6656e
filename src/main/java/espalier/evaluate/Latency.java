package espalier.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.graph.ValueInfo;
import espalier.runtime.Runner;
import espalier.runtime.Tracer;
import espalier.runtime.Value;

/**
 * Time of one run in ONNX Runtime, in milliseconds.
 *
 * @param median
 *            of the timed runs
 * @param low
 *            first quartile
 * @param high
 *            third quartile
 */
public record Latency(double median, double low, double high, int runs) {
	private static final int WARM_UP = 5;

	/**
	 * Times several graphs in turn, run by run, so that what else the machine does falls on all of them alike.
	 *
	 * @param batch
	 *            size of the inputs' first axes, where the graphs leave it open
	 * @param threads
	 *            that ONNX Runtime may use
	 * @throws CancellationException
	 *             when cancelled between runs
	 */
	public static List<Latency> of(List<Graph> graphs, int batch, int threads, int runs, BooleanSupplier cancelled) {
		return of(graphs, batch, threads, runs, cancelled, _ -> {
		});
	}

	/**
	 * As {@link #of(List, int, int, int, BooleanSupplier)}.
	 *
	 * @param timed
	 *            hears after each turn how many runs of each graph are done
	 */
	public static List<Latency> of(List<Graph> graphs, int batch, int threads, int runs, BooleanSupplier cancelled,
			IntConsumer timed) {
		List<Runner> runners = new ArrayList<>();
		List<Map<String, Value>> inputs = new ArrayList<>();
		double[][] times = new double[graphs.size()][runs];
		try {
			for (Graph graph : graphs) {
				runners.add(Runner.timed(graph, threads));
				inputs.add(inputs(graph, batch));
			}
			for (int run = -WARM_UP; run < runs; run++) {
				for (int g = 0; g < graphs.size(); g++) {
					if (cancelled.getAsBoolean())
						throw new CancellationException();
					long start = System.nanoTime();
					runners.get(g).run(inputs.get(g));
					if (run >= 0)
						times[g][run] = (System.nanoTime() - start) / 1e6;
				}
				timed.accept(Math.max(0, run + 1));
			}
		} finally {
			runners.forEach(Runner::close);
		}
		return Arrays.stream(times).map(Latency::of).toList();
	}

	private static Latency of(double[] times) {
		double[] sorted = times.clone();
		Arrays.sort(sorted);
		return new Latency(sorted[sorted.length / 2], sorted[sorted.length / 4], sorted[sorted.length * 3 / 4],
				sorted.length);
	}

	/** Random numbers of the graph's input sizes. */
	static Map<String, Value> inputs(Graph graph, int batch) {
		Map<String, Shape> sizes = Tracer.trace(graph).inputs();
		Map<String, Value> inputs = new LinkedHashMap<>();
		for (ValueInfo input : graph.inputs()) {
			Shape shape = sizes.get(input.name());
			if (shape == null)
				throw new espalier.graph.RefusedException("The sizes of input '" + input.name()
						+ "' are not known, so the model can't be timed; export it with sizes.");
			List<ValueInfo.Dim> dims = input.dims();
			if (shape.rank() > 0 && (dims == null || !dims.getFirst().fixed()))
				shape = shape.with(0, batch);
			inputs.put(input.name(), Value.random(
					input.type() == ElementType.UNDEFINED ? ElementType.FLOAT : input.type(), shape,
					new java.util.SplittableRandom(1)));
		}
		return inputs;
	}
}
