package espalier.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.plan.Surgeon;
import espalier.runtime.Tracer;
import espalier.runtime.torch.TorchScript;
import espalier.train.Trainer;
import espalier.zoo.ExampleNets;

/**
 * Training steps of ResNet-20, whole and cut, at a batch of 128, by {@link Trainer} from images on (drawn, changed, prepared) and by plain DJL
 * on one prepared batch, in turns, so that what else the machine does falls on both.
 */
final class TrainingBench {
	private static final int BATCH = 128;
	private static final int ROUNDS = 5;
	private static final int STEPS = 6;

	private TrainingBench() {}

	static void run() throws IOException {
		Graph whole = ExampleNets.resNet20("resnet20");
		run("ResNet-20", whole);
		run("ResNet-20 without 30% of every group's channels", cut(whole));
	}

	private static Graph cut(Graph graph) {
		Coupling coupling = Coupling.of(graph, Tracer.trace(graph));
		Cuts cuts = Cuts.NONE;
		for (ChannelGroup group : coupling.prunable()) {
			BitSet units = new BitSet();
			units.set(0, group.units() * 3 / 10);
			cuts = cuts.with(group, units);
		}
		return Surgeon.apply(coupling, cuts);
	}

	private static void run(String name, Graph graph) throws IOException {
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
				"training, %s, batch %d, 1 thread: Trainer %.1f images/s (%.0f ms a step), plain DJL %.1f images/s (%.0f ms), ratio %.3f%n",
				name, BATCH, BATCH * 1e3 / a, a, BATCH * 1e3 / b, b, b / a);
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
