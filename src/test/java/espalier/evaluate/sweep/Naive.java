package espalier.evaluate.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.data.Batch;
import espalier.data.Batches;
import espalier.data.Dataset;
import espalier.data.Preprocessing;
import espalier.data.Skipped;
import espalier.evaluate.Evaluation;
import espalier.evaluate.Sensitivity.Metric;
import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.importance.Aggregation;
import espalier.importance.Criteria;
import espalier.importance.Scores;
import espalier.plan.Surgeon;
import espalier.runtime.Runner;
import espalier.runtime.Tracer;
import espalier.runtime.Value;

/** A sweep as one writes it down: cut, load, run all images from the start, image by image, cut after cut. */
final class Naive {
	private Naive() {}

	/** A sweep of every n-th group by L2, on pictures of random pixels. */
	static SweepJob job(Graph graph, Metric metric, List<Double> ratios, int images, int each,
			SweepJob.Effort effort) {
		Coupling coupling = Coupling.of(graph, Tracer.trace(graph));
		Shape input = java.util.Objects
				.requireNonNull(coupling.trace().inputs().get(graph.inputs().getFirst().name()));
		Preprocessing preprocessing = Preprocessing.guess(input);
		Dataset data = new Noise(images, preprocessing.channels(), preprocessing.height(), preprocessing.width(), 1);
		Preprocessing plain = new Preprocessing(preprocessing.height(), preprocessing.width(),
				preprocessing.channels(), 0, false, preprocessing.channelsLast(), preprocessing.scale(),
				preprocessing.mean(), preprocessing.std());
		return new SweepJob(coupling, "a".repeat(64), "l2", orders(coupling, each), metric, ratios, data, plain,
				effort);
	}

	static Map<ChannelGroup, int[]> orders(Coupling coupling, int each) {
		Scores scores = Scores.of(coupling, Criteria.byId("l2"), Aggregation.DEFAULT);
		Map<ChannelGroup, int[]> orders = new java.util.LinkedHashMap<>();
		List<ChannelGroup> groups = coupling.prunable();
		for (int g = 0; g < groups.size(); g += each)
			if (scores.of(groups.get(g)) instanceof double[] of)
				orders.put(groups.get(g), java.util.stream.IntStream.range(0, of.length).boxed()
						.sorted(java.util.Comparator.comparingDouble((Integer u) -> of[u])).mapToInt(u -> u).toArray());
		return orders;
	}

	/** The metric of the job with these cuts. */
	static double value(SweepJob job, Cuts cuts) {
		return value(job, Surgeon.apply(job.coupling(), cuts));
	}

	/** The metric of the job with this network in the whole one's place. */
	static double value(SweepJob job, Graph cut) {
		if (job.metric() == Metric.ACCURACY || job.metric() == Metric.LOSS) {
			Evaluation found = Evaluation.of(cut, job.data(), job.preprocessing(), () -> false);
			return job.metric() == Metric.LOSS ? found.loss() : found.accuracy().share();
		}
		List<double[]> whole = outputs(job, job.coupling().graph());
		List<double[]> now = outputs(job, cut);
		double sum = 0;
		for (int i = 0; i < whole.size(); i++)
			sum += distance(job.metric(), whole.get(i), now.get(i));
		return sum / whole.size();
	}

	private static double distance(Metric metric, double[] a, double[] b) {
		double product = 0;
		double lengthA = 0;
		double lengthB = 0;
		double squares = 0;
		for (int i = 0; i < a.length; i++) {
			product += a[i] * b[i];
			lengthA += a[i] * a[i];
			lengthB += b[i] * b[i];
			squares += (a[i] - b[i]) * (a[i] - b[i]);
		}
		return switch (metric) {
			case COSINE -> product / Math.sqrt(lengthA * lengthB);
			case SQUARE -> squares / a.length;
			default -> divergence(a, b);
		};
	}

	private static double divergence(double[] logits, double[] other) {
		double sum = 0;
		double sumOther = 0;
		for (int i = 0; i < logits.length; i++) {
			sum += Math.exp(logits[i]);
			sumOther += Math.exp(other[i]);
		}
		double divergence = 0;
		for (int i = 0; i < logits.length; i++)
			divergence += Math.exp(logits[i]) / sum * (logits[i] - Math.log(sum) - other[i] + Math.log(sumOther));
		return divergence;
	}

	/** All outputs of each image; the first alone for a divergence. */
	private static List<double[]> outputs(SweepJob job, Graph graph) {
		List<double[]> rows = new ArrayList<>();
		try (Runner runner = Runner.optimised(graph);
				Batches batches = Batches.of(job.data(), job.preprocessing(), 1, Integer.MAX_VALUE, new Skipped())) {
			for (Batch next = batches.next(); next != null; next = batches.next())
				if (next.size() > 0) {
					var results = runner.run(Map.of(graph.inputs().getFirst().name(),
							Value.floats(job.preprocessing().shape(1), next.numbers())));
					rows.add(results.values().stream().limit(job.metric() == Metric.DIVERGENCE ? 1 : Long.MAX_VALUE)
							.map(Value::toFloats).flatMapToDouble(f -> java.util.stream.IntStream.range(0, f.length)
									.mapToDouble(i -> f[i]))
							.toArray());
				}
		}
		return rows;
	}
}
