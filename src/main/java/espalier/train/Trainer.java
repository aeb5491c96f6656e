package espalier.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

import org.jspecify.annotations.Nullable;

import espalier.data.Batch;
import espalier.data.Batches;
import espalier.data.Dataset;
import espalier.data.Preprocessing;
import espalier.data.Skipped;
import espalier.data.Splits;
import espalier.evaluate.Evaluation;
import espalier.graph.Graph;
import espalier.runtime.Runner;
import espalier.runtime.Value;

/**
 * Trains a graph by a recipe. After each epoch the graph is measured on the validation images by ONNX Runtime, so that what is
 * reported is what an exported model does; the weights of the best epoch are the result. With a checkpoint file, a training
 * that was killed goes on after its last whole epoch and ends with the weights it would have had. The epoch in which a
 * training is cancelled or killed is lost: it is done again from its start.
 */
public final class Trainer {
	/** A loss this far above the first ones will not come back. */
	private static final double EXPLODED = 1e4;

	private final Job job;
	private final String identity;
	private final Control control;
	private final Progress progress;
	private final Skipped skipped = new Skipped();
	private final List<Metrics> metrics = new ArrayList<>();
	private Map<String, Value> best = Map.of();
	private int bestEpoch;

	/**
	 * What is to be done.
	 *
	 * @param teacher
	 *            whose outputs are learned, where the recipe distils
	 * @param checkpoint
	 *            written after each epoch and taken up at the start; null for none
	 * @param threads
	 *            that libtorch may use
	 * @param fading
	 *            constants that go from 1 to 0 meanwhile; null for none
	 * @param shaping
	 *            what a pruning method does between epochs; null for nothing
	 */
	public record Job(Graph graph, Splits data, Preprocessing preprocessing, Recipe recipe, @Nullable Graph teacher,
			@Nullable Path checkpoint, int threads, @Nullable Fading fading, @Nullable Shaping shaping) {
		/** With nothing that fades or is shaped. */
		public Job(Graph graph, Splits data, Preprocessing preprocessing, Recipe recipe, @Nullable Graph teacher,
				@Nullable Path checkpoint, int threads) {
			this(graph, data, preprocessing, recipe, teacher, checkpoint, threads, null, null);
		}

		/** The same with its checkpoint kept in a file. */
		public Job with(Path file) {
			return new Job(graph, data, preprocessing, recipe, teacher, file, threads, fading, shaping);
		}

		/** The same with constants that fade. */
		public Job with(@Nullable Fading other) {
			return new Job(graph, data, preprocessing, recipe, teacher, checkpoint, threads, other, shaping);
		}

		/** The same with a method that shapes what is trained. */
		public Job with(Shaping other) {
			return new Job(graph, data, preprocessing, recipe, teacher, checkpoint, threads, fading, other);
		}

		/** Whether the network after an epoch is a result, and nothing of it still fades or is too wide. */
		private boolean counts(int epoch) {
			return after(epoch) == 0 && (shaping == null || shaping.counts(epoch));
		}

		/** Where fading constants stand after an epoch; 0 where there are none. */
		private double after(int epoch) {
			return fading == null ? 0 : fading.at((double) epoch / recipe.epochs());
		}

		/** A hash over everything that the result follows from. */
		public String identity() {
			return Identity.of(this);
		}
	}

	private Trainer(Job job, Control control, Progress progress) {
		this.job = job;
		this.identity = job.checkpoint == null ? "" : Identity.of(job);
		this.control = control;
		this.progress = progress;
	}

	/**
	 * @throws espalier.graph.RefusedException
	 *             when the graph can't be trained, or the checkpoint is of another training
	 * @throws espalier.graph.BadInputException
	 *             when the checkpoint can't be read or written
	 */
	public static Outcome run(Job job, Control control, Progress progress) {
		return new Trainer(job, control, progress).run();
	}

	private Outcome run() {
		Graph whole = OneEach.of(OpenBatch.of(job.graph));
		Widened widened = job.shaping == null && whole.inputs().size() == 1
				? Widened.of(whole, job.preprocessing.shape(1))
				: new Widened(whole, whole);
		Graph graph = widened.wide();
		Shaping.Reach reach = job.shaping == null ? Shaping.Reach.NONE : job.shaping.reach(graph);
		try (Student student = Student.of(graph, job.preprocessing.shape(1), job.recipe, job.fading, reach,
				job.threads);
				Teacher teacher = Teacher.of(job)) {
			takeUp(student);
			Outcome.End end = epochs(student, teacher);
			student.open(0);
			return new Outcome(best.isEmpty() ? job.graph : widened.narrowed(student.graph(best)), List.copyOf(metrics),
					bestEpoch, end);
		}
	}

	private void takeUp(Student student) {
		if (job.checkpoint == null)
			return;
		Checkpoint.sweep(job.checkpoint);
		Checkpoint checkpoint = Checkpoint.read(job.checkpoint, identity);
		if (checkpoint == null)
			return;
		student.restore(checkpoint.state());
		checkpoint.metrics().forEach(m -> {
			metrics.add(m);
			if (better(m))
				bestEpoch = m.epoch();
			progress.epoch(m);
		});
		best = checkpoint.best();
	}

	private Outcome.End epochs(Student student, Teacher teacher) {
		for (int epoch = metrics.size() + 1; epoch <= job.recipe.epochs(); epoch++) {
			if (job.recipe.care().patience() > 0
					&& metrics.size() - Math.max(bestEpoch, unfit()) >= job.recipe.care().patience())
				return Outcome.End.PATIENCE;
			long start = System.nanoTime();
			Tally tally = new Tally();
			Outcome.End early = epoch(student, teacher, epoch, tally);
			if (early != null)
				return early;
			Trainee trainee = shaped(student, epoch);
			Map<String, Value> state = trainee == null ? student.state() : trainee.state();
			Evaluation measured;
			student.open(job.after(epoch));
			try {
				measured = Evaluation.of(student.graph(state), job.data.validation(), job.preprocessing,
						control::cancelled);
			} catch (CancellationException e) {
				return Outcome.End.CANCELLED;
			}
			Metrics now = new Metrics(epoch, tally.loss / tally.steps, (double) tally.hits / tally.images,
					measured.loss(), measured.accuracy().share(), tally.rate, (System.nanoTime() - start) / 1e9);
			if (better(now)) {
				best = state;
				bestEpoch = epoch;
			}
			metrics.add(now);
			Map<String, Value> resumed = trainee == null ? state : trainee.resumed();
			if (trainee != null && trainee.touched())
				student.restore(resumed);
			if (job.checkpoint != null)
				new Checkpoint(identity, metrics, resumed, best).write(job.checkpoint);
			progress.epoch(now);
			if (epoch == 1 && skipped.count() > 0)
				progress.skipped(skipped.describe());
		}
		return Outcome.End.FINISHED;
	}

	/** What came of an epoch, changed by what shapes the training; null where nothing does. */
	private @Nullable Trainee shaped(Student student, int epoch) {
		if (job.shaping == null)
			return null;
		Trainee trainee = student.trainee();
		job.shaping.after(epoch, trainee);
		return trainee;
	}

	private boolean better(Metrics now) {
		return job.counts(now.epoch()) && metrics.stream().allMatch(
				m -> !job.counts(m.epoch()) || m.epoch() >= now.epoch() || now.accuracy() > m.accuracy());
	}

	/** Epochs before the first that may be a result. */
	private int unfit() {
		int epochs = 0;
		while (epochs < job.recipe.epochs() && !job.counts(epochs + 1))
			epochs++;
		return epochs;
	}

	/** Sums over an epoch. */
	private static final class Tally {
		private double loss;
		private long hits;
		private long images;
		private int steps;
		private double rate;
	}

	/** Returns why training ends within the epoch, or null when it does not. */
	private Outcome.@Nullable End epoch(Student student, Teacher teacher, int epoch, Tally tally) {
		Recipe recipe = job.recipe;
		Dataset data = job.data.train();
		try (Batches batches = Batches.shuffled(data, job.preprocessing, recipe.batch(), student.classes(),
				recipe.augmentation(), recipe.seed() * 7919 + epoch, skipped)) {
			long steps = (long) batches.count() * recipe.epochs();
			long step = (long) batches.count() * (epoch - 1);
			for (Batch batch = batches.next(); batch != null; batch = batches.next(), step++) {
				control.await();
				if (control.cancelled())
					return Outcome.End.CANCELLED;
				if (batch.size() == 0)
					continue;
				long start = System.nanoTime();
				double rate = recipe.schedule().at(step, steps);
				Value images = Value.floats(job.preprocessing.shape(batch.size()), batch.numbers());
				if (job.fading != null)
					student.open(job.fading.at((double) step / steps));
				Student.Step done = student.step(images, batch, teacher.outputs(images), rate, step);
				if (!done.sane() || done.loss() > EXPLODED)
					return Outcome.End.DIVERGED;
				tally.loss += done.loss();
				tally.hits += done.hits();
				tally.images += batch.size();
				tally.steps++;
				tally.rate = rate;
				progress.step(step + 1, steps, done.loss(), rate, batch.size() * 1e9 / (System.nanoTime() - start));
			}
		}
		Batches.requireSome((int) Math.min(Integer.MAX_VALUE, tally.images), data, skipped);
		return null;
	}

	/** The network whose outputs are learned, if any. */
	private record Teacher(@Nullable Runner runner, String input) implements AutoCloseable {
		static Teacher of(Job job) {
			if (job.teacher == null || job.recipe.loss().distillation() == 0)
				return new Teacher(null, "");
			Graph logits = Student.logits(OpenBatch.of(job.teacher));
			return new Teacher(Runner.optimised(logits), logits.inputs().getFirst().name());
		}

		float[] outputs(Value images) {
			return runner == null
					? new float[0]
					: runner.run(Map.of(input, images)).values().iterator().next().toFloats();
		}

		@Override
		public void close() {
			if (runner != null)
				runner.close();
		}
	}
}
