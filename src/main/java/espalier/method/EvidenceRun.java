package espalier.method;

import java.nio.file.Path;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import espalier.allocate.Budget;
import espalier.cost.Cost;
import espalier.data.Preprocessing;
import espalier.data.Splits;
import espalier.evaluate.Evaluation;
import espalier.evaluate.Latency;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.session.MeasurementCache;
import espalier.session.Workpiece;
import espalier.train.Control;
import espalier.train.Outcome;

/**
 * Runs methods side by side: the same network, images, goal and number of epochs, each with every seed. What is done is kept in a
 * folder after each run, and runs after each epoch, so that one that was killed goes on, and methods can be added.
 */
public final class EvidenceRun {
	private static final int TIMED_RUNS = 50;

	private final Job job;
	private final Control control;
	private final Listener listener;

	/**
	 * What is compared.
	 *
	 * @param model
	 *            name of the file
	 * @param recipes
	 *            with any numbers of epochs
	 * @param epochs
	 *            that each has in all
	 * @param folder
	 *            where it is kept
	 */
	public record Job(Graph graph, String model, Map<String, Shape> inputs, Splits data, Preprocessing preprocessing,
			List<MethodRecipe> recipes, Budget budget, int epochs, List<Long> seeds, int threads, Path folder,
			MeasurementCache cache) {
		/** @throws RefusedException when methods or seeds are missing or twice, or a method can't have so few epochs */
		public Job {
			recipes = recipes.stream().map(r -> r.withEpochs(epochs)).toList();
			seeds = List.copyOf(seeds);
			if (recipes.isEmpty() || seeds.isEmpty())
				throw new RefusedException("Evidence needs a method and a seed at least; name some.");
			if (recipes.stream().map(MethodRecipe::id).distinct().count() < recipes.size()
					|| seeds.stream().distinct().count() < seeds.size())
				throw new RefusedException("A method or a seed is named twice; name each once.");
		}
	}

	/** Hears how it goes. */
	public interface Listener extends MethodRun.Listener {
		/** Before a run. */
		default void run(MethodRecipe recipe, int number, int of) {}

		/** After each run, and at the end. */
		default void so(Evidence far) {}
	}

	private EvidenceRun(Job job, Control control, Listener listener) {
		this.job = job;
		this.control = control;
		this.listener = listener;
	}

	/**
	 * @return what is done: everything, or less where it was cancelled
	 * @throws RefusedException
	 *             when the folder holds other evidence, or a method does not apply to the network
	 */
	public static Evidence run(Job job, Control control, Listener listener) {
		return new EvidenceRun(job, control, listener).run();
	}

	private Evidence run() {
		Evidence far = begun();
		int number = 0;
		for (long seed : job.seeds)
			for (MethodRecipe any : job.recipes) {
				MethodRecipe recipe = any.withSeed(seed);
				MethodRun.Task task = task(recipe);
				String identity = RunFolder.identity(task);
				listener.run(recipe, ++number, job.recipes.size() * job.seeds.size());
				if (far.runs().stream().anyMatch(r -> r.identity().equals(identity)))
					continue;
				MethodRun.Result result = MethodRun.run(task, control, listener);
				if (result.end() == Outcome.End.CANCELLED)
					return far;
				if (result.end() != Outcome.End.FINISHED)
					throw new RefusedException(recipe.title() + " ended early (" + result.end().words()
							+ "); change its recipe.");
				List<Evidence.Run> runs = new ArrayList<>(far.runs());
				runs.add(told(recipe, identity, result, far.accuracy()));
				far = with(far, runs);
				far.write(job.folder);
				listener.so(far);
			}
		listener.so(far);
		return far;
	}

	/** What is kept of an earlier time, other methods and seeds included. */
	private Evidence begun() {
		Evidence fresh = original();
		if (!Files.exists(Evidence.file(job.folder)))
			return fresh;
		Evidence found = Evidence.read(job.folder);
		if (found.macs() != fresh.macs() || found.epochs() != fresh.epochs() || !found.goal().equals(fresh.goal())
				|| found.trained() != fresh.trained() || found.accuracy() != fresh.accuracy())
			throw new RefusedException("`" + job.folder + "` holds evidence of another model, goal, number of epochs or"
					+ " images; name another folder, or delete it.");
		return with(fresh, found.runs());
	}

	private Evidence original() {
		Cost cost = Workpiece.of(job.graph, job.inputs).cost().original();
		Evaluation measured = Evaluation.of(job.graph, job.data.validation(), job.preprocessing, control::cancelled);
		return new Evidence(Evidence.FORM, job.model, job.data.train().name(), job.data.train().size(),
				measured.images(), cost.macs(), cost.parameters(), measured.accuracy().share(), job.budget.describe(),
				job.epochs, job.recipes.size() * job.seeds.size(), List.of());
	}

	/** With these runs; of them those count as wanted, too, that were not asked for this time. */
	private Evidence with(Evidence far, List<Evidence.Run> runs) {
		Set<String> asked = new HashSet<>();
		for (MethodRecipe recipe : job.recipes)
			job.seeds.forEach(seed -> asked.add(recipe.id() + " " + seed));
		long others = runs.stream().filter(r -> !asked.contains(r.method() + " " + r.seed())).count();
		return new Evidence(far.form(), far.model(), far.data(), far.trained(), far.images(), far.macs(),
				far.parameters(), far.accuracy(), far.goal(), far.epochs(), asked.size() + (int) others, runs);
	}

	private MethodRun.Task task(MethodRecipe recipe) {
		return new MethodRun.Task(job.graph, job.inputs, job.data, job.preprocessing, recipe, job.budget, 1, 1,
				job.threads, job.folder.resolve("runs").resolve(recipe.id() + "-" + recipe.seed()), job.cache);
	}

	private Evidence.Run told(MethodRecipe recipe, String identity, MethodRun.Result result, double before) {
		Cost cost = result.piece().cost().original();
		List<Latency> times = Latency.of(List.of(job.graph, result.piece().graph()), 1, 1, TIMED_RUNS,
				control::cancelled);
		return new Evidence.Run(recipe.id(), recipe.title(), recipe.paper(), recipe.seed(), identity, cost.macs(),
				cost.parameters(), cut(result.stages()) instanceof Stage last ? last.accuracy() : before,
				result.stages().getLast().accuracy(), result.stages().stream().mapToInt(s -> s.metrics().size()).sum(),
				result.stages().stream().mapToDouble(Stage::seconds).sum(),
				times.getFirst().median() / times.getLast().median());
	}

	private static @Nullable Stage cut(List<Stage> stages) {
		return stages.reversed().stream().filter(s -> !(s.change() instanceof Stage.Change.Weights)).findFirst()
				.orElse(null);
	}
}
