package espalier.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;

import org.jspecify.annotations.Nullable;

import espalier.coupling.Adapter;
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
	 * Prepares versions of each act that changed something, each made from the one before, with its accuracy. Slow (surgery,
	 * traces, a pass over the validation images for each); any thread.
	 *
	 * @throws CancellationException
	 *             when the thread is interrupted
	 */
	static List<Version> of(History history, Version from, MethodRecipe recipe, Images images, List<Stage> stages) {
		List<Version> line = new ArrayList<>();
		Version parent = from;
		for (Stage stage : stages) {
			List<Adapter> adapters = choices(stage).adapters();
			if (!parent.piece().coupling().choices().adapters().containsAll(adapters)) {
				parent = measured(history.prepare(recipe.title() + ": "
						+ Methods.title(adapters.getFirst().kind()).toLowerCase(Locale.ROOT) + " put in", parent,
						new Origin.Chosen(Choices.adapting(adapters), "")), images);
				line.add(parent);
			}
			Version made = switch (stage.change()) {
				case Stage.Change.Cut(Workpiece planned, Cuts cuts) ->
					cut(history, parent, title(recipe, stage), planned, cuts);
				case Stage.Change.Fitted(Workpiece planned, Cuts cuts) -> {
					Version cut = cut(history, parent, recipe.title() + ": cut layer by layer", planned, cuts);
					if (cut != null)
						line.add(measured(cut, images));
					yield weights(history, cut == null ? parent : line.getLast(), recipe, images, stage);
				}
				case Stage.Change.Weights() -> weights(history, parent, recipe, images, stage);
			};
			if (made == null)
				continue;
			parent = measured(made, images);
			line.add(parent);
		}
		return line;
	}

	/** By which an act found the groups. */
	private static Choices choices(Stage stage) {
		return switch (stage.change()) {
			case Stage.Change.Cut(Workpiece planned, Cuts _) -> planned.coupling().choices();
			case Stage.Change.Fitted(Workpiece planned, Cuts _) -> planned.coupling().choices();
			case Stage.Change.Weights() -> stage.piece().coupling().choices();
		};
	}

	/** Null where nothing goes. */
	private static @Nullable Version cut(History history, Version parent, String title, Workpiece planned,
			Cuts cuts) {
		Workpiece before = planned(parent.piece(), planned.coupling().choices());
		Cuts same = Plan.of(planned.coupling(), cuts, "", title).cuts(before.coupling());
		return same.isEmpty() && before == parent.piece() ? null : history.prepare(title, parent, before, same);
	}

	private static Version weights(History history, Version parent, MethodRecipe recipe, Images images, Stage stage) {
		return history.prepare(title(recipe, stage), parent, stage.piece().graph(), new Origin.ByMethod(recipe.title(),
				recipe.toJson(), images.splits().train().hash(), stage.metrics()));
	}

	private static Version measured(Version made, Images images) {
		Evaluation found = Evaluation.of(made.piece().graph(), images.splits().validation(), images.preprocessing(),
				Thread.currentThread()::isInterrupted);
		return new Version(made.id(), made.parent(), made.title(), made.origin(), made.piece(), made.time(), found);
	}

	/** A version's network by its own choices, without the regions that a method takes out. */
	private static Workpiece planned(Workpiece piece, Choices method) {
		return piece.by(piece.coupling().choices().and(method));
	}

	/** As in {@code Soft Filter Pruning: fine-tuning, 2 epochs}. */
	private static String title(MethodRecipe recipe, Stage stage) {
		String act = stage.title();
		boolean word = act.length() > 1 && Character.isLowerCase(act.charAt(1));
		return recipe.title() + ": " + (word ? act.substring(0, 1).toLowerCase(Locale.ROOT) + act.substring(1) : act)
				+ (stage.metrics().isEmpty() ? "" : ", " + Figures.count(stage.metrics().size(), "epoch"));
	}
}
