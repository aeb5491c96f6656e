package espalier.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import espalier.allocate.Allocation;
import espalier.allocate.Allocators;
import espalier.allocate.Budget;
import espalier.allocate.DepthAndWidth;
import espalier.allocate.Limit;
import espalier.allocate.Manual;
import espalier.allocate.Request;
import espalier.cost.Si;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Choices;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.evaluate.Sensitivity;
import espalier.graph.RefusedException;
import espalier.importance.Criteria;
import espalier.importance.Scores;
import espalier.plan.Plan;
import espalier.plan.PlanJson;
import espalier.reconstruct.Reconstruction;
import espalier.session.Workpiece;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code prune MODEL -o OUT}: chooses regions and channels and cuts them. */
@Command(name = "prune", mixinStandardHelpOptions = true, sortOptions = false, description = "Chooses the blocks and channels that matter least and writes the model without them: blocks first, then channels of what is left.")
final class PruneCommand implements Callable<Integer> {
	private final Console console;

	@Parameters(paramLabel = "MODEL", description = "ONNX model.")
	private Path model = Path.of("");
	@Option(names = {"-o", "--output"}, required = true, paramLabel = "OUT", description = "ONNX file to write.")
	private Path out = Path.of("");
	@Option(names = "--criterion", defaultValue = "l2", completionCandidates = Candidates.OfCriteria.class, description = "What makes a channel matter: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
	private String criterion = "l2";
	@Option(names = "--allocator", defaultValue = "uniform", completionCandidates = Candidates.OfAllocators.class, description = "How the cut is spread over groups: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
	private String allocator = "uniform";
	@Option(names = "--sensitivity", paramLabel = "FILE.json", description = "Curves that the command sensitivity measured of this model, for the allocators sensitivity, greedy and depth-and-width.")
	private @Nullable Path curves;
	@ArgGroup(exclusive = true, multiplicity = "0..1")
	private @Nullable Goal goal;
	@Option(names = "--group", paramLabel = "NAME=RATIO", description = "Cut this share of one group, and leave that group to nothing else.")
	private Map<String, Share> ratios = new LinkedHashMap<>();
	@Option(names = "--lock", paramLabel = "NAME", description = "Leave this group whole.")
	private List<String> locks = new ArrayList<>();
	@Mixin
	private DepthOptions depth = new DepthOptions();
	@Mixin
	private FitOptions fit = new FitOptions();
	@Mixin
	private ReconstructOptions reconstruct = new ReconstructOptions();
	@Mixin
	private DepthAndWidthOptions both = new DepthAndWidthOptions();
	@Option(names = "--round-to", defaultValue = "1", paramLabel = "N", description = "Keep widths that are multiples of N where the group allows, as in 8.")
	private int roundTo = 1;
	@Option(names = "--min-width", defaultValue = "1", paramLabel = "N", description = "Keep at least N units of every group.")
	private int minimumWidth = 1;
	@Option(names = "--plan", paramLabel = "PLAN.json", description = "Write the decision as a plan, too.")
	private @Nullable Path plan;
	@Mixin
	private MeasuringOptions measuring = new MeasuringOptions();
	@Mixin
	private ScoreOptions scoring = new ScoreOptions();
	@Mixin
	private Source source = new Source();
	@Option(names = "--json", description = "Print one JSON object.")
	private boolean json;

	PruneCommand(Console console) {
		this.console = console;
	}

	@Override
	public Integer call() {
		long start = System.nanoTime();
		if (!aimed() && ratios.isEmpty() && !depth.asked())
			throw new RefusedException(
					"Say how much is to go: --ratio, --target-macs, --target-params, --target-latency, --group NAME=RATIO,"
							+ " --remove REGION or --depth N.");
		if (goal != null && both.timed())
			throw new RefusedException("--target-latency is a goal of its own; take the other goal away.");
		Source.Opened read = source.open(model, this::thinned, console);
		Decided decided = decide(read,
				curves == null ? null : Sweeps.read(List.of(curves), read.file()).getFirst().sensitivity());
		Source.Opened opened = decided.opened;
		Allocation allocation = decided.allocation;
		Cuts cuts = allocation.cuts();
		Pruned.requireOther(opened.file().path(), out);
		Reconstruction fitted = reconstruct.of(opened.piece().coupling(), cuts, measuring, console);
		Pruned.write(opened, cuts, fitted == null ? null : fitted.graph(), out, console);
		if (plan != null) {
			PlanJson.write(Plan.of(opened.piece().coupling(), cuts, opened.file().sha256(), title(opened)), plan);
			console.progress("Wrote " + plan + "."
					+ (fitted == null ? "" : " It holds the cut alone, not the new weights."));
		}
		if (json) {
			console.json(object(opened, allocation, fitted));
		} else {
			Pruned.print(opened, cuts, console);
			if (fitted != null)
				ReconstructOptions.print(fitted, console);
		}
		if (allocation.shortfall() != null)
			console.progress("Short of the goal: " + allocation.shortfall());
		console.took(start);
		return ExitCode.DONE.number();
	}

	/** A model without the regions that go, and what is cut of it. */
	private record Decided(Source.Opened opened, Allocation allocation) {}

	private boolean aimed() {
		return goal != null || both.timed();
	}

	private boolean togetherWithDepth() {
		return aimed() && allocator.equals(DepthAndWidth.ID);
	}

	private Choices thinned(Workpiece whole) {
		Choices chosen = depth.choices(whole, Criteria.byId(criterion), measuring, console);
		return togetherWithDepth() && !depth.asked() ? chosen : fitted(whole, chosen);
	}

	/** The same with the adapters of its regions fitted, if that is asked for. */
	private Choices fitted(Workpiece whole, Choices chosen) {
		return new Choices(chosen.openOutputs(), chosen.adapters(),
				fit.fitted(whole.graph(), whole.trace(), chosen.bypasses(), measuring, console));
	}

	private Decided decide(Source.Opened opened, @Nullable Sensitivity sensitivity) {
		Workpiece piece = opened.piece();
		if (!aimed() && ratios.isEmpty())
			return new Decided(opened, new Allocation(Cuts.NONE, piece.cost().original(), null));
		Coupling coupling = piece.coupling();
		Scores scores = Scores.of(coupling, measuring.bound(Criteria.byId(criterion), piece, console),
				scoring.aggregation());
		Set<ChannelGroup> fixed = new LinkedHashSet<>();
		source.inner(piece).forEach(name -> fixed.add(GroupsCommand.named(coupling, name)));
		locks.forEach(name -> fixed.add(GroupsCommand.named(coupling, name)));
		Cuts manual = Cuts.NONE;
		for (Map.Entry<String, Share> entry : ratios.entrySet()) {
			ChannelGroup group = GroupsCommand.named(coupling, entry.getKey());
			if (fixed.contains(group))
				throw new RefusedException(
						"Group `" + group.name() + "` is both cut and locked; take one of the two away.");
			manual = manual.with(group,
					Manual.ratio(group, scores, entry.getValue().value(), Limit.of(group, minimumWidth, roundTo)));
			fixed.add(group);
		}
		tell(coupling, scores, fixed);
		if (!aimed())
			return new Decided(opened, new Allocation(manual, piece.cost().preview(manual), null));
		boolean curved = togetherWithDepth() || Allocators.byId(allocator).needsSensitivity();
		if (curved && sensitivity == null)
			throw new RefusedException("The allocator `" + allocator + "` goes by measured curves: measure them with"
					+ " `espalier sensitivity " + model
					+ " --data DATA -o curves.json`, then add --sensitivity curves.json.");
		Budget budget = goal == null ? both.budget(piece, console) : goal.budget();
		Request request = new Request(coupling, piece.cost(), scores, budget, manual, fixed, minimumWidth,
				roundTo, sensitivity).outOf(opened.whole());
		return togetherWithDepth() ? deeper(opened, both.allocate(request, console))
				: new Decided(opened, Allocators.byId(allocator).allocate(request));
	}

	/** What was allocated with regions among it, their adapters fitted if that is asked for. */
	private Decided deeper(Source.Opened opened, DepthAndWidth.Result result) {
		Workpiece before = opened.piece();
		Workpiece left = Workpiece.of(before.graph(), before.trace(),
				result.removed().isEmpty() ? result.choices() : fitted(before, result.choices()));
		Cuts cuts = Plan.of(result.coupling(), result.allocation().cuts(), opened.file().sha256(), "")
				.cuts(left.coupling());
		return new Decided(new Source.Opened(opened.file(), left, opened.whole()),
				new Allocation(cuts, left.cost().preview(cuts), result.allocation().shortfall()));
	}

	/** Says which groups the criterion has nothing to say of. */
	private void tell(Coupling coupling, Scores scores, Set<ChannelGroup> fixed) {
		List<ChannelGroup> open = coupling.prunable().stream().filter(g -> !fixed.contains(g)).toList();
		long even = open.stream().filter(g -> scores.caution(g) != null).count();
		if (even > 0)
			console.progress("In " + even + " groups all units score the same under " + criterion
					+ ", so there the first ones go first.");
		open.stream().filter(g -> scores.notApplicable(g) != null)
				.forEach(g -> console.progress("Left whole: " + scores.notApplicable(g)));
	}

	private String title(Source.Opened opened) {
		int regions = opened.piece().coupling().choices().bypasses().size();
		String out = regions == 0 ? "" : regions + (regions == 1 ? " region out" : " regions out");
		if (!aimed() && ratios.isEmpty())
			return out;
		String aim = goal != null ? goal.budget().describe() + ", " + allocator
				: both.timed() ? "by latency, " + allocator : "by hand";
		return aim + ", " + criterion
				+ (out.isEmpty() ? "" : ", " + out);
	}

	private ObjectNode object(Source.Opened opened, Allocation allocation, @Nullable Reconstruction fitted) {
		ObjectNode object = Pruned.object(opened, allocation.cuts(), out);
		object.put("criterion", criterion).put("allocator", aimed() ? allocator : null)
				.put("plan", plan == null ? null : plan.toString()).put("shortfall", allocation.shortfall())
				.put("remainingMacs", Si.percent(allocation.cost().macsOf(opened.whole())));
		if (fitted != null)
			ReconstructOptions.object(fitted, object);
		return object;
	}
}
