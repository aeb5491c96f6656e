package espalier.app;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;

import espalier.coupling.Adapter;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Choices;
import espalier.coupling.Coupling;
import espalier.coupling.Residual;
import espalier.importance.Scores;
import espalier.session.Origin;
import espalier.session.Version;

/** Makes versions of what a person decides: of the plan, and of how channels may be cut. One at a time, off the JavaFX thread. */
final class Committing {
	/** Why nothing else can be decided while regions are planned to go. */
	static final String REGIONS_FIRST = "commit the regions that are planned to go first, or put them back";

	private final Workbench bench;
	private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();

	Committing(Workbench bench) {
		this.bench = bench;
	}

	ReadOnlyBooleanProperty busy() {
		return busy.getReadOnlyProperty();
	}

	private interface Making {
		Workbench.Loaded make(Running.Progress progress);
	}

	/** @param then done once the version is shown */
	void commit(Runnable then) {
		Opened now = bench.opened().get();
		PlanEdit planned = bench.edit().get();
		if (now == null || planned == null || planned.isEmpty() || bench.depth().busy().get())
			return;
		Draft committed = planned.draft().get();
		Thinned of = planned.thinned();
		String title = Methods.title(committed, of.removed());
		List<String> options = options(now.history().current());
		start("Commit " + title, "Cannot commit the plan", progress -> {
			progress.at("Cutting", -1);
			Version made = now.history().prepare(title, of.piece(), committed.cuts());
			progress.at("Scoring channels", -1);
			return bench.begun(now, made, committed);
		}, adopted -> {
			bench.say("Committed " + title + ": version " + Methods.number(adopted));
			bench.log().add("Commit " + title,
					ActLog.prune(now.file().path(), committed, of.removed(), options, bench.images().get(),
							"pruned.onnx"));
			then.run();
		});
	}

	/** Puts adapters into the streams of these groups, those that are streams. */
	void adapt(Collection<ChannelGroup> groups, Adapter.Kind kind) {
		PlanEdit planned = bench.edit().get();
		if (planned == null)
			return;
		List<ChannelGroup> streams = groups.stream().filter(g -> !planned.joins(g).isEmpty()).toList();
		if (streams.isEmpty())
			return;
		Coupling coupling = planned.piece().coupling();
		List<String> options = streams.stream().map(g -> "--residual " + ActLog.quoted(g.name() + "=" + kind.id()))
				.toList();
		choose(Methods.title(kind) + " in "
				+ (streams.size() == 1 ? streams.getFirst().name() : Figures.count(streams.size(), "stream")),
				String.join(" ", options), () -> {
					List<Adapter> adapters = new ArrayList<>();
					streams.forEach(g -> adapters.addAll(Residual.adapters(coupling, g, kind)));
					return Choices.adapting(adapters);
				});
	}

	/** Lets the channels of an output go. */
	void open(String output) {
		choose("Output " + output + " opened", "--open-output " + ActLog.quoted(output),
				() -> Choices.opening(Set.of(output)));
	}

	/** Makes a version by choices that a plan's file names. */
	void choose(String title, Choices choices, Consumer<Version> then) {
		choose(title, "", () -> choices, then);
	}

	private void choose(String title, String option, Supplier<Choices> choices) {
		choose(title, option, choices, made -> {
		});
	}

	private void choose(String title, String option, Supplier<Choices> choices,
			Consumer<Version> then) {
		Opened now = bench.opened().get();
		PlanEdit planned = bench.edit().get();
		if (now == null || planned == null)
			return;
		if (!planned.thinned().isWhole()) {
			bench.say(title + ": " + REGIONS_FIRST);
			return;
		}
		Version parent = now.history().current();
		Draft before = planned.draft().get();
		start(title, "Cannot change how channels are cut", progress -> {
			progress.at("Finding coupled channels", -1);
			Version made = now.history().prepare(title, parent, new Origin.Chosen(choices.get(), option));
			progress.at("Scoring channels", -1);
			Method method = before.method();
			Scores scores = Scores.of(made.piece().coupling(), method.criterion(), method.aggregation());
			Thinned whole = Thinned.whole(made.piece());
			return new Workbench.Loaded(now, made,
					bench.edit(whole, Carrying.carried(before, planned.piece(), whole, scores), scores));
		}, adopted -> {
			int more = adopted.piece().coupling().prunable().size() - planned.piece().coupling().prunable().size();
			PlanEdit fresh = bench.edit().get();
			boolean lost = !before.cuts().isEmpty() && fresh != null && fresh.cuts().isEmpty();
			bench.say(title + ": "
					+ (more > 0 ? Figures.count(more, "more group") + " can be cut" : "no more groups can be cut")
					+ (lost ? "; the plan does not fit the new groups and stays with version " + Methods.number(parent)
							: ""));
			bench.log().add(title,
					option.isEmpty() ? "" : "espalier groups " + ActLog.quoted(now.file().path()) + " " + option);
			then.accept(adopted);
		});
	}

	private void start(String title, String onFailure, Making making, Consumer<Version> done) {
		Opened now = bench.opened().get();
		if (now == null || busy.get())
			return;
		busy.set(true);
		bench.running().start(title, false, making::make, loaded -> {
			busy.set(false);
			if (bench.opened().get() != now)
				return;
			Version adopted = now.history().adopt(loaded.version());
			bench.show(new Workbench.Loaded(now, adopted, loaded.edit()));
			done.accept(adopted);
		}, e -> {
			busy.set(false);
			bench.report(onFailure, e);
		});
	}

	/** What was chosen on the way to a version, as the command line takes it. */
	private static List<String> options(Version version) {
		List<String> options = new ArrayList<>();
		for (Version v = version; v != null; v = v.parent())
			if (v.origin() instanceof Origin.Chosen(Choices _, String option) && !option.isEmpty())
				options.addFirst(option);
		return options;
	}
}
