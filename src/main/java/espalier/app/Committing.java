package espalier.app;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;

import espalier.allocate.Request;
import espalier.coupling.Adapter;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Choices;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.coupling.Residual;
import espalier.graph.BadInputException;
import espalier.importance.Scores;
import espalier.plan.Plan;
import espalier.session.Origin;
import espalier.session.Version;
import espalier.session.Workpiece;

/** Makes versions of what a person decides: of the plan, and of how channels may be cut. One at a time, off the JavaFX thread. */
final class Committing {
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
		if (now == null || planned == null || planned.cuts().isEmpty())
			return;
		Draft committed = planned.draft().get();
		String title = Methods.title(committed);
		List<String> options = options(now.history().current());
		start("Commit " + title, "Cannot commit the plan", progress -> {
			progress.at("Cutting", -1);
			Version made = now.history().prepare(title, committed.cuts());
			progress.at("Scoring channels", -1);
			return bench.begun(now, made, committed);
		}, adopted -> {
			bench.say("Committed " + title + ": version " + Methods.number(adopted));
			bench.log().add("Commit " + title,
					ActLog.prune(now.file().path(), committed, options, bench.images().get(), "pruned.onnx"));
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
		Version parent = now.history().current();
		Draft before = planned.draft().get();
		start(title, "Cannot change how channels are cut", progress -> {
			progress.at("Finding coupled channels", -1);
			Version made = now.history().prepare(title, parent, new Origin.Chosen(choices.get(), option));
			progress.at("Scoring channels", -1);
			Method method = before.method();
			Scores scores = Scores.of(made.piece().coupling(), method.criterion(), method.aggregation());
			return new Workbench.Loaded(now, made,
					bench.edit(made.piece(), carried(before, planned.piece(), made.piece(), scores), scores));
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

	/** The plan as it goes on where channels hang together otherwise. */
	private static Draft carried(Draft before, Workpiece from, Workpiece to, Scores scores) {
		// curves were measured of the groups as they were
		boolean anew = before.allocated() && !before.method().allocator().needsSensitivity();
		Cuts byHand = again(anew ? before.fixedCuts() : before.cuts(), from, to);
		Set<ChannelGroup> decided = new LinkedHashSet<>(byHand.groups());
		for (ChannelGroup group : before.manual())
			if (before.cuts().count(group) == 0 && to.coupling().group(group.name()) instanceof ChannelGroup whole)
				decided.add(whole);
		Draft next = Methods.relocked(Draft.empty(before.method()), before, to).byHand(byHand, decided);
		if (!anew)
			return next;
		Draft aimed = next.with(before.target());
		if (before.method().criterion().needs().images())
			// allocated once the criterion is measured of the groups that there are now
			return aimed;
		return aimed.with(before.method().allocator().allocate(new Request(to.coupling(), to.cost(), scores,
				before.target().budget(), byHand, aimed.fixed(), before.method().minimumWidth(),
				before.method().roundTo())).cuts());
	}

	/** The same cuts on the groups that there are now; none where they are tied so that only other cuts can be made. */
	private static Cuts again(Cuts cuts, Workpiece from, Workpiece to) {
		try {
			return Plan.of(from.coupling(), cuts, "", "").cuts(to.coupling());
		} catch (BadInputException e) {
			return Cuts.NONE;
		}
	}
}
