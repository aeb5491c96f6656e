package espalier.app;

import java.nio.file.Path;
import java.util.List;

import espalier.coupling.Choices;
import espalier.plan.Plan;
import espalier.plan.PlanJson;
import espalier.session.Version;

/** Draws the plan of a file into the network it was made for. */
final class PlanOpening {
	private PlanOpening() {}

	/**
	 * Goes to the original version, which plans are for, or to one made from it by the plan's choices, and plans that the regions
	 * go that it names; what was planned there can be had back by undo.
	 */
	static void open(Path file, Workbench bench) {
		Opened now = bench.opened().get();
		if (now == null || bench.committing().get())
			return;
		Version original = now.history().versions().getFirst();
		String name = String.valueOf(file.getFileName());
		bench.running().start("Open " + name, progress -> {
			Plan plan = PlanJson.read(file, now.file());
			if (plan.choices().equals(Choices.NONE))
				plan.cuts(original.piece().coupling());
			return plan;
		}, plan -> {
			if (bench.opened().get() != now)
				return;
			bench.go(original);
			Choices channels = new Choices(plan.choices().openOutputs(), plan.choices().adapters(), List.of());
			if (channels.equals(Choices.NONE))
				regions(plan, name, original, now, bench);
			else
				bench.choosing().choose("Choices of " + name, channels, made -> regions(plan, name, made, now, bench));
		}, e -> bench.report("Cannot open " + name, e));
	}

	private static void regions(Plan plan, String name, Version into, Opened now, Workbench bench) {
		if (!(now.edits().get(into.id()) instanceof PlanEdit target))
			return;
		if (plan.choices().bypasses().equals(target.thinned().removed()))
			take(plan, name, into, target, now, bench);
		else
			bench.depth().ask(target, plan.choices().bypasses(), "plan " + name, target.draft().get(),
					made -> take(plan, name, into, made, now, bench));
	}

	private static void take(Plan plan, String name, Version into, PlanEdit target, Opened now, Workbench bench) {
		bench.running().start("Open " + name, progress -> plan.cuts(target.piece().coupling()), cuts -> {
			if (bench.opened().get() != now)
				return;
			target.take("plan " + name, cuts);
			int gone = target.thinned().removed().size();
			bench.say("Drew " + name + " into " + (into.parent() == null ? "the original" : into.title()) + ": "
					+ (gone == 0 ? "" : Figures.count(gone, "region") + " removed, ")
					+ Figures.count(cuts.groups().size(), "group") + " cut");
		}, e -> bench.report("Cannot open " + name, e));
	}
}
