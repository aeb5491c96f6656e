package espalier.app;

import java.nio.file.Path;

import espalier.plan.PlanJson;
import espalier.session.Version;

/** Draws the plan of a file into the network it was made for. */
final class PlanOpening {
	private PlanOpening() {}

	/** Goes to the original version, which plans are for; what was planned there can be had back by undo. */
	static void open(Path file, Workbench bench) {
		Opened now = bench.opened().get();
		if (now == null || bench.committing().get())
			return;
		Version original = now.history().versions().getFirst();
		bench.running().start("Open " + file.getFileName(),
				progress -> PlanJson.read(file, now.file()).cuts(original.piece().coupling()), cuts -> {
					if (bench.opened().get() != now || !(now.edits().get(original.id()) instanceof PlanEdit target))
						return;
					bench.go(original);
					target.take("plan " + file.getFileName(), cuts);
					bench.say("Drew " + file.getFileName() + " into the original: "
							+ Figures.count(cuts.groups().size(), "group") + " cut");
				}, e -> bench.report("Cannot open " + file.getFileName(), e));
	}
}
