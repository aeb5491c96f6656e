package espalier.app;

import java.util.List;

import espalier.graph.Graph;
import espalier.graph.ValueInfo;

/**
 * How networks are timed.
 *
 * @param batch
 *            samples a run
 * @param runs
 *            timed runs of each network
 */
record TimingSetup(int batch, int threads, int runs) {
	static final TimingSetup USUAL = new TimingSetup(1, 1, 50);

	private static final String BATCH = "latency.batch";
	private static final String THREADS = "latency.threads";
	private static final String RUNS = "latency.runs";

	static TimingSetup from(Settings settings) {
		return new TimingSetup((int) settings.number(BATCH, USUAL.batch), (int) settings.number(THREADS, USUAL.threads),
				(int) settings.number(RUNS, USUAL.runs));
	}

	void remember(Settings settings) {
		settings.remember(BATCH, batch);
		settings.remember(THREADS, threads);
		settings.remember(RUNS, runs);
	}

	/** The batch that a graph's inputs fix, or 0 where it can be chosen. */
	static int fixedBatch(Graph graph) {
		int fixed = 0;
		for (ValueInfo input : graph.inputs()) {
			List<ValueInfo.Dim> dims = input.dims();
			if (dims == null || !dims.isEmpty() && !dims.getFirst().fixed())
				return 0;
			if (fixed == 0 && !dims.isEmpty())
				fixed = (int) dims.getFirst().size();
		}
		return fixed;
	}

	/** As it holds for a graph. */
	TimingSetup on(Graph graph) {
		int fixed = fixedBatch(graph);
		return fixed == 0 ? this : new TimingSetup(fixed, threads, runs);
	}

	/** As in {@code batch 1, 2 threads, 50 runs each}. */
	String words() {
		return "batch " + batch + ", " + Figures.count(threads, "thread") + ", " + Figures.count(runs, "run")
				+ " each";
	}
}
