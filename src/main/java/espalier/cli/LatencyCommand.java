package espalier.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import espalier.evaluate.Latency;
import espalier.evaluate.NodeTimes;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.session.Workpiece;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench-latency MODEL...}: how long a run takes, one model against the others. */
@Command(name = "bench-latency", mixinStandardHelpOptions = true, sortOptions = false, description = "Times models in ONNX Runtime, run by run in turn, and compares them with the first.")
final class LatencyCommand implements Callable<Integer> {
	private final Console console;

	@Parameters(arity = "1..*", paramLabel = "MODEL", description = "ONNX models, the original first.")
	private List<Path> models = List.of();
	@Mixin
	private Source source = new Source();
	@Option(names = "--batch", defaultValue = "1", paramLabel = "N", description = "Samples a run, where models leave that open (default ${DEFAULT-VALUE}).")
	private int batch = 1;
	@Option(names = "--threads", defaultValue = "1", paramLabel = "N", description = "Threads a run (default ${DEFAULT-VALUE}).")
	private int threads = 1;
	@Option(names = "--runs", defaultValue = "50", paramLabel = "N", description = "Timed runs of each model (default ${DEFAULT-VALUE}).")
	private int runs = 50;
	@Option(names = "--nodes", description = "Print the time of each node of the last model.")
	private boolean nodes;
	@Option(names = "--json", description = "Print one JSON object.")
	private boolean json;

	LatencyCommand(Console console) {
		this.console = console;
	}

	@Override
	public Integer call() {
		if (batch < 1 || threads < 1 || runs < 1)
			throw new RefusedException("Batch, threads and runs are 1 or more.");
		long start = System.nanoTime();
		List<Workpiece> pieces = new ArrayList<>();
		for (Path model : models)
			pieces.add(source.open(model, console).piece());
		List<Latency> times = Latency.of(pieces.stream().map(Workpiece::graph).toList(), batch, threads, runs,
				() -> false);
		if (json)
			console.json(object(pieces, times));
		else
			print(pieces, times);
		if (nodes)
			printNodes(pieces.getLast().graph());
		console.took(start);
		return ExitCode.DONE.number();
	}

	private void print(List<Workpiece> pieces, List<Latency> times) {
		Table table = new Table("model", "median ms", "quartiles", "speed-up", "by MACs");
		for (int i = 0; i < times.size(); i++)
			table.row(models.get(i).getFileName().toString(), number("%.3f", times.get(i).median()),
					number("%.3f", times.get(i).low()) + " to " + number("%.3f", times.get(i).high()),
					number("%.2f x", times.getFirst().median() / times.get(i).median()),
					number("%.2f x", theoretical(pieces, i)));
		table.print(console.out());
		console.progress("Batch " + batch + ", " + threads + " threads, " + runs + " runs each in turn.");
	}

	private static double theoretical(List<Workpiece> pieces, int i) {
		return (double) pieces.getFirst().cost().original().macs() / pieces.get(i).cost().original().macs();
	}

	private void printNodes(Graph graph) {
		Table table = new Table("node", "operator", "ms");
		NodeTimes.of(graph, batch, threads, runs, () -> false)
				.forEach((node, time) -> table.row(node.name(), node.op(), number("%.4f", time)));
		table.print(console.out());
	}

	private ObjectNode object(List<Workpiece> pieces, List<Latency> times) {
		ObjectNode object = JsonNodeFactory.instance.objectNode();
		object.put("batch", batch).put("threads", threads).put("runs", runs);
		for (int i = 0; i < times.size(); i++)
			object.withArray("models").addObject().put("model", models.get(i).toString())
					.put("medianMs", times.get(i).median()).put("lowMs", times.get(i).low())
					.put("highMs", times.get(i).high())
					.put("speedUp", times.getFirst().median() / times.get(i).median())
					.put("speedUpByMacs", theoretical(pieces, i));
		return object;
	}

	private static String number(String format, double value) {
		return String.format(Locale.ROOT, format, value);
	}
}
