package espalier.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import espalier.cost.CostModel;
import espalier.coupling.Choices;
import espalier.coupling.Cuts;
import espalier.evaluate.NodeTimes;
import espalier.evaluate.Sensitivity;
import espalier.graph.BadInputException;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.RefusedException;
import espalier.importance.Criteria;
import espalier.importance.Scores;
import espalier.plan.PlanJson;
import espalier.plan.Surgeon;
import espalier.report.Account;
import espalier.report.Agreement;
import espalier.report.CostBars;
import espalier.report.CostMap;
import espalier.report.Figure;
import espalier.report.Format;
import espalier.report.ImportanceHistogram;
import espalier.report.ImportanceRidges;
import espalier.report.SensitivityCurves;
import espalier.report.SensitivityStrip;
import espalier.report.Spending;
import espalier.session.Workpiece;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code charts MODEL -o FOLDER}: figures of a model, of a plan for it and of what was measured. */
@Command(name = "charts", mixinStandardHelpOptions = true, sortOptions = false, description = "Draws all figures that what is given allows, as files for a paper, and says what the others need.")
final class ChartsCommand implements Callable<Integer> {
	private static final int RUNS = 20;
	private final Console console;

	@Parameters(paramLabel = "MODEL", description = "ONNX model.")
	private Path model = Path.of("");
	@Option(names = {"-o",
			"--output"}, required = true, paramLabel = "FOLDER", description = "Where the files go; made if it is not there.")
	private Path folder = Path.of("");
	@Option(names = "--format", split = ",", defaultValue = "svg", paramLabel = "FORMAT", description = "png, svg, pdf or csv, or several: png,csv (default ${DEFAULT-VALUE}).")
	private List<String> formats = new ArrayList<>();
	@Option(names = "--plan", paramLabel = "PLAN.json", description = "Draw what a plan cuts, too.")
	private @Nullable Path plan;
	@Option(names = "--pruned", paramLabel = "PRUNED.onnx", description = "What became of the model: its costs are drawn as those after cutting.")
	private @Nullable Path pruned;
	@Option(names = "--sensitivity", arity = "1..*", paramLabel = "S.json", description = "Sweeps of this model; those of the same metric are drawn over each other.")
	private List<Path> sweeps = new ArrayList<>();
	@Option(names = "--order", defaultValue = "network", paramLabel = "ORDER", description = "Of groups in sensitivity: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
	private SensitivityCurves.Order order = SensitivityCurves.Order.NETWORK;
	@Option(names = "--tolerance", paramLabel = "DROP", description = "Draw how far the metric may drop, as in 0.02.")
	private @Nullable Double tolerance;
	@Option(names = "--criterion", defaultValue = "l2", completionCandidates = Candidates.OfCriteria.class, description = "What makes a channel matter: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
	private String criterion = "l2";
	@Option(names = "--against", paramLabel = "ID", description = "Draw whether another criterion agrees.")
	private @Nullable String against;
	@Option(names = "--group", arity = "1..*", paramLabel = "NAME", description = "Draw the importance of this group's units.")
	private List<String> groups = new ArrayList<>();
	@Option(names = "--times", description = "Measure the time of each layer in ONNX Runtime, and draw it.")
	private boolean times;
	@Mixin
	private ScoreOptions scoring = new ScoreOptions();
	@Mixin
	private Source source = new Source();

	ChartsCommand(Console console) {
		this.console = console;
	}

	@Override
	public Integer call() {
		long start = System.nanoTime();
		List<Format> wanted = formats.stream().map(Format::of).distinct().toList();
		if (tolerance != null && !(tolerance >= 0 && Double.isFinite(tolerance)))
			throw new RefusedException("A tolerated drop is 0 or more, as in --tolerance 0.02.");
		Choices choices = plan == null ? Choices.NONE : PlanJson.read(plan).choices();
		Source.Opened opened = source.open(model, choices, console);
		Workpiece piece = opened.piece();
		Cuts cuts = plan == null ? Cuts.NONE : PlanJson.read(plan, opened.file()).cuts(piece.coupling());
		Workpiece after = pruned == null ? null : source.open(pruned, console).piece();
		List<Figure> figures = new ArrayList<>(costs(piece, cuts, after));
		figures.addAll(importance(piece, cuts));
		figures.addAll(sensitivity(opened, cuts));
		write(figures, wanted);
		tellOthers();
		console.took(start);
		return ExitCode.DONE.number();
	}

	private List<Figure> costs(Workpiece piece, Cuts cuts, @Nullable Workpiece after) {
		List<Figure> figures = new ArrayList<>();
		CostModel cost = piece.cost();
		List<Spending> spendings = new ArrayList<>();
		for (Spending.Kind kind : new Spending.Kind[]{Spending.Kind.MACS, Spending.Kind.PARAMETERS})
			spendings.add(after == null
					? Spending.of(kind, cost, cuts)
					: Spending.of(kind, cost.layers(Cuts.NONE), after.cost().layers(Cuts.NONE)));
		if (times)
			spendings.add(times(piece, cuts, after));
		for (Spending spending : spendings)
			if (spending.layers().isEmpty())
				console.progress("Not drawn: " + spending.kind().title() + ", of which the model has none.");
			else {
				figures.add(new CostBars(spending));
				if (spending.whole().before() > 0)
					figures.add(new CostMap(spending));
			}
		return figures;
	}

	private Spending times(Workpiece piece, Cuts cuts, @Nullable Workpiece after) {
		console.progress("Timing each layer, " + RUNS + " runs.");
		SequencedMap<Node, Double> first = timed(piece.graph());
		Graph cut = after != null ? after.graph() : cuts.isEmpty() ? null : Surgeon.apply(piece.coupling(), cuts);
		return Spending.times(first, cut == null ? first : timed(cut));
	}

	private static SequencedMap<Node, Double> timed(Graph graph) {
		return NodeTimes.of(graph, 1, 1, RUNS, () -> false);
	}

	private List<Figure> importance(Workpiece piece, Cuts cuts) {
		List<Figure> figures = new ArrayList<>();
		Scores scores = Scores.of(piece.coupling(), Criteria.byId(criterion), scoring.aggregation());
		if (piece.coupling().prunable().stream().anyMatch(g -> scores.of(g) != null))
			figures.add(ImportanceRidges.of(piece.coupling(), scores, Double.NaN));
		else
			console.progress("Not drawn: importance; " + criterion + " can judge no group of this model.");
		if (against != null)
			figures.add(Agreement.of(piece.coupling(), scores,
					Scores.of(piece.coupling(), Criteria.byId(against), scoring.aggregation())));
		for (String name : groups)
			figures.add(ImportanceHistogram.of(GroupsCommand.named(piece.coupling(), name), scores, piece.cost(),
					cuts));
		return figures;
	}

	private List<Figure> sensitivity(Source.Opened opened, Cuts cuts) {
		Workpiece piece = opened.piece();
		Map<Sensitivity.Metric, List<SensitivityCurves.Series>> byMetric = new LinkedHashMap<>();
		for (SensitivityCurves.Series series : Sweeps.read(sweeps, opened.file()))
			byMetric.computeIfAbsent(series.sensitivity().metric(), k -> new ArrayList<>()).add(series);
		List<Figure> figures = new ArrayList<>();
		for (List<SensitivityCurves.Series> alike : byMetric.values()) {
			SensitivityCurves curves = SensitivityCurves.of(alike)
					.ordered(order, SensitivityCurves.macs(piece.coupling(), piece.cost()))
					.planned(new Account.Case("", piece, cuts, null).ratios());
			figures.add(tolerance == null ? curves : curves.tolerating(tolerance));
			for (SensitivityCurves.Series series : alike)
				figures.add(new SensitivityStrip(series.sensitivity()));
		}
		return figures;
	}

	private void write(List<Figure> figures, List<Format> wanted) {
		try {
			Files.createDirectories(folder);
		} catch (IOException e) {
			throw BadInputException.unwritable(folder, e);
		}
		Set<String> taken = new HashSet<>();
		for (Figure figure : figures) {
			String name = figure.name();
			for (int i = 2; !taken.add(name.toLowerCase(java.util.Locale.ROOT)); i++)
				name = figure.name() + "-" + i;
			for (Format format : wanted) {
				Path file = folder.resolve(name + "." + format.suffix());
				format.write(figure, file);
				console.out().println(file);
			}
		}
	}

	/** What is missing, and how to get it. */
	private void tellOthers() {
		if (sweeps.isEmpty())
			console.progress("Not drawn: sensitivity, which needs a sweep (--sensitivity S.json).");
		if (against == null)
			console.progress("Not drawn: agreement of criteria, which needs a second one (--against ID).");
		if (groups.isEmpty())
			console.progress("Not drawn: importance in one group, which needs its name (--group NAME).");
		if (!times)
			console.progress("Not drawn: time by layer, which has to be measured (--times).");
		if (plan == null && pruned == null)
			console.progress("Costs are the model's own; with --plan or --pruned they are drawn before and after.");
		console.progress("Not drawn: accuracy against MACs, which espalier report draws with --data.");
	}
}
