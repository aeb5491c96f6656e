package espalier.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;

import espalier.coupling.Cuts;
import espalier.graph.BadInputException;
import espalier.onnx.ModelFile;
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
		Plan read = PlanJson.read(plan);
		Source.Opened opened = source.open(model, console);
		fits(read, plan, opened.file());
		Cuts cuts = read.cuts(opened.piece().coupling());
		Pruned.write(opened, cuts, out, console);
		if (json)
			console.json(Pruned.object(opened, cuts, out).put("plan", plan.toString()));
		else
			Pruned.print(opened.piece(), cuts, console);
		console.took(start);
		return ExitCode.DONE.number();
	}

	/**
	 * @throws BadInputException
	 *             when the plan was made for another file
	 */
	static void fits(Plan plan, Path file, ModelFile model) {
		if (!plan.modelSha256().equals(model.sha256()))
			throw new BadInputException("`" + file + "` is a plan for another model (its SHA-256 begins with "
					+ plan.modelSha256().substring(0, Math.min(12, plan.modelSha256().length())) + ", that of `"
					+ model.path() + "` with " + model.sha256().substring(0, 12) + "); make one for this model.");
	}
}
