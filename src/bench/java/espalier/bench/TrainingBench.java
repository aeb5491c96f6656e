package espalier.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.runtime.torch.TorchScript;
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
		Trainer.Job job = TrainingSteps.job(graph, BATCH, STEPS);
		List<Double> ours = new ArrayList<>();
		List<Double> plain = new ArrayList<>();
		try (PlainTraining other = PlainTraining.of(
				TorchScript.batched(graph, Map.of("input", Shape.of(1, 3, 32, 32))), 1)) {
			for (int round = 0; round < ROUNDS; round++) {
				plain.addAll(plain(other));
				ours.addAll(TrainingSteps.milliseconds(job));
			}
		}
		double a = TrainingSteps.median(ours);
		double b = TrainingSteps.median(plain);
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
}
