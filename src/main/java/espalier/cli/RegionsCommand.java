package espalier.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import espalier.cost.LayerCost;
import espalier.cost.Si;
import espalier.coupling.Cuts;
import espalier.depth.Ablation;
import espalier.depth.DepthMethod;
import espalier.depth.DepthScores;
import espalier.evaluate.Interval;
import espalier.evaluate.Sensitivity.Metric;
import espalier.graph.Node;
import espalier.graph.RefusedException;
import espalier.importance.Criteria;
import espalier.region.Region;
import espalier.region.Regions;
import espalier.session.Workpiece;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code regions MODEL}: layers, blocks and stages, which of them can go whole, and how much they matter. */
@Command(name = "regions", mixinStandardHelpOptions = true, sortOptions = false, description = "Lists the regions of a model: layers, branches, blocks and stages, one inside the other, with what they cost, whether they can be taken out whole, and how much they matter.")
final class RegionsCommand implements Callable<Integer> {
	private final Console console;

	@Parameters(paramLabel = "MODEL", description = "ONNX model.")
	private Path model = Path.of("");
	@Option(names = "--by", paramLabel = "METHOD", completionCandidates = Candidates.OfDepthMethods.class, description = "Score the blocks: ${COMPLETION-CANDIDATES}. Higher scores matter more.")
	private @Nullable String by;
	@Option(names = "--criterion", defaultValue = "l2", completionCandidates = Candidates.OfCriteria.class, description = "Criterion of layerprune: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
	private String criterion = "l2";
	@Option(names = "--metric", defaultValue = "accuracy", paramLabel = "WHAT", description = "What ablation measures: accuracy, loss, or without labels the distance to the whole model's outputs: cosine, square, divergence (default ${DEFAULT-VALUE}).")
	private Metric metric = Metric.ACCURACY;
	@Option(names = "--region", paramLabel = "NAME", description = "Score this region instead of the blocks; once for each.")
	private List<String> only = new ArrayList<>();
	@Mixin
	private MeasuringOptions measuring = new MeasuringOptions();
	@Mixin
	private Source source = new Source();
	@Option(names = "--json", description = "Print one JSON object.")
	private boolean json;

	RegionsCommand(Console console) {
		this.console = console;
	}

	@Override
	public Integer call() {
		long start = System.nanoTime();
		if (by == null && !only.isEmpty())
			throw new RefusedException("--region says what is scored: add --by METHOD, or leave it out.");
		Workpiece piece = source.open(model, console).piece();
		Regions regions = Regions.of(piece.graph(), piece.trace());
		DepthScores scores = by == null ? null : measuring.scored(method(by, piece), piece, scored(regions), console);
		Listing listing = new Listing(piece, regions, scores);
		if (json)
			console.json(listing.object());
		else
			listing.print(console);
		if (scores != null)
			scores.notApplicable().values().forEach(console::progress);
		console.took(start);
		return ExitCode.DONE.number();
	}

	private DepthMethod method(String id, Workpiece piece) {
		DepthMethod usual = DepthOptions.method(id, Criteria.byId(criterion), piece, measuring, console);
		return usual instanceof Ablation ablation ? ablation.by(metric) : usual;
	}

	private List<Region> scored(Regions regions) {
		return only.isEmpty() ? regions.blocks() : only.stream().map(regions::named).toList();
	}

	/** All regions with what is to be said of each. */
	private record Listing(Workpiece piece, Regions regions, @Nullable DepthScores scores, Map<Node, LayerCost> costs,
			Map<Integer, Long> alike, List<Region> blocks) {
		Listing(Workpiece piece, Regions regions, @Nullable DepthScores scores) {
			this(piece, regions, scores, new HashMap<>(), new HashMap<>(), regions.blocks());
			piece.cost().layers(Cuts.NONE).forEach(c -> costs.put(c.node(), c));
			regions.all().forEach(r -> alike.merge(r.alike(), 1L, Long::sum));
		}

		private Stream<LayerCost> costs(Region region) {
			return region.nodes().stream().flatMap(n -> Stream.ofNullable(costs.get(n)));
		}

		private long alike(Region region) {
			return alike.getOrDefault(region.alike(), 0L);
		}

		private long macs(Region region) {
			return costs(region).mapToLong(LayerCost::macs).sum();
		}

		private long parameters(Region region) {
			return costs(region).mapToLong(LayerCost::parameters).sum();
		}

		private double share(Region region) {
			return (double) macs(region) / Math.max(1, piece.cost().original().macs());
		}

		void print(Console console) {
			List<String> heads = new ArrayList<>(List.of("REGION", "KIND", ">PARAMETERS", ">MACS", ">ALIKE"));
			if (scores != null)
				heads.add(">SCORE");
			heads.add("CAN GO");
			Table table = new Table(heads.toArray(String[]::new));
			regions.roots().forEach(r -> rows(r, 0, table));
			table.print(console.out());
		}

		private void rows(Region region, int depth, Table table) {
			List<String> cells = new ArrayList<>(List.of("  ".repeat(depth) + region.name(), region.kind().label(),
					Si.of(parameters(region)), Si.percent(share(region)), Long.toString(alike(region))));
			if (scores != null)
				cells.add(scores.scores().get(region.name()) instanceof Double score ? ScoreRange.figure(score) : "");
			cells.add(switch (region.leave()) {
				case Region.Leave.By(var bypass) -> (bypass.adapts() ? "with an adapter in its place" : "yes")
						+ (blocks.contains(region) ? ", a block" : "");
				case Region.Leave.Stays(String reason) -> "no: " + reason;
			});
			table.row(cells.toArray(String[]::new));
			region.parts().forEach(p -> rows(p, depth + 1, table));
		}

		ObjectNode object() {
			ObjectNode object = JsonNodeFactory.instance.objectNode();
			if (scores != null)
				object.put("method", scores.method()).put("criterion", scores.criterion()).put("images",
						scores.images());
			array(object.putArray("regions"), regions.roots());
			return object;
		}

		private void array(ArrayNode array, List<Region> of) {
			for (Region region : of) {
				ObjectNode one = array.addObject().put("name", region.name()).put("kind", region.kind().label())
						.put("nodes", region.nodes().size()).put("parameters", parameters(region))
						.put("macs", macs(region)).put("alike", alike(region))
						.put("block", blocks.contains(region)).put("removable", region.removable());
				switch (region.leave()) {
					case Region.Leave.By(var bypass) -> one.put("adapter", bypass.adapts());
					case Region.Leave.Stays(String reason) -> one.put("reason", reason);
				}
				if (scores != null && scores.scores().get(region.name()) instanceof Double score)
					one.put("score", score);
				if (scores != null && scores.intervals().get(region.name()) instanceof Interval interval)
					one.put("low", interval.low()).put("high", interval.high());
				if (scores != null && scores.notApplicable().get(region.name()) instanceof String sentence)
					one.put("notApplicable", sentence);
				if (!region.parts().isEmpty())
					array(one.putArray("parts"), region.parts());
			}
		}
	}
}
