package espalier.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import espalier.cost.Si;
import espalier.data.Dataset;
import espalier.data.Preprocessing;
import espalier.data.Splits;
import espalier.data.Subset;
import espalier.evaluate.Distance;
import espalier.evaluate.Evaluation;
import espalier.evaluate.Interval;
import espalier.graph.Graph;
import espalier.onnx.OnnxReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code evaluate MODEL --data DATA}: accuracy, loss and confusion on validation images. */
@Command(name = "evaluate", mixinStandardHelpOptions = true, sortOptions = false, description = "Measures a classifier on the validation images.")
final class EvaluateCommand implements Callable<Integer> {
	private final Console console;

	@Parameters(paramLabel = "MODEL", description = "ONNX model.")
	private Path model = Path.of("");
	@Mixin
	private DataOptions data = new DataOptions();
	@Option(names = "--images", paramLabel = "N", description = "Use N images, evenly over the classes, drawn by seed (default: all).")
	private @Nullable Integer images;
	@Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Seed of that draw (default ${DEFAULT-VALUE}).")
	private long seed = 1;
	@Option(names = "--original", paramLabel = "MODEL", description = "Measure how far the outputs are from this model's, too; needs no labels.")
	private @Nullable Path original;
	@Option(names = "--classes", description = "Print the accuracy of each class.")
	private boolean classes;
	@Option(names = "--json", description = "Print one JSON object.")
	private boolean json;

	EvaluateCommand(Console console) {
		this.console = console;
	}

	@Override
	public Integer call() {
		long start = System.nanoTime();
		Graph graph = OnnxReader.read(model).graph();
		Splits splits = data.open();
		splits.notes().forEach(console::progress);
		Dataset all = splits.validation();
		Dataset some = images == null ? all : Subset.stratified(all, images, seed);
		Preprocessing preprocessing = data.preprocessing(graph);
		Evaluation result = Evaluation.of(graph, some, preprocessing, () -> false);
		Distance distance = original == null
				? null
				: Distance.between(graph, OnnxReader.read(original).graph(), some, preprocessing, () -> false);
		if (json)
			console.json(object(result, distance));
		else
			print(result, distance);
		if (!result.skipped().isEmpty())
			console.progress("Left out: " + result.skipped() + ".");
		console.took(start);
		return ExitCode.DONE.number();
	}

	private void print(Evaluation result, @Nullable Distance distance) {
		Interval top1 = result.accuracy();
		Table table = new Table("", "");
		table.row("images", Integer.toString(result.images()));
		table.row("top-1", Si.percent(top1.share()) + " (95%: " + Si.percent(top1.low()) + " to "
				+ Si.percent(top1.high()) + ")");
		table.row("top-5", Si.percent((double) result.top5() / result.images()));
		table.row("loss", String.format(Locale.ROOT, "%.4f", result.loss()));
		if (distance != null) {
			table.row("cosine to the original", String.format(Locale.ROOT, "%.6f", distance.cosine()));
			table.row("mean square error", String.format(Locale.ROOT, "%.6g", distance.meanSquare()));
			table.row("same answer", Si.percent(distance.agreement()));
		}
		double[] shares = result.perClass();
		for (int c = 0; classes && c < shares.length; c++)
			table.row(name(result.classes(), c), Double.isNaN(shares[c]) ? "no images" : Si.percent(shares[c]));
		table.print(console.out());
	}

	private ObjectNode object(Evaluation result, @Nullable Distance distance) {
		ObjectNode object = JsonNodeFactory.instance.objectNode();
		object.put("images", result.images()).put("top1", result.accuracy().share())
				.put("low", result.accuracy().low()).put("high", result.accuracy().high())
				.put("top5", (double) result.top5() / result.images()).put("loss", result.loss())
				.put("data", result.dataHash()).put("skipped", result.skipped());
		if (distance != null)
			object.putObject("distance").put("cosine", distance.cosine()).put("meanSquare", distance.meanSquare())
					.put("agreement", distance.agreement());
		ArrayNode rows = object.putArray("confusion");
		for (int[] row : result.confusion()) {
			ArrayNode cells = rows.addArray();
			for (int count : row)
				cells.add(count);
		}
		result.classes().forEach(object.putArray("classes")::add);
		return object;
	}

	private static String name(List<String> names, int c) {
		return c < names.size() ? names.get(c) : "class " + c;
	}
}
