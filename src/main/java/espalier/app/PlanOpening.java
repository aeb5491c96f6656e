package espalier.app;

import java.nio.file.Path;

import espalier.coupling.Choices;
import espalier.plan.Plan;
import espalier.plan.PlanJson;
import espalier.session.Version;

/** Draws the plan of a file into the network it was made for. */
final class PlanOpening {
	private PlanOpening() {}

	/**
	 * Goes to the original version, which plans are for, or to one made from it by the plan's choices; what was planned there can
	 * be had back by undo.
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
			if (plan.choices().equals(Choices.NONE))
				take(plan, name, original, now, bench);
			else
				bench.choosing().choose("Choices of " + name, plan.choices(),
						made -> take(plan, name, made, now, bench));
		}, e -> bench.report("Cannot open " + name, e));
	}

	private static void take(Plan plan, String name, Version into, Opened now, Workbench bench) {
		if (!(now.edits().get(into.id()) instanceof PlanEdit target))
			return;
		bench.running().start("Open " + name, progress -> plan.cuts(into.piece().coupling()), cuts -> {
			if (bench.opened().get() != now)
				return;
			target.take("plan " + name, cuts);
			bench.say("Drew " + name + " into " + (into.parent() == null ? "the original" : into.title()) + ": "
					+ Figures.count(cuts.groups().size(), "group") + " cut");
		}, e -> bench.report("Cannot open " + name, e));
	}
}
