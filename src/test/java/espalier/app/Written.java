package espalier.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import espalier.cli.Cli;
import espalier.cli.Difference;
import espalier.cli.MaskedReference;
import espalier.cost.Cost;
import espalier.graph.Graph;
import espalier.graph.Trace;
import espalier.onnx.OnnxReader;
import espalier.plan.PlanJson;
import espalier.runtime.Runner;
import espalier.runtime.Tracer;
import espalier.runtime.Value;
import espalier.session.Workpiece;

/** Files that the window wrote, counted, run, and given to the command line. */
final class Written {
	private Written() {}

	/** Runs a command line that must succeed, and gives what it prints. */
	static String command(Object... words) {
		StringWriter out = new StringWriter();
		StringWriter err = new StringWriter();
		int code = Cli.run(Arrays.stream(words).map(String::valueOf).toArray(String[]::new), new PrintWriter(out),
				new PrintWriter(err), new NoDesktop());
		assertThat(code).as(err.toString()).isZero();
		return out.toString();
	}

	static Cost cost(Path model) {
		Graph graph = OnnxReader.read(model).graph();
		return Workpiece.of(graph, Tracer.defaultInputs(graph)).cost().original();
	}

	/** The example pruned by a plan computes what the example computes when the plan masks it, and not what the whole one does. */
	static void equalsTheMaskedExample(Path pruned, Path plan) throws Exception {
		Graph original = OnnxReader.read(Shown.EXAMPLE).graph();
		Trace trace = Tracer.trace(original);
		try (Runner whole = Runner.of(original);
				Runner masked = Runner.of(MaskedReference.of(original, trace, PlanJson.read(plan)));
				Runner cut = Runner.of(OnnxReader.read(pruned).graph())) {
			Random random = new Random(3);
			Map<String, Value> inputs = new HashMap<>();
			original.inputs().forEach(
					i -> inputs.put(i.name(), Value.random(i.type(), trace.inputs().get(i.name()), random)));
			Map<String, Value> expected = masked.run(inputs);
			assertThat(Difference.between(expected, cut.run(inputs)).relative()).isLessThan(1e-5);
			assertThat(Difference.between(whole.run(inputs), expected).relative())
					.as("the cut changes what the network computes").isGreaterThan(1e-3);
		}
	}
}
