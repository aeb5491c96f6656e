package espalier.app;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import javafx.application.Platform;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;

import org.jspecify.annotations.Nullable;

import espalier.depth.DepthMethod;
import espalier.depth.DepthMethods;
import espalier.depth.DepthScores;
import espalier.session.DepthSurvey;
import espalier.session.Survey;

/** How much the regions of the version shown matter by the method chosen, measured in the background. Used on the JavaFX thread. */
final class DepthRanking {
	private final Workbench bench;
	private final ReadOnlyObjectProperty<@Nullable DepthMap> map;
	private final ObjectProperty<DepthMethod> method = new SimpleObjectProperty<>(DepthMethods.all().getFirst());
	private final ReadOnlyObjectWrapper<@Nullable DepthScores> scores = new ReadOnlyObjectWrapper<>();
	private final ReadOnlyStringWrapper missing = new ReadOnlyStringWrapper("");
	private AtomicBoolean dropped = new AtomicBoolean();

	DepthRanking(Workbench bench, ReadOnlyObjectProperty<@Nullable DepthMap> map) {
		this.bench = bench;
		this.map = map;
		map.addListener(o -> measure());
		method.addListener(o -> measure());
		bench.images().addListener(o -> {
			if (method.get().needs() != DepthMethod.Needs.NOTHING)
				measure();
		});
	}

	ObjectProperty<DepthMethod> method() {
		return method;
	}

	/** Null before anything is known; of some regions only while they are measured. */
	ReadOnlyObjectProperty<@Nullable DepthScores> scores() {
		return scores.getReadOnlyProperty();
	}

	/** Why regions can't be ranked now, in a sentence without its end; empty where they can. */
	ReadOnlyStringProperty missing() {
		return missing.getReadOnlyProperty();
	}

	/** The score of a region by name; null where there is none. */
	@Nullable
	Double of(String region) {
		DepthScores now = scores.get();
		return now == null ? null : now.scores().get(region);
	}

	/** Asks anew: on other images, by another method, of another version. */
	void measure() {
		dropped.set(true);
		AtomicBoolean end = new AtomicBoolean();
		dropped = end;
		scores.set(null);
		DepthMap of = map.get();
		DepthMethod by = method.get();
		boolean weights = by.needs() == DepthMethod.Needs.NOTHING;
		Images images = bench.images().get();
		missing.set(of == null ? "Regions are being looked for"
				: !weights && images == null ? by.title() + " looks at images: choose some on the Data tab"
						: by.title() + " is being measured");
		if (of == null || !weights && images == null)
			return;
		Function<DepthMethod.Listener, DepthScores> work = listener -> new DepthSurvey(of.piece(),
				of.regions().all().toList(), weights || images == null ? null : sample(images, by),
				bench.settings().measurements()).measure(by, listener, end::get);
		if (weights)
			bench.running().aside(() -> {
				DepthScores found = work.apply((part, step, share) -> {
				});
				Platform.runLater(() -> take(end, found));
				return true;
			}, e -> Platform.runLater(() -> fail(end, by, e)));
		else
			bench.running().start("Rank regions", () -> end(end, by), progress -> work.apply((part, step, share) -> {
				progress.at(step, share);
				Platform.runLater(() -> grow(end, part));
			}), found -> take(end, found), e -> fail(end, by, e));
	}

	private static espalier.depth.Images sample(Images images, DepthMethod by) {
		return new espalier.depth.Images(Survey.sample(images.splits().train(), by.images()),
				images.preprocessing());
	}

	private void grow(AtomicBoolean asked, DepthScores part) {
		if (!asked.get())
			scores.set(part);
	}

	private void take(AtomicBoolean asked, DepthScores found) {
		if (asked.get())
			return;
		missing.set("");
		scores.set(found);
	}

	private void end(AtomicBoolean asked, DepthMethod by) {
		if (!asked.getAndSet(true))
			missing.set(by.title() + " was not measured: choose another method, or it again");
	}

	private void fail(AtomicBoolean asked, DepthMethod by, Throwable e) {
		if (asked.get() || e instanceof CancellationException)
			return;
		missing.set(by.title() + " can't rank these regions");
		bench.report("Cannot rank regions by " + by.title(), e);
	}
}
