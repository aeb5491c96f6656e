package espalier.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;

import espalier.data.Splits;
import espalier.graph.Graph;
import espalier.onnx.OnnxReader;
import espalier.onnx.OnnxWriter;
import espalier.train.Recalibration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code recalibrate MODEL --data DATA -o OUT}: new statistics for batch normalisations, without training. */
@Command(name = "recalibrate", mixinStandardHelpOptions = true, sortOptions = false, description = "Takes the statistics of batch normalisations anew, over training images; weights stay as they are.")
final class RecalibrateCommand implements Callable<Integer> {
	private final Console console;

	@Parameters(paramLabel = "MODEL", description = "ONNX model.")
	private Path model = Path.of("");
	@Mixin
	private DataOptions data = new DataOptions();
	@Option(names = {"-o", "--output"}, required = true, paramLabel = "OUT", description = "ONNX file to write.")
	private Path out = Path.of("");
	@Option(names = "--images", defaultValue = "512", paramLabel = "N", description = "Use N images, evenly over the classes (default ${DEFAULT-VALUE}).")
	private int images;
	@Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Seed of their draw (default ${DEFAULT-VALUE}).")
	private long seed = 1;
	@Option(names = "--threads", defaultValue = "0", paramLabel = "N", description = "Threads to compute with (default: one a core).")
	private int threads;

	RecalibrateCommand(Console console) {
		this.console = console;
	}

	@Override
	public Integer call() {
		long start = System.nanoTime();
		Graph graph = OnnxReader.read(model).graph();
		Splits splits = data.open();
		Graph recalibrated = Recalibration.of(graph, splits.train(), data.preprocessing(graph), images, seed,
				threads > 0 ? threads : Runtime.getRuntime().availableProcessors(), () -> false);
		OnnxWriter.write(recalibrated, out);
		console.progress(recalibrated.equals(graph)
				? "The model has no batch normalisation; wrote it to " + out + " as it is."
				: "Wrote " + out + ".");
		console.took(start);
		return ExitCode.DONE.number();
	}
}
