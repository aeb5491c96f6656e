package espalier.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

import org.jspecify.annotations.Nullable;

import espalier.allocate.Budget;
import espalier.allocate.DepthAndWidth;
import espalier.allocate.LatencyEstimate;
import espalier.allocate.Request;
import espalier.cost.Si;
import espalier.evaluate.NodeTimes;
import espalier.graph.RefusedException;
import espalier.region.Region;
import espalier.region.Regions;
import espalier.session.Workpiece;
import picocli.CommandLine.Option;

/** What an allocation of depth and width together goes by besides curves, and a goal of time for all allocators. */
final class DepthAndWidthOptions {
	private static final int RUNS = 30;

	@Option(names = "--ablation", paramLabel = "FILE.json", description = "What `espalier regions MODEL --by ablation --json` printed of this model, for the allocator "
			+ DepthAndWidth.ID + ".")
	private @Nullable Path ablation;
	@Option(names = "--target-latency", paramLabel = "SHARE", description = "Share of the time of a run that remains, as in 50%%, instead of another goal; estimated from the measured time of each node on one thread.")
	private @Nullable Share latency;

	/** Whether the goal is one of time. */
	boolean timed() {
		return latency != null;
	}

	/** The goal of time, after timing the nodes of a model. */
	Budget budget(Workpiece piece, Console console) {
		if (latency == null)
			throw new IllegalStateException("no goal of time");
		long start = System.nanoTime();
		Map<String, Double> times = new HashMap<>();
		NodeTimes.of(piece.graph(), 1, 1, RUNS, () -> false).forEach((node, time) -> times.put(node.name(), time));
		LatencyEstimate estimate = LatencyEstimate.of(piece.coupling(), piece.cost(), times);
		console.progress(String.format(Locale.ROOT,
				"Timed %d nodes, %.3g ms together a run on one thread, in %.2f s; the time of the result is an estimate,"
						+ " measure it with bench-latency.",
				times.size(), estimate.whole(), Console.seconds(start)));
		return new Budget.Latency(latency.value(), estimate);
	}

	/**
	 * Allocates, and tells which regions go and which stay for another reason than their drop.
	 *
	 * @param request
	 *            of the network with all its regions
	 */
	DepthAndWidth.Result allocate(Request request, Console console) {
		if (ablation == null)
			throw new RefusedException("The allocator " + DepthAndWidth.ID + " goes by the drop without each region:"
					+ " run `espalier regions MODEL --by ablation --data DATA --json > scores.json`, then add --ablation"
					+ " scores.json.");
		Regions regions = Regions.of(request.coupling().graph(), request.coupling().trace());
		SequencedMap<String, Double> drops = AblationScores.read(ablation, regions);
		List<Region> blocks = regions.all().filter(r -> drops.containsKey(r.name())).toList();
		DepthAndWidth.Result result = DepthAndWidth.allocate(request, blocks, drops, () -> false);
		result.notes().forEach(console::progress);
		console.progress(result.removed().isEmpty()
				? "No region goes: widths alone cost less."
				: "Taken out: " + String.join(", ", result.removed().stream().map(Region::name).toList()) + ".");
		console.progress(
				String.format(Locale.ROOT, "%s of the goal's measure is left; the measured drops add up to %s.",
						Si.percent(result.share()), ScoreRange.figure(result.drop())));
		return result;
	}
}
