package espalier.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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

/** Training steps on one thread, timed one by one. */
public final class TrainingSteps {
	private TrainingSteps() {}

	/** So many steps on generated images of 32x32. */
	public static Trainer.Job job(Graph graph, int batch, int steps) {
		Splits all = Shapes.splits(0);
		Splits data = new Splits(Subset.stratified(all.train(), steps * batch, 1),
				Subset.stratified(all.validation(), 10, 1), false);
		Recipe recipe = new Recipe(1, batch, 1, Recipe.Optimiser.sgd(5e-4),
				new Schedule(Schedule.Kind.CONSTANT, 0.01, 0, 0), Recipe.Loss.PLAIN, Recipe.Care.NONE,
				new Augmentation(true, 4, 0, 0));
		return new Trainer.Job(graph, data, Preprocessing.guess(Shape.of(1, 3, 32, 32)), recipe, null, null, 1);
	}

	/** How long each step took but the first, which prepares the engine. */
	public static List<Double> milliseconds(Trainer.Job job) {
		List<Double> times = new ArrayList<>();
		long[] last = {0};
		Trainer.run(job, new Control(), new Progress() {
			@Override
			public void step(long step, long steps, double loss, double rate, double imagesPerSecond) {
				long now = System.nanoTime();
				if (step > 1)
					times.add((now - last[0]) / 1e6);
				last[0] = now;
			}
		});
		return times;
	}

	public static double median(List<Double> times) {
		double[] sorted = times.stream().mapToDouble(Double::doubleValue).toArray();
		Arrays.sort(sorted);
		return sorted[sorted.length / 2];
	}
}
