package espalier.app;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;

import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;

import org.jspecify.annotations.Nullable;

import espalier.evaluate.Distance;
import espalier.session.Version;

/** How far versions' outputs are from the first one's on the sample; kept until other images are chosen or all is closed. */
final class Comparing {
	private final Workbench bench;
	private final Map<Integer, Distance> known = new HashMap<>();
	private final ReadOnlyObjectWrapper<@Nullable Distance> shown = new ReadOnlyObjectWrapper<>();
	private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
	private final ObservableValue<String> obstacle;
	private AtomicBoolean ended = new AtomicBoolean();

	Comparing(Workbench bench) {
		this.bench = bench;
		obstacle = Bindings.createStringBinding(this::why, bench.version(), bench.images(), busy);
		bench.opened().addListener(o -> forget());
		bench.images().addListener(o -> forget());
		bench.version().addListener(o -> show());
	}

	/** Of the version shown; null before it was compared. */
	ReadOnlyObjectProperty<@Nullable Distance> shown() {
		return shown.getReadOnlyProperty();
	}

	/** Why nothing can be compared now, or empty. */
	ObservableValue<String> obstacle() {
		return obstacle;
	}

	private String why() {
		Version version = bench.version().get();
		if (version == null)
			return "Open a network first";
		if (version.parent() == null)
			return "This is v1 itself: commit a plan or choose another version first";
		if (bench.images().get() == null)
			return "Choose images on the Data tab first";
		return busy.get() ? "Being compared" : "";
	}

	private void forget() {
		ended.set(true);
		known.clear();
		show();
	}

	private void show() {
		Version version = bench.version().get();
		shown.set(version == null ? null : known.get(version.id()));
	}

	void start() {
		Opened now = bench.opened().get();
		Version version = bench.version().get();
		Images images = bench.images().get();
		if (now == null || version == null || images == null || !why().isEmpty())
			return;
		Version first = now.history().versions().getFirst();
		AtomicBoolean end = new AtomicBoolean();
		ended = end;
		busy.set(true);
		bench.running().start("Compare v" + Methods.number(version), () -> end.set(true), progress -> {
			progress.at(Figures.count(images.sample().size(), "image"), -1);
			try {
				return Optional.of(Distance.between(version.piece().graph(), first.piece().graph(), images.sample(),
						images.preprocessing(), end::get));
			} catch (CancellationException e) {
				return Optional.<Distance>empty();
			}
		}, result -> {
			busy.set(false);
			if (!end.get())
				result.ifPresent(d -> adopt(now, version, images, d));
		}, e -> {
			busy.set(false);
			bench.report("Cannot compare this version with v1", e);
		});
	}

	private void adopt(Opened on, Version version, Images images, Distance distance) {
		known.put(version.id(), distance);
		show();
		bench.say("v" + Methods.number(version) + " answers as v1 on " + Figures.percent(distance.agreement()) + " of "
				+ Figures.count(distance.images(), "image"));
		bench.log().add("Compare v" + Methods.number(version) + " with v1", ActLog.compare(on.file().path(),
				bench.exporting().file(version, "onnx"), images, Images.SAMPLE));
	}
}
