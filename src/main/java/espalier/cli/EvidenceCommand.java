package espalier.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import espalier.cost.Si;
import espalier.data.Splits;
import espalier.graph.Graph;
import espalier.method.Evidence;
import espalier.method.EvidenceRun;
import espalier.method.MethodRecipe;
import espalier.method.Methods;
import espalier.method.Stage;
import espalier.onnx.OnnxReader;
import espalier.report.Environment;
import espalier.report.EvidencePage;
import espalier.runtime.Tracer;
import espalier.session.MeasurementCache;
import espalier.train.Control;
import espalier.train.Metrics;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code evidence MODEL --data DATA -o FOLDER}: methods side by side. */
@Command(name = "evidence", mixinStandardHelpOptions = true, sortOptions = false, description = "Runs methods on a model at the same goal, images, epochs and seeds, and writes a table, a chart and a page. Started again, it goes on.")
final class EvidenceCommand implements Callable<Integer> {
	private final Console console;

	@Parameters(paramLabel = "MODEL", description = "ONNX model.")
	private Path model = Path.of("");
	@Mixin
	private DataOptions data = new DataOptions();
	@Option(names = {"-o",
			"--output"}, required = true, paramLabel = "FOLDER", description = "Folder for everything; what is done is kept there.")
	private Path out = Path.of("");
	@ArgGroup(exclusive = true, multiplicity = "1")
	private Goal goal = new Goal();
	@Option(names = "--methods", split = ",", paramLabel = "METHOD", description = "Ids or files of recipes (default: all that `espalier method list` names).")
	private @Nullable List<String> methods;
	@Option(names = "--epochs", defaultValue = "5", paramLabel = "N", description = "Passes over the images that each method has in all (default ${DEFAULT-VALUE}).")
	private int epochs = 5;
	@Option(names = "--seeds", split = ",", defaultValue = "1", paramLabel = "N", description = "Each method runs once with each (default ${DEFAULT-VALUE}).")
	private List<Long> seeds = List.of(1L);
	@Option(names = "--images", paramLabel = "N", description = "Train on N images only, evenly over the classes (default: all).")
	private @Nullable Integer images;
	@Option(names = "--threads", defaultValue = "0", paramLabel = "N", description = "Threads to compute with (default: one a core).")
	private int threads;
	@Option(names = "--cache", paramLabel = "CACHE", description = "Where measurements are kept to be used again (default: where the system keeps such files).")
	private @Nullable Path cache;

	EvidenceCommand(Console console) {
		this.console = console;
	}

	@Override
	public Integer call() {
		long start = System.nanoTime();
		List<MethodRecipe> recipes = (methods == null
				? Methods.all().stream()
				: methods.stream().map(MethodCommand::recipe)).toList();
		Graph graph = OnnxReader.read(model).graph();
		Splits splits = TrainCommand.some(data.open(), images, 1);
		splits.notes().forEach(console::progress);
		EvidenceRun.Job job = new EvidenceRun.Job(graph, String.valueOf(model.getFileName()),
				Tracer.defaultInputs(graph), splits, data.preprocessing(graph), recipes, goal.budget(), epochs, seeds,
				threads > 0 ? threads : Runtime.getRuntime().availableProcessors(), out,
				cache == null ? MeasurementCache.ofPerson() : MeasurementCache.at(cache));
		Evidence evidence = EvidenceRun.run(job, new Control(), new Told(job.recipes()));
		console.out().print(new EvidencePage(evidence, job.recipes(), Environment.here(), Instant.now()).markdown());
		console.took(start);
		return ExitCode.DONE.number();
	}

	/** A line for what is done; files are written anew after each run. */
	private final class Told implements EvidenceRun.Listener {
		private final List<MethodRecipe> recipes;

		Told(List<MethodRecipe> recipes) {
			this.recipes = recipes;
		}

		@Override
		public void run(MethodRecipe recipe, int number, int of) {
			console.progress("Run " + number + " of " + of + ": " + recipe.title() + ", seed " + recipe.seed());
		}

		@Override
		public void epoch(Metrics m) {
			console.progress("  " + TrainCommand.line(m));
		}

		@Override
		public void done(Stage stage) {
			console.progress("  " + stage.title() + ": top-1 " + Si.percent(stage.accuracy()));
		}

		@Override
		public void noted(String sentence) {
			console.progress("  " + sentence);
		}

		@Override
		public void so(Evidence far) {
			new EvidencePage(far, recipes, Environment.here(), Instant.now()).write(out);
		}
	}
}
