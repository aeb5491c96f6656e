package espalier.app;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import org.jspecify.annotations.Nullable;

import espalier.data.Splits;
import espalier.data.Subset;
import espalier.method.Evidence;
import espalier.method.EvidenceRun;
import espalier.method.MethodRecipe;
import espalier.report.Environment;
import espalier.report.EvidencePage;
import espalier.session.Version;
import espalier.train.Control;
import espalier.train.Metrics;

/**
 * Runs several methods side by side on the version shown, in the background. What is done is kept in a folder, with its page, so
 * that the same order given again goes on.
 */
final class EvidenceWork {
	private final Workbench bench;
	private final ReadOnlyObjectWrapper<@Nullable Evidence> far = new ReadOnlyObjectWrapper<>();
	private final ReadOnlyStringWrapper state = new ReadOnlyStringWrapper("");
	private final List<String> leftOut = new ArrayList<>();
	private @Nullable Control control;

	EvidenceWork(Workbench bench) {
		this.bench = bench;
		bench.opened().addListener(o -> {
			cancel();
			far.set(null);
		});
	}

	/** What is known, of runs or from a file; null before. */
	ReadOnlyObjectProperty<@Nullable Evidence> far() {
		return far.getReadOnlyProperty();
	}

	/** What runs, in words; empty when nothing does. */
	ReadOnlyStringProperty state() {
		return state.getReadOnlyProperty();
	}

	boolean running() {
		return control != null;
	}

	/** Shows evidence from a file. */
	void show(Evidence found) {
		if (found.runs().isEmpty())
			bench.say("No run of this evidence is done yet");
		else
			far.set(found);
	}

	/** Starts, where nothing else is trained. */
	void start(EvidenceOrder order) {
		Opened now = bench.opened().get();
		Version version = bench.version().get();
		Images images = bench.images().get();
		if (now == null || version == null || images == null || bench.trains()
				|| bench.timing().busy().get())
			return;
		Control begun = new Control();
		control = begun;
		far.set(null);
		leftOut.clear();
		state.set("Measuring the network as it is");
		Path model = version.parent() == null ? now.file().path() : bench.exporting().file(version, "onnx");
		bench.running().start("Compare methods", this::cancel, progress -> {
			Splits all = images.splits();
			Splits some = new Splits(Subset.stratified(all.train(), order.images(), 1), all.validation(),
					all.divided());
			return EvidenceRun.run(new EvidenceRun.Job(version.piece().graph(), String.valueOf(model.getFileName()),
					version.piece().trace().inputs(), some, images.preprocessing(), order.recipes(),
					order.target().budget(), order.epochs(), order.draws(), Runtime.getRuntime().availableProcessors(),
					order.folder(), bench.settings().measurements()), begun, new Told(order, now, progress));
		}, evidence -> {
			over();
			bench.say(evidence.done()
					? "Evidence is complete: " + order.folder().resolve("evidence.html")
							+ (leftOut.isEmpty() ? "" : "; the log says why there is no " + String.join(", ", leftOut))
					: "The comparison was stopped after " + Figures.count(evidence.runs().size(), "run")
							+ "; started again with the same folder, it goes on");
		}, e -> {
			over();
			if (!(e instanceof CancellationException))
				bench.report("Cannot compare methods", e);
		});
		bench.log().add("Compare methods on v" + Methods.number(version), ActLog.evidence(model, images, order));
	}

	private void over() {
		control = null;
		state.set("");
	}

	/** Ends it at the next step; runs that are done are kept, and the one under way up to its last epoch. */
	void cancel() {
		if (control != null)
			control.cancel();
	}

	/** Hears on the thread that runs. */
	private final class Told implements EvidenceRun.Listener {
		private final EvidenceOrder order;
		private final Opened model;
		private final Running.Progress line;
		private String title = "";
		private int run;
		private int runs = 1;
		private int epochs;

		Told(EvidenceOrder order, Opened model, Running.Progress line) {
			this.order = order;
			this.model = model;
			this.line = line;
		}

		private void line(String words, double epochsOver) {
			line.at(words, Math.clamp((run - 1 + epochsOver / order.epochs()) / runs, 0, 1));
		}

		private void tell(String words) {
			line(words, epochs);
			Platform.runLater(() -> {
				if (running())
					state.set(words);
			});
		}

		@Override
		public void run(MethodRecipe recipe, int number, int of) {
			run = number;
			runs = of;
			epochs = 0;
			title = number + " of " + of + ": " + recipe.title() + (order.seeds() > 1 ? ", seed " + recipe.seed() : "");
			tell(title);
		}

		@Override
		public void begun(int number, int of, String act) {
			tell(title + ", " + act);
		}

		@Override
		public void at(String part, double share) {
			line(title + ", " + part, epochs);
		}

		@Override
		public void step(long step, long steps, double loss, double rate, double imagesPerSecond) {
			long inEpoch = Math.max(1, order.images() / order.methods().getFirst().recipe().training().batch());
			line(title, Math.min(epochs + 1, epochs + (double) (step % inEpoch) / inEpoch));
		}

		@Override
		public void epoch(Metrics metrics) {
			epochs++;
			tell(title + ", epoch " + epochs + " of " + order.epochs() + " is done, "
					+ Figures.percent(metrics.accuracy()) + " right");
		}

		@Override
		public void leftOut(MethodRecipe recipe, String why) {
			Platform.runLater(() -> {
				leftOut.add(recipe.title());
				bench.log().add(recipe.title() + " is left out: " + why, "");
			});
		}

		@Override
		public void so(Evidence evidence) {
			new EvidencePage(evidence, order.recipes(), Environment.here(), Instant.now()).write(order.folder());
			Platform.runLater(() -> {
				if (bench.opened().get() == model)
					far.set(evidence);
			});
		}
	}
}
