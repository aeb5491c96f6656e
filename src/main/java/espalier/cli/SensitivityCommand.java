package espalier.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import espalier.allocate.Manual;
import espalier.cost.Si;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.data.Dataset;
import espalier.data.Splits;
import espalier.data.Subset;
import espalier.evaluate.Sensitivity;
import espalier.evaluate.Sensitivity.Curve;
import espalier.evaluate.Sensitivity.Metric;
import espalier.evaluate.Sensitivity.Point;
import espalier.evaluate.SensitivityCsv;
import espalier.evaluate.SensitivityJson;
import espalier.evaluate.sweep.Early;
import espalier.evaluate.sweep.Journal;
import espalier.evaluate.sweep.Sweep;
import espalier.evaluate.sweep.SweepJob;
import espalier.graph.BadInputException;
import espalier.graph.RefusedException;
import espalier.importance.Criteria;
import espalier.importance.Scores;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sensitivity MODEL --data DATA}: how the network answers when one group alone is cut. */
@Command(name = "sensitivity", mixinStandardHelpOptions = true, sortOptions = false, description = "Measures how the model answers when one group alone is cut, for each group and several ratios. Finished points are kept: started again, it goes on.")
final class SensitivityCommand implements Callable<Integer> {
	private final Console console;

	@Parameters(paramLabel = "MODEL", description = "ONNX model.")
	private Path model = Path.of("");
	@Mixin
	private DataOptions data = new DataOptions();
	@Option(names = "--images", defaultValue = ""
			+ SweepJob.IMAGES, paramLabel = "N", description = "Use N validation images, evenly over the classes, drawn by seed (default ${DEFAULT-VALUE}).")
	private int images = SweepJob.IMAGES;
	@Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Seed of that draw (default ${DEFAULT-VALUE}).")
	private long seed = 1;
	@Option(names = "--metric", defaultValue = "accuracy", paramLabel = "WHAT", description = "What is measured: accuracy, loss, or without labels the distance to the whole model's outputs: cosine, square, divergence (default ${DEFAULT-VALUE}).")
	private Metric metric = Metric.ACCURACY;
	@Option(names = "--ratios", split = ",", paramLabel = "SHARE", description = "Shares of a group's channels that go (default 0.1,0.2 to 0.9).")
	private @Nullable List<Share> ratios;
	@Option(names = "--group", paramLabel = "NAME", description = "Measure this group alone; may be given several times (default: all).")
	private List<String> groups = new ArrayList<>();
	@Option(names = "--criterion", defaultValue = "l2", completionCandidates = Candidates.OfCriteria.class, description = "What makes a channel matter; the lowest go first: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
	private String criterion = "l2";
	@Mixin
	private ScoreOptions scoring = new ScoreOptions();
	@Mixin
	private Source source = new Source();
	@Option(names = "--early", description = "End a point before all images once its interval is narrower than 2 points to either side, or the model has lost 30 points for certain.")
	private boolean early;
	@Option(names = "--threads", paramLabel = "N", description = "Points measured at a time, each on one thread (default: all cores).")
	private @Nullable Integer threads;
	@Option(names = "--memory", defaultValue = "512", paramLabel = "MIB", description = "MiB for activations that are kept; what does not fit is computed again (default ${DEFAULT-VALUE}).")
	private int memory = 512;
	@Option(names = "--journal", paramLabel = "FOLDER", description = "Where finished points are kept (default: the system's folder for what may be deleted).")
	private @Nullable Path journal;
	@Option(names = {"-o",
			"--output"}, paramLabel = "FILE", description = "Write the points to this file: CSV where it ends in .csv, else JSON.")
	private @Nullable Path out;
	@Option(names = "--json", description = "Print one JSON object.")
	private boolean json;

	SensitivityCommand(Console console) {
		this.console = console;
	}

	@Override
	public Integer call() {
		long start = System.nanoTime();
		if (images < 1 || memory < 0)
			throw new RefusedException("At least one image is needed, and no less than 0 MiB.");
		SweepJob job = job(source.open(model, console));
		Sensitivity found = Sweep.run(job, journalOf(job), new Told(), () -> false);
		if (out != null)
			write(found, out);
		if (json)
			console.json(SensitivityJson.toJson(found));
		else
			print(found);
		console.took(start);
		return ExitCode.DONE.number();
	}

	private SweepJob job(Source.Opened opened) {
		Splits splits = data.open();
		splits.notes().forEach(console::progress);
		Dataset sample = Subset.stratified(splits.validation(), images, seed);
		Coupling coupling = opened.piece().coupling();
		Scores scores = Scores.of(coupling, Criteria.byId(criterion), scoring.aggregation());
		SweepJob.Effort usual = SweepJob.Effort.USUAL;
		return new SweepJob(coupling, opened.file().sha256(), scores.id(), orders(coupling, scores), metric,
				ratios == null ? SweepJob.RATIOS : ratios.stream().map(Share::value).toList(), sample,
				data.preprocessing(opened.piece().graph(), opened.piece().trace()),
				new SweepJob.Effort(threads == null ? usual.threads() : threads, (long) memory << 20,
						early ? Early.USUAL : null));
	}

	/** The groups asked for, each with its units from the least important on. */
	private Map<ChannelGroup, int[]> orders(Coupling coupling, Scores scores) {
		List<ChannelGroup> asked = groups.isEmpty()
				? coupling.prunable()
				: groups.stream().map(name -> GroupsCommand.named(coupling, name)).toList();
		Map<ChannelGroup, int[]> orders = new LinkedHashMap<>();
		for (ChannelGroup group : asked) {
			double[] of = scores.of(group);
			if (of != null)
				orders.put(group, Manual.ascending(of));
			else if (groups.isEmpty())
				console.progress("Left out: " + scores.notApplicable(group));
			else
				throw new RefusedException(String.valueOf(scores.notApplicable(group)));
		}
		return orders;
	}

	private Journal journalOf(SweepJob job) {
		try {
			return Journal.of(job, journal == null ? Journal.usualFolder() : journal);
		} catch (BadInputException e) {
			if (journal != null)
				throw e;
			console.progress(String.valueOf(e.getMessage()));
			return Journal.NONE;
		}
	}

	private static void write(Sensitivity found, Path file) {
		if (file.toString().toLowerCase(Locale.ROOT).endsWith(".csv"))
			SensitivityCsv.write(found, file);
		else
			SensitivityJson.write(found, file);
	}

	/** A line a group, a column a ratio. */
	private void print(Sensitivity found) {
		TreeSet<Double> columns = new TreeSet<>();
		found.curves().forEach(c -> c.points().forEach(p -> columns.add(p.ratio())));
		List<String> heads = new ArrayList<>(List.of("GROUP", ">UNITS", ">0"));
		columns.forEach(ratio -> heads.add(">" + share(ratio)));
		Table table = new Table(heads.toArray(String[]::new));
		for (Curve curve : found.curves()) {
			List<String> cells = new ArrayList<>(
					List.of(curve.group(), Integer.toString(curve.units()), text(found.whole())));
			for (double ratio : columns)
				cells.add(curve.points().stream().filter(p -> p.ratio() == ratio).findFirst().map(this::text)
						.orElse(""));
			table.row(cells.toArray(String[]::new));
		}
		table.print(console.out());
	}

	private String text(Point point) {
		return metric == Metric.ACCURACY
				? Si.percent(point.value())
				: String.format(Locale.ROOT, metric == Metric.LOSS || metric == Metric.COSINE ? "%.4f" : "%.3g",
						point.value());
	}

	private static String share(double ratio) {
		return Math.abs(ratio * 100 - Math.rint(ratio * 100)) < 1e-9
				? Math.round(ratio * 100) + "%"
				: Si.percent(ratio);
	}

	/** Tells how far it is, a few times a minute. */
	private final class Told implements Sweep.Listener {
		private static final long TELLING_NANOS = 2_000_000_000L;
		private final long start = System.nanoTime();
		private long told;
		private int first = -1;

		@Override
		public void grown(Sensitivity now, int done, int all) {
			long time = System.nanoTime();
			if (first < 0) {
				first = done;
				if (done > 0)
					console.progress(done + " of " + all + " cuts are known from before.");
			}
			if (time - told < TELLING_NANOS && done < all || done == first)
				return;
			told = time;
			console.progress(
					String.format(Locale.ROOT, "%d of %d cuts measured on %d images, %.0f s, about %.0f s left.",
							done, all, now.images(), Console.seconds(start),
							Console.seconds(start) / (done - first) * (all - done)));
		}

		@Override
		public void noted(String sentence) {
			console.progress(sentence);
		}
	}
}
