package espalier.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import espalier.data.NpyArray;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.Trace;
import espalier.graph.ValueInfo;
import espalier.onnx.ModelFile;
import espalier.onnx.OnnxReader;
import espalier.plan.Plan;
import espalier.plan.PlanJson;
import espalier.runtime.Runner;
import espalier.runtime.Value;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code verify ORIGINAL PRUNED --plan PLAN}: whether the pruned model computes what the masked original does. */
@Command(name = "verify", mixinStandardHelpOptions = true, sortOptions = false, description = "Checks that a pruned model computes what the original computes with the plan's channels set to zero. "
		+ "It reads the plan alone and shares no code with what cuts.")
final class VerifyCommand implements Callable<Integer> {
	private final Console console;

	@Parameters(index = "0", paramLabel = "ORIGINAL", description = "ONNX model before the cut.")
	private Path original = Path.of("");
	@Parameters(index = "1", paramLabel = "PRUNED", description = "ONNX model after the cut.")
	private Path pruned = Path.of("");
	@Option(names = "--plan", required = true, paramLabel = "PLAN.json", description = "What was cut.")
	private Path plan = Path.of("");
	@Option(names = "--seed", defaultValue = "1", description = "Seed of the random inputs (default ${DEFAULT-VALUE}).")
	private long seed = 1;
	@Option(names = "--runs", defaultValue = "4", description = "How many random inputs to try (default ${DEFAULT-VALUE}).")
	private int runs = 4;
	@Option(names = "--input", paramLabel = "[NAME=]FILE.npy", description = "An input to try as well, as NumPy writes arrays; once for every input of the model.")
	private List<String> inputs = new ArrayList<>();
	@Option(names = "--tolerance", defaultValue = "1e-4", description = "Largest difference allowed, relative to the output's largest magnitude (default ${DEFAULT-VALUE}).")
	private double tolerance = 1e-4;
	@Mixin
	private Source source = new Source();
	@Option(names = "--json", description = "Print one JSON object.")
	private boolean json;

	VerifyCommand(Console console) {
		this.console = console;
	}

	@Override
	public Integer call() {
		long start = System.nanoTime();
		if (runs < 0 || runs == 0 && inputs.isEmpty())
			throw new RefusedException("Nothing to compare: give --runs 1 or more, or an --input.");
		ModelFile before = OnnxReader.read(original);
		Plan read = PlanJson.read(plan, before);
		Graph after = OnnxReader.read(pruned).graph();
		Trace trace = source.trace(before.graph());
		Difference difference = compare(MaskedReference.of(before.graph(), trace, read), after, before.graph(), trace);
		boolean equal = difference.within(tolerance);
		if (json)
			console.json(object(difference, equal));
		else
			print(difference, equal);
		if (!equal)
			console.progress("A plan says what is cut and nothing of weights: a model that was trained or reconstructed"
					+ " after the cut is not equal.");
		console.took(start);
		return (equal ? ExitCode.DONE : ExitCode.CHECK_FAILED).number();
	}

	private Difference compare(Graph reference, Graph after, Graph before, Trace trace) {
		Difference worst = Difference.NONE;
		try (Runner masked = Runner.of(reference); Runner cut = Runner.of(after)) {
			Random random = new Random(seed);
			Map<String, Value> last = Map.of();
			boolean moved = false;
			for (int run = 0; run < runs; run++) {
				Map<String, Value> values = new LinkedHashMap<>();
				for (ValueInfo input : before.inputs())
					values.put(input.name(), Value.random(input.type(), sizes(input, trace), random));
				Map<String, Value> expected = masked.run(values);
				worst = worst.and(Difference.between(expected, cut.run(values)));
				moved |= run > 0 && Difference.between(last, expected).absolute() > 0;
				last = expected;
				console.progress("Random input " + (run + 1) + " of " + runs + ": " + worst.relative());
			}
			if (runs > 1 && !moved)
				console.progress(
						"The original gives the same outputs for every input, so this check says little of it.");
			if (!inputs.isEmpty()) {
				Map<String, Value> values = given(before);
				worst = worst.and(Difference.between(masked.run(values), cut.run(values)));
			}
		}
		return worst;
	}

	private static espalier.graph.Shape sizes(ValueInfo input, Trace trace) {
		if (trace.shape(input.name()) instanceof espalier.graph.Shape shape)
			return shape;
		throw new RefusedException("The sizes of input `" + input.name() + "` are open; give them, as in --input-size "
				+ input.name() + "=1x3x224x224.");
	}

	private Map<String, Value> given(Graph graph) {
		Map<String, Value> values = new LinkedHashMap<>();
		for (String input : inputs) {
			int equals = input.indexOf('=');
			boolean named = equals > 0
					&& graph.inputs().stream().anyMatch(i -> i.name().equals(input.substring(0, equals)));
			String name = named ? input.substring(0, equals) : graph.inputs().getFirst().name();
			values.put(name, NpyArray.read(Path.of(named ? input.substring(equals + 1) : input)).value());
		}
		return values;
	}

	private void print(Difference difference, boolean equal) {
		Table table = new Table("", "");
		table.row("largest absolute difference", String.format(java.util.Locale.ROOT, "%.3g", difference.absolute()));
		table.row("largest relative difference",
				String.format(java.util.Locale.ROOT, "%.3g (of the output's largest magnitude)",
						difference.relative()));
		table.row("where", difference.output());
		table.row("result", equal ? "equal up to rounding" : "NOT EQUAL: " + difference.reason(tolerance));
		table.print(console.out());
	}

	private ObjectNode object(Difference difference, boolean equal) {
		ObjectNode object = JsonNodeFactory.instance.objectNode();
		object.put("equal", equal).put("absolute", difference.absolute()).put("relative", difference.relative())
				.put("output", difference.output()).put("tolerance", tolerance).put("runs", runs).put("seed", seed);
		if (!equal)
			object.put("reason", difference.reason(tolerance));
		return object;
	}
}
