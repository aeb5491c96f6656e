package espalier.app;

import java.util.concurrent.CancellationException;

import javafx.application.Platform;

import org.jspecify.annotations.Nullable;

import espalier.importance.Criterion;
import espalier.importance.Criterion.Needs;
import espalier.importance.Measurements;
import espalier.session.Survey;

/**
 * Measures in the background what the criterion in use looks at on images, and gives it to the plan being edited, several times
 * a second while it goes on. Used on the JavaFX thread.
 */
final class Surveying {
	private final Workbench bench;
	private @Nullable Question asked;
	/** Ended by the person or by a failure; not asked again of itself. */
	private @Nullable Question ended;

	/** One measurement. */
	private static final class Question {
		private final PlanEdit edit;
		private final Images images;
		private final Needs needs;
		private volatile boolean dropped;

		Question(PlanEdit edit, Images images, Needs needs) {
			this.edit = edit;
			this.images = images;
			this.needs = needs;
		}

		boolean is(@Nullable PlanEdit other, @Nullable Images otherImages, @Nullable Needs otherNeeds) {
			return edit == other && images == otherImages && needs == otherNeeds;
		}
	}

	Surveying(Workbench bench) {
		this.bench = bench;
		bench.edit().addListener(o -> look());
		bench.draft().subscribe(d -> look());
		bench.images().addListener((o, was, is) -> forget(was));
	}

	/** Why a criterion can't be used here, in a few words; empty where it can. */
	String obstacle(Criterion criterion) {
		return !criterion.needs().images() || bench.images().get() != null
				? ""
				: criterion.needs() == Needs.GRADIENTS ? "needs labelled images" : "needs images";
	}

	/** Why the criterion in use has no scores yet, in a sentence; empty where nothing is missing. */
	String missing() {
		PlanEdit edit = bench.edit().get();
		if (edit == null || edit.wanted() == null)
			return "";
		String title = edit.draft().get().method().criterion().title();
		return bench.images().get() == null
				? title + " looks at images: choose some on the Data tab, or another criterion"
				: ended != null ? title + " was not measured: choose another criterion, or it again"
						: title + " is being measured";
	}

	private void forget(@Nullable Images was) {
		Opened now = bench.opened().get();
		if (now != null && was != null)
			now.edits().values().forEach(PlanEdit::forgetMeasured);
		ended = null;
		look();
	}

	/** Starts what is wanted, and ends what no longer is. */
	private void look() {
		PlanEdit edit = bench.edit().get();
		Images images = bench.images().get();
		Needs needs = edit == null ? null : edit.wanted();
		if (asked != null && !asked.is(edit, images, needs)) {
			asked.dropped = true;
			asked = null;
		}
		if (ended != null && !ended.is(edit, images, needs))
			ended = null;
		if (edit != null && images != null && needs != null && asked == null && ended == null)
			ask(new Question(edit, images, needs), edit.draft().get().method().criterion());
	}

	private void ask(Question question, Criterion criterion) {
		asked = question;
		Measurements known = question.edit.measured();
		Survey survey = new Survey(question.edit.piece(),
				Survey.sample(question.images.splits().train(), Survey.IMAGES), question.images.preprocessing(),
				Runtime.getRuntime().availableProcessors(), bench.settings().measurements());
		bench.running().start("Measure " + criterion.title(), () -> question.dropped = true,
				progress -> survey.measure(question.needs, known, () -> question.dropped, (part, step, share) -> {
					progress.at(criterion.title() + " after " + step, share);
					Platform.runLater(() -> give(question, part, false));
				}), found -> {
					give(question, found, true);
					if (asked == question)
						asked = null;
					if (!question.dropped)
						bench.say(criterion.title() + ": measured on "
								+ Figures.count(found.images(question.needs), "image"));
					look();
				}, e -> end(question, criterion, e));
	}

	private static void give(Question question, Measurements found, boolean all) {
		if (!question.dropped)
			question.edit.measured(found, question.needs, all);
	}

	private void end(Question question, Criterion criterion, Throwable e) {
		if (asked != question)
			return;
		asked = null;
		ended = question;
		if (e instanceof CancellationException)
			bench.say(criterion.title() + " is not measured any further; choose it again to go on");
		else
			bench.report("Cannot measure " + criterion.title(), e);
	}
}
