package espalier.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;

import espalier.coupling.Choices;
import espalier.coupling.Cuts;
import espalier.evaluate.Evaluation;
import espalier.method.MethodRecipe;
import espalier.method.Stage;
import espalier.plan.Plan;
import espalier.session.History;
import espalier.session.Origin;
import espalier.session.Version;
import espalier.session.Workpiece;

/** What a method did, as versions: a cut is one like those that are made by hand. */
final class MethodVersions {
	private MethodVersions() {}

	/**
	 * Prepares a version of each act that changed something, each made from the one before, with its accuracy. Slow (surgery,
	 * traces, a pass over the validation images for each); any thread.
	 *
	 * @throws CancellationException
	 *             when the thread is interrupted
	 */
	static List<Version> of(History history, Version from, MethodRecipe recipe, Images images, List<Stage> stages) {
		String data = images.splits().train().hash();
		Thread thread = Thread.currentThread();
		List<Version> line = new ArrayList<>();
		Version parent = from;
		for (Stage stage : stages) {
			String title = title(recipe, stage);
			switch (stage.change()) {
				case Stage.Change.Cut(Workpiece planned, Cuts cuts) -> {
					Workpiece before = planned(parent.piece(), planned.coupling().choices());
					Cuts same = Plan.of(planned.coupling(), cuts, "", title).cuts(before.coupling());
					if (same.isEmpty() && before == parent.piece())
						continue;
					parent = history.prepare(title, parent, before, same);
				}
				case Stage.Change.Weights() -> parent = history.prepare(title, parent, stage.piece().graph(),
						new Origin.ByMethod(recipe.title(), recipe.toJson(), data, stage.metrics()));
			}
			Evaluation found = Evaluation.of(parent.piece().graph(), images.splits().validation(),
					images.preprocessing(), thread::isInterrupted);
			parent = new Version(parent.id(), parent.parent(), parent.title(), parent.origin(), parent.piece(),
					parent.time(), found);
			line.add(parent);
		}
		return line;
	}

	/** A version's network by its own choices, without the regions that a method takes out. */
	private static Workpiece planned(Workpiece piece, Choices method) {
		Choices all = piece.coupling().choices().and(method);
		return all.equals(piece.coupling().choices()) ? piece : Workpiece.of(piece.graph(), piece.trace(), all);
	}

	/** As in {@code Soft Filter Pruning: fine-tuning, 2 epochs}. */
	private static String title(MethodRecipe recipe, Stage stage) {
		String act = stage.title();
		boolean word = act.length() > 1 && Character.isLowerCase(act.charAt(1));
		return recipe.title() + ": " + (word ? act.substring(0, 1).toLowerCase(Locale.ROOT) + act.substring(1) : act)
				+ (stage.metrics().isEmpty() ? "" : ", " + Figures.count(stage.metrics().size(), "epoch"));
	}
}
