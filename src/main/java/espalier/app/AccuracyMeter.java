package espalier.app;

import java.util.Locale;

import javafx.css.PseudoClass;
import javafx.scene.control.Tooltip;

import org.jspecify.annotations.Nullable;

/** Accuracy of the version shown, and of the plan as it is estimated, in the header and the status line. */
final class AccuracyMeter {
	private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");

	private AccuracyMeter() {}

	static Meter of(Measuring measuring) {
		Meter meter = new Meter("Accuracy");
		meter.setId("accuracy");
		Tooltip tip = new Tooltip();
		Tooltip.install(meter, tip);
		Runnable show = () -> {
			Estimate now = measuring.current().get();
			Estimate plan = measuring.planned().get();
			Estimate last = plan == null ? now : plan;
			meter.show(figures(now, plan),
					last == null ? "" : String.format(Locale.ROOT, "± %.1f", 100 * last.evaluation().accuracy().half()),
					plan == null || now == null || now.share() == 0 ? 1 : plan.share() / now.share());
			meter.pseudoClassStateChanged(STALE, last == null || !last.settled());
			String obstacle = measuring.obstacle().get();
			tip.setText(obstacle.isEmpty() ? tip(last) : obstacle);
		};
		measuring.current().addListener(o -> show.run());
		measuring.planned().addListener(o -> show.run());
		measuring.obstacle().addListener(o -> show.run());
		show.run();
		return meter;
	}

	/** As in {@code 93.2 → 88.9%}. */
	private static String figures(@Nullable Estimate now, @Nullable Estimate plan) {
		if (now == null && plan == null)
			return "–";
		String before = now == null ? "–" : percent(now);
		return (plan == null ? before : before + " → " + percent(plan)) + "%";
	}

	private static String percent(Estimate estimate) {
		return String.format(Locale.ROOT, "%.1f", 100 * estimate.share());
	}

	private static String tip(@Nullable Estimate last) {
		return last == null
				? "Being measured"
				: "Top-1 on " + Figures.count(last.evaluation().images(), "validation image")
						+ ", with a 95% interval; measured anew whenever the plan rests";
	}

	/** As in {@code accuracy 93.2% → ≈ 88.9% ± 1.9 (512 images)}; empty where none is known. */
	static String line(Measuring measuring) {
		Estimate now = measuring.current().get();
		Estimate plan = measuring.planned().get();
		Estimate last = plan == null ? now : plan;
		if (!measuring.obstacle().get().isEmpty())
			return "no accuracy";
		if (last == null)
			return "";
		String after = "≈ " + Figures.accuracy(last.evaluation()) + " (" + last.evaluation().images() + " images)";
		return "accuracy " + (plan == null || now == null ? "" : percent(now) + "% → ") + after;
	}
}
