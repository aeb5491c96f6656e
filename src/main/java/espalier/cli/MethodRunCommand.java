package espalier.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import espalier.cost.Cost;
import espalier.cost.Si;
import espalier.data.Splits;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.method.MethodRecipe;
import espalier.method.MethodRun;
import espalier.method.Shaped;
import espalier.method.Stage;
import espalier.onnx.OnnxReader;
import espalier.onnx.OnnxWriter;
import espalier.reconstruct.LayerFit;
import espalier.runtime.Tracer;
import espalier.session.MeasurementCache;
import espalier.train.Control;
import espalier.train.Metrics;
import espalier.train.Outcome;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code method run METHOD --model MODEL --data DATA -o OUT}: prunes a network by a published method, training included. */
@Command(name = "run", mixinStandardHelpOptions = true, sortOptions = false, description = "Prunes a model by a method, with all the training that is part of it, and writes it.")
final class MethodRunCommand implements Callable<Integer> {
	private final Console console;

	@Parameters(paramLabel = "METHOD", description = "Id, as in fpgm (`espalier method list`), or the file of a recipe.")
	private String method = "";
	@Option(names = "--model", required = true, paramLabel = "MODEL", description = "ONNX model.")
	private Path model = Path.of("");
	@Mixin
	private DataOptions data = new DataOptions();
	@Option(names = {"-o", "--output"}, required = true, paramLabel = "OUT", description = "ONNX file to write.")
	private Path out = Path.of("");
	@ArgGroup(exclusive = true, multiplicity = "1")
	private Goal goal = new Goal();
	@Option(names = "--epochs", paramLabel = "N", description = "Passes over the images in all, divided over the steps as in the recipe.")
	private @Nullable Integer epochs;
	@Option(names = "--seed", paramLabel = "N", description = "Seed of everything drawn.")
	private @Nullable Long seed;
	@Option(names = "--images", paramLabel = "N", description = "Train on N images only, evenly over the classes, drawn by seed (default: all).")
	private @Nullable Integer images;
	@Option(names = "--folder", paramLabel = "FOLDER", description = "Keep the run here after each epoch; started again, it goes on.")
	private @Nullable Path folder;
	@Option(names = "--round-to", defaultValue = "1", paramLabel = "N", description = "Keep widths that are multiples of N where the group allows, as in 8.")
	private int roundTo = 1;
	@Option(names = "--min-width", defaultValue = "1", paramLabel = "N", description = "Keep at least N units of every group.")
	private int minimumWidth = 1;
	@Option(names = "--threads", defaultValue = "0", paramLabel = "N", description = "Threads to compute with (default: one a core).")
	private int threads;
	@Option(names = "--cache", paramLabel = "CACHE", description = "Where measurements are kept to be used again (default: where the system keeps such files).")
	private @Nullable Path cache;
	@Option(names = "--json", description = "Print one JSON object.")
	private boolean json;

	MethodRunCommand(Console console) {
		this.console = console;
	}

	@Override
	public Integer call() {
		long start = System.nanoTime();
		MethodRecipe recipe = MethodCommand.recipe(method);
		if (epochs != null)
			recipe = recipe.withEpochs(epochs);
		if (seed != null)
			recipe = recipe.withSeed(seed);
		Pruned.requireOther(model, out);
		Graph graph = OnnxReader.read(model).graph();
		Splits splits = TrainCommand.some(data.open(), images, recipe.seed());
		splits.notes().forEach(console::progress);
		console.progress(recipe.title() + ": " + recipe.epochs() + " epochs on " + splits.train().size()
				+ " images, measuring on " + splits.validation().size()
				+ (splits.divided() ? " kept back by seed." : "."));
		MethodRun.Result result = MethodRun.run(new MethodRun.Task(graph, Tracer.defaultInputs(graph), splits,
				data.preprocessing(graph), recipe, goal.budget(), minimumWidth, roundTo,
				threads > 0 ? threads : Runtime.getRuntime().availableProcessors(), folder,
				cache == null ? MeasurementCache.ofPerson() : MeasurementCache.at(cache)), new Control(), new Report());
		if (result.end() != Outcome.End.FINISHED)
			throw new RefusedException("The run ended early (" + result.end().words() + "); nothing was written.");
		OnnxWriter.write(result.piece().graph(), out);
		console.progress("Wrote " + out + ".");
		Cost before = result.original().cost().original();
		if (json)
			console.json(object(result, before));
		else
			print(result, before);
		console.took(start);
		return ExitCode.DONE.number();
	}

	private void print(MethodRun.Result result, Cost before) {
		Table table = new Table("STAGE", ">MACs", ">PARAMETERS", ">TOP-1", ">SECONDS");
		for (Stage stage : result.stages()) {
			Cost cost = stage.piece().cost().original();
			table.row(stage.title(), Si.change(before.macs(), cost.macs()),
					Si.change(before.parameters(), cost.parameters()), Si.percent(stage.accuracy()),
					String.format(Locale.ROOT, "%.0f", stage.seconds()));
		}
		table.print(console.out());
	}

	private ObjectNode object(MethodRun.Result result, Cost before) {
		Cost after = result.piece().cost().original();
		ObjectNode object = JsonNodeFactory.instance.objectNode();
		object.put("output", out.toString()).put("macsBefore", before.macs()).put("macs", after.macs())
				.put("parametersBefore", before.parameters()).put("parameters", after.parameters())
				.put("accuracy", result.stages().getLast().accuracy())
				.put("images", result.stages().getLast().images());
		for (Stage stage : result.stages())
			object.withArray("stages").addObject().put("title", stage.title())
					.put("macs", stage.piece().cost().original().macs()).put("accuracy", stage.accuracy())
					.put("epochs", stage.metrics().size()).put("seconds", stage.seconds());
		return object;
	}

	/** A line for what is done. */
	private final class Report implements MethodRun.Listener {
		@Override
		public void begun(int number, int of, String title) {
			console.progress(number + " of " + of + ": " + title);
		}

		@Override
		public void epoch(Metrics m) {
			console.progress("  " + TrainCommand.line(m));
		}

		@Override
		public void shaped(Shaped now) {
			Map<String, Integer> widths = now.widths();
			console.progress(
					"  widths " + widths.values().stream().map(String::valueOf).collect(Collectors.joining(" "))
							+ ", " + Si.of(now.macs(), "MACs"));
		}

		@Override
		public void done(Stage stage) {
			console.progress("  top-1 " + Si.percent(stage.accuracy()) + ", "
					+ Si.of(stage.piece().cost().original().macs(), "MACs"));
		}

		@Override
		public void fitted(LayerFit layer) {
			console.progress("  " + layer.layer() + " missed " + Si.percent(layer.lostBefore()) + ", misses "
					+ Si.percent(layer.lostAfter()));
		}

		@Override
		public void noted(String sentence) {
			console.progress("  " + sentence);
		}

		@Override
		public void skipped(String description) {
			console.progress("  Left out: " + description + ".");
		}
	}
}
