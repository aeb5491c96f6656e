package espalier.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import espalier.data.Augmentation;
import espalier.data.Preprocessing;
import espalier.data.Shapes;
import espalier.data.Splits;
import espalier.data.Subset;
import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.train.Control;
import espalier.train.Progress;
import espalier.train.Recipe;
import espalier.train.Schedule;
import espalier.train.Trainer;
import espalier.zoo.Nets;

/** Whether native memory grows: the process's memory over 2,000 training steps of a ResNet-8 at a batch of 16. */
final class TrainingMemory {
	private static final int STEPS = 2000;
	private static final int EARLY = 300;
	private static final int BATCH = 16;
	private static final double GROWTH = 1.1;
	private static final long SLACK_KB = 32 << 10;

	private TrainingMemory() {}

	/** Measures in a process whose Java heap is touched from the start, so that only other memory can grow. */
	static void run() throws IOException {
		try {
			int code = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC",
					"--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
					"-Dai.djl.offline=true", "-cp", System.getProperty("java.class.path"),
					TrainingMemory.class.getName()).inheritIO().start().waitFor();
			if (code != 0)
				System.exit(code);
		} catch (InterruptedException e) {
			Thread.currentThread().interrupt();
		}
	}

	/** @throws IllegalStateException when memory grows */
	public static void main(String[] arguments) {
		Graph graph = Nets.resNet("resnet8", 1, 1, 16, 16);
		Splits all = Shapes.splits(0);
		int perEpoch = 100;
		Splits data = new Splits(Subset.stratified(all.train(), perEpoch * BATCH, 1),
				Subset.stratified(all.validation(), 10, 1), false);
		Preprocessing preprocessing = new Preprocessing(16, 16, 3, 16, false, false, 1 / 255f,
				java.util.List.of(0.5f, 0.5f, 0.5f), java.util.List.of(0.25f, 0.25f, 0.25f));
		Recipe recipe = new Recipe(STEPS / perEpoch, BATCH, 1, Recipe.Optimiser.sgd(5e-4), Schedule.oneCycle(0.05),
				Recipe.Loss.PLAIN, Recipe.Care.NONE, Augmentation.NONE);
		long[] early = {0};
		long[] last = {0};
		Trainer.run(new Trainer.Job(graph, data, preprocessing, recipe, null, null, 1), new Control(), new Progress() {
			@Override
			public void step(long step, long steps, double loss, double rate, double imagesPerSecond) {
				if (step == EARLY)
					early[0] = resident();
				if (step == STEPS)
					last[0] = resident();
				if (step % 200 == 0)
					System.out.printf(Locale.ROOT, "step %d: %d MiB%n", step, resident() >> 10);
			}
		});
		System.out.printf(Locale.ROOT, "memory: %d MiB after %d steps, %d MiB after %d%n", early[0] >> 10, EARLY,
				last[0] >> 10, STEPS);
		if (last[0] > GROWTH * early[0] + SLACK_KB)
			throw new IllegalStateException("memory grows with the steps");
	}

	/** KiB that the process has in memory, as Linux tells. */
	private static long resident() {
		try {
			return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmRSS:"))
					.mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
		} catch (IOException e) {
			throw new java.io.UncheckedIOException(e);
		}
	}
}
