package espalier.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;

import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;

import org.jspecify.annotations.Nullable;

import espalier.coupling.Cuts;
import espalier.evaluate.Latency;
import espalier.evaluate.NodeTimes;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.plan.Surgeon;
import espalier.session.Version;

/** Times the version shown against the first one and against its plan, in the background; results are kept until closed. */
final class Timing {
	private final Workbench bench;
	private final Map<Integer, TimingResult> known = new HashMap<>();
	private final ReadOnlyObjectWrapper<@Nullable TimingResult> shown = new ReadOnlyObjectWrapper<>();
	private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
	private final ObservableValue<String> obstacle;
	private AtomicBoolean ended = new AtomicBoolean();

	Timing(Workbench bench) {
		this.bench = bench;
		obstacle = Bindings.createStringBinding(this::why, bench.version(), busy, bench.training().run(),
				bench.training().run().flatMap(TrainingRun::end), bench.methods().course(),
				bench.methods().course().flatMap(MethodCourse::end));
		bench.opened().addListener(o -> {
			ended.set(true);
			known.clear();
			show();
		});
		bench.version().addListener(o -> show());
	}

	/** Of the version shown; null before it was timed. */
	ReadOnlyObjectProperty<@Nullable TimingResult> shown() {
		return shown.getReadOnlyProperty();
	}

	ReadOnlyBooleanProperty busy() {
		return busy.getReadOnlyProperty();
	}

	/** Why nothing can be timed now, or empty. */
	ObservableValue<String> obstacle() {
		return obstacle;
	}

	private String why() {
		if (bench.version().get() == null)
			return "Open a network first";
		if (bench.trains())
			return "A training runs, beside which no time would be true; stop it or wait for its end";
		return busy.get() ? "Being timed" : "";
	}

	private void show() {
		Version version = bench.version().get();
		shown.set(version == null ? null : known.get(version.id()));
	}

	/** Starts, as set up last. */
	void start() {
		Opened now = bench.opened().get();
		Version version = bench.version().get();
		PlanEdit edit = bench.edit().get();
		if (now == null || version == null || edit == null || !why().isEmpty())
			return;
		TimingSetup setup = TimingSetup.from(bench.settings()).on(version.piece().graph());
		bench.remember();
		Draft draft = edit.draft().get();
		Thinned of = edit.thinned();
		Version first = now.history().versions().getFirst();
		AtomicBoolean end = new AtomicBoolean();
		ended = end;
		busy.set(true);
		bench.running().start("Time v" + Methods.number(version), () -> end.set(true), progress -> {
			try {
				return Optional.of(timed(first, version, draft, of, setup, end, progress));
			} catch (CancellationException e) {
				return Optional.<TimingResult>empty();
			}
		}, result -> {
			busy.set(false);
			if (bench.opened().get() == now)
				result.ifPresentOrElse(r -> adopt(now, version, r), () -> bench.say("Timing was cancelled"));
		}, e -> {
			busy.set(false);
			bench.report("Cannot time this version", e);
		});
	}

	private static TimingResult timed(Version first, Version version, Draft draft, Thinned of, TimingSetup setup,
			AtomicBoolean end, Running.Progress progress) {
		progress.at("Preparing", -1);
		List<String> names = new ArrayList<>();
		List<Graph> graphs = new ArrayList<>();
		List<Long> macs = new ArrayList<>();
		for (Version each : first.id() == version.id() ? List.of(first) : List.of(first, version)) {
			names.add("v" + Methods.number(each) + " " + each.title());
			graphs.add(each.piece().graph());
			macs.add(each.piece().cost().original().macs());
		}
		Cuts cuts = draft.cuts();
		boolean planned = !cuts.isEmpty() || !of.isWhole();
		if (planned) {
			names.add(Methods.title(draft, of.removed()));
			graphs.add(Surgeon.apply(of.piece().coupling(), cuts));
			macs.add(of.piece().cost().preview(cuts).macs());
		}
		List<Latency> times = Latency.of(graphs, setup.batch(), setup.threads(), setup.runs(), end::get,
				runs -> progress.at(runs + " of " + setup.runs() + " runs", (double) runs / setup.runs()));
		progress.at("Node by node", -1);
		SequencedMap<Node, Double> nodes = NodeTimes.of(version.piece().graph(), setup.batch(), setup.threads(),
				setup.runs(), end::get);
		List<TimingResult.Row> rows = new ArrayList<>();
		for (int i = 0; i < times.size(); i++)
			rows.add(new TimingResult.Row(names.get(i), planned && i == times.size() - 1, times.get(i),
					macs.get(i)));
		return new TimingResult(setup, List.copyOf(rows), nodes, of.removed(), cuts);
	}

	private void adopt(Opened on, Version version, TimingResult result) {
		known.put(version.id(), result);
		show();
		TimingResult.Row row = result.rows().get(version.parent() == null ? 0 : 1);
		bench.say(
				"v" + Methods.number(version) + " takes " + Figures.milliseconds(row.latency().median()) + " ms a run, "
						+ result.setup().words());
		List<Path> models = new ArrayList<>(List.of(on.file().path()));
		if (version.parent() != null)
			models.add(bench.exporting().file(version, "onnx"));
		if (result.rows().getLast().plan())
			models.add(Path.of("pruned.onnx"));
		bench.log().add("Time v" + Methods.number(version), ActLog.time(models, result.setup()));
	}
}
