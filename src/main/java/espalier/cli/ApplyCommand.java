package espalier.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;

import espalier.coupling.Cuts;
import espalier.plan.Plan;
import espalier.plan.PlanJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code apply PLAN MODEL -o OUT}: cuts what a plan says. */
@Command(name = "apply", mixinStandardHelpOptions = true, sortOptions = false, description = "Cuts from a model what a plan says.")
final class ApplyCommand implements Callable<Integer> {
	private final Console console;

	@Parameters(index = "0", paramLabel = "PLAN", description = "Plan that was made for this model.")
	private Path plan = Path.of("");
	@Parameters(index = "1", paramLabel = "MODEL", description = "ONNX model.")
	private Path model = Path.of("");
	@Option(names = {"-o", "--output"}, required = true, paramLabel = "OUT", description = "ONNX file to write.")
	private Path out = Path.of("");
	@Mixin
	private Source source = new Source();
	@Option(names = "--json", description = "Print one JSON object.")
	private boolean json;

	ApplyCommand(Console console) {
		this.console = console;
	}

	@Override
	public Integer call() {
		long start = System.nanoTime();
		Source.Opened opened = source.open(model, PlanJson.read(plan).choices(), console);
		Plan read = PlanJson.read(plan, opened.file());
		Cuts cuts = read.cuts(opened.piece().coupling());
		Pruned.write(opened, cuts, null, out, console);
		if (json)
			console.json(Pruned.object(opened, cuts, out).put("plan", plan.toString()));
		else
			Pruned.print(opened, cuts, console);
		console.took(start);
		return ExitCode.DONE.number();
	}
}
