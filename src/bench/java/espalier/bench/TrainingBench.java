package espalier.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

import espalier.data.Augmentation;
import espalier.data.Preprocessing;
import espalier.data.Shapes;
import espalier.data.Splits;
import espalier.data.Subset;
import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.runtime.torch.TorchScript;
import espalier.train.Control;
import espalier.train.Progress;
import espalier.train.Recipe;
import espalier.train.Schedule;
import espalier.train.Trainer;
import espalier.zoo.ExampleNets;

/**
 * Training steps of ResNet-20 at a batch of 128, by {@link Trainer} from images on (drawn, changed, prepared) and by plain DJL
 * on one prepared batch, in turns, so that what else the machine does falls on both.
 */
final class TrainingBench {
	private static final int BATCH = 128;
	private static final int ROUNDS = 5;
	private static final int STEPS = 6;

	private TrainingBench() {}

	static void run() throws IOException {
		Graph graph = ExampleNets.resNet20("resnet20");
		Preprocessing preprocessing = Preprocessing.guess(Shape.of(1, 3, 32, 32));
		Splits all = Shapes.splits(0);
		Splits data = new Splits(Subset.stratified(all.train(), STEPS * BATCH, 1),
				Subset.stratified(all.validation(), 10, 1), false);
		Recipe recipe = new Recipe(1, BATCH, 1, Recipe.Optimiser.sgd(5e-4),
				new Schedule(Schedule.Kind.CONSTANT, 0.01, 0, 0), Recipe.Loss.PLAIN, Recipe.Care.NONE,
				new Augmentation(true, 4, 0, 0));
		List<Double> ours = new ArrayList<>();
		List<Double> plain = new ArrayList<>();
		try (PlainTraining other = PlainTraining.of(
				TorchScript.batched(graph, Map.of("input", Shape.of(1, 3, 32, 32))), 1)) {
			for (int round = 0; round < ROUNDS; round++) {
				plain.addAll(plain(other));
				List<Double> times = new ArrayList<>();
				long[] last = {0};
				Trainer.run(new Trainer.Job(graph, data, preprocessing, recipe, null, null, 1), new Control(),
						new Progress() {
							@Override
							public void step(long step, long steps, double loss, double rate, double imagesPerSecond) {
								long now = System.nanoTime();
								if (step > 1)
									times.add((now - last[0]) / 1e6);
								last[0] = now;
							}
						});
				ours.addAll(times);
			}
		}
		double a = median(ours);
		double b = median(plain);
		System.out.printf(Locale.ROOT,
				"training, ResNet-20, batch %d, 1 thread: Trainer %.1f images/s (%.0f ms a step), plain DJL %.1f images/s (%.0f ms), ratio %.3f%n",
				BATCH, BATCH * 1e3 / a, a, BATCH * 1e3 / b, b, b / a);
	}

	private static List<Double> plain(PlainTraining other) {
		float[] images = new float[BATCH * 3 * 32 * 32];
		Random random = new Random(1);
		for (int i = 0; i < images.length; i++)
			images[i] = (float) random.nextGaussian();
		long[] labels = new long[BATCH];
		for (int i = 0; i < BATCH; i++)
			labels[i] = i % 10;
		List<Double> times = new ArrayList<>();
		for (int step = 0; step < STEPS; step++) {
			long start = System.nanoTime();
			other.step(images, new ai.djl.ndarray.types.Shape(BATCH, 3, 32, 32), labels);
			if (step > 0)
				times.add((System.nanoTime() - start) / 1e6);
		}
		return times;
	}

	static double median(List<Double> times) {
		double[] sorted = times.stream().mapToDouble(Double::doubleValue).toArray();
		Arrays.sort(sorted);
		return sorted[sorted.length / 2];
	}
}
