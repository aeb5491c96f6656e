package espalier.cli;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import espalier.coupling.Choices;
import espalier.depth.DepthMethod;
import espalier.depth.DepthMethods;
import espalier.depth.DepthScores;
import espalier.depth.LayerPrune;
import espalier.graph.RefusedException;
import espalier.importance.Criterion;
import espalier.region.Bypass;
import espalier.region.Region;
import espalier.region.Regions;
import espalier.session.Workpiece;
import picocli.CommandLine.Option;

/** Which regions are to go whole. */
final class DepthOptions {
	@Option(names = "--remove", paramLabel = "REGION", description = "Take this region out, as `espalier regions` names it; once for each.")
	private List<String> names = new ArrayList<>();
	@Option(names = "--depth", paramLabel = "N", description = "Take the N blocks out that matter least.")
	private @Nullable Integer count;
	@Option(names = "--by", paramLabel = "METHOD", completionCandidates = Candidates.OfDepthMethods.class, description = "What makes a block matter: ${COMPLETION-CANDIDATES} (default layerprune, by the criterion).")
	private @Nullable String by;

	boolean asked() {
		return !names.isEmpty() || count != null;
	}

	/** The regions that go, by name first and then the least important blocks of the others. */
	Choices choices(Workpiece whole, Criterion criterion, MeasuringOptions measuring, Console console) {
		if (by != null && count == null)
			throw new RefusedException("--by says how --depth chooses: add --depth N, or leave --by out.");
		if (!asked())
			return Choices.NONE;
		Regions regions = Regions.of(whole.graph(), whole.trace());
		List<Region> out = new ArrayList<>();
		for (String name : names)
			out.add(regions.named(name));
		if (count != null) {
			List<Region> blocks = regions.blocks().stream()
					.filter(b -> out.stream()
							.noneMatch(o -> o.all().anyMatch(b::equals) || b.all().anyMatch(o::equals)))
					.toList();
			DepthScores scores = measuring.scored(
					method(by == null ? "layerprune" : by, criterion, whole, measuring, console),
					whole, blocks, console);
			scores.notApplicable().values().forEach(s -> console.progress("Left in: " + s));
			scores.lowest(count).forEach(name -> out.add(regions.named(name)));
		}
		return Choices.bypassing(out.stream().map(DepthOptions::bypass).toList());
	}

	/** The method of an id, where it goes by a criterion by that one, measured if need be. */
	static DepthMethod method(String id, Criterion criterion, Workpiece piece, MeasuringOptions measuring,
			Console console) {
		return DepthMethods.byId(id) instanceof LayerPrune
				? new LayerPrune(measuring.bound(criterion, piece, console))
				: DepthMethods.byId(id);
	}

	/** How a region goes, or why it can't. */
	static Bypass bypass(Region region) {
		return switch (region.leave()) {
			case Region.Leave.By(Bypass bypass) -> bypass;
			case Region.Leave.Stays(String reason) -> throw new RefusedException(
					"Region `" + region.name() + "` can't be taken out: " + reason + ".");
		};
	}
}
