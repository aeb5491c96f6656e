package espalier.method;

import java.nio.file.Path;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;

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
	/** Digits of a hash that tell runs apart. */
	private static final int SHORT = 8;
	private static final int TIMED_RUNS = 50;

	private final Job job;
	private final Control control;
	private final Listener listener;
	private final List<Asked> asked;
	/** Ids of methods that do not apply. */
	private final Set<String> leftOut = new HashSet<>();

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

		/** A method does not apply to the network, or diverged. */
		default void leftOut(MethodRecipe recipe, String why) {
			noted(recipe.title() + " is left out: " + why);
		}

		/** At the beginning and after each run, where any is done. */
		default void so(Evidence far) {}
	}

	private EvidenceRun(Job job, Control control, Listener listener) {
		this.job = job;
		this.control = control;
		this.listener = listener;
		asked = job.seeds.stream().flatMap(seed -> job.recipes.stream().map(r -> asked(r.withSeed(seed)))).toList();
	}

	/** A run that is asked for. */
	private record Asked(MethodRecipe recipe, MethodRun.Task task, String identity) {
		/** Whether a run is of this method with this seed, be it by another recipe. */
		boolean names(Evidence.Run run) {
			return recipe.id().equals(run.method()) && recipe.seed() == run.seed();
		}

		boolean made(Evidence.Run run) {
			return identity.equals(run.identity());
		}
	}

	/**
	 * Methods that do not apply to the network, or diverge, are noted and left out.
	 *
	 * @return what is done: everything, or less where it was cancelled
	 * @throws RefusedException
	 *             when the folder holds other evidence, or no method applies to the network
	 */
	public static Evidence run(Job job, Control control, Listener listener) {
		return new EvidenceRun(job, control, listener).run();
	}

	private Evidence run() {
		Evidence far = begun();
		tell(far);
		RefusedException refused = null;
		int number = 0;
		for (Asked each : asked) {
			MethodRecipe recipe = each.recipe();
			listener.run(recipe, ++number, asked.size());
			if (leftOut.contains(recipe.id()) || far.runs().stream().anyMatch(each::made))
				continue;
			List<Evidence.Run> runs = new ArrayList<>(far.runs());
			try {
				MethodRun.Result result = MethodRun.run(each.task(), control, listener);
				if (result.end() == Outcome.End.CANCELLED)
					return far;
				if (result.end() != Outcome.End.FINISHED)
					throw new RefusedException("it ended early (" + result.end().words() + "); change its recipe.");
				runs.add(told(recipe, each.identity(), result, far.accuracy()));
			} catch (CancellationException e) {
				return far;
			} catch (RefusedException e) {
				refused = e;
				leftOut.add(recipe.id());
				listener.leftOut(recipe, String.valueOf(e.getMessage()));
			}
			far = with(far, runs);
			far.write(job.folder);
			tell(far);
		}
		if (refused != null && far.runs().isEmpty())
			throw refused;
		return far;
	}

	private void tell(Evidence far) {
		if (!far.runs().isEmpty())
			listener.so(far);
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
		// those of a recipe that was changed since are made anew
		return with(fresh, found.runs().stream()
				.filter(r -> asked.stream().noneMatch(a -> a.names(r) && !a.made(r))).toList());
	}

	private Evidence original() {
		Cost cost = Workpiece.of(job.graph, job.inputs).cost().original();
		Evaluation measured = Evaluation.of(job.graph, job.data.validation(), job.preprocessing, control::cancelled);
		return new Evidence(Evidence.FORM, job.model, job.data.train().name(), job.data.train().size(),
				measured.images(), cost.macs(), cost.parameters(), measured.accuracy().share(), job.budget.describe(),
				job.epochs, asked.size(), List.of());
	}

	/** With these runs; of them those count as wanted, too, that were not asked for this time. */
	private Evidence with(Evidence far, List<Evidence.Run> runs) {
		List<Asked> wanted = asked.stream().filter(a -> !leftOut.contains(a.recipe().id())).toList();
		long others = runs.stream().filter(r -> wanted.stream().noneMatch(a -> a.names(r))).count();
		return new Evidence(far.form(), far.model(), far.data(), far.trained(), far.images(), far.macs(),
				far.parameters(), far.accuracy(), far.goal(), far.epochs(), wanted.size() + (int) others, runs);
	}

	private Asked asked(MethodRecipe recipe) {
		MethodRun.Task task = new MethodRun.Task(job.graph, job.inputs, job.data, job.preprocessing, recipe, job.budget,
				1, 1, job.threads, null, job.cache);
		String identity = task.identity();
		// a recipe that was changed is another run
		return new Asked(recipe, task.in(job.folder.resolve("runs").resolve(recipe.id() + "-" + recipe.seed() + "-"
				+ identity.substring(0, SHORT))), identity);
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
