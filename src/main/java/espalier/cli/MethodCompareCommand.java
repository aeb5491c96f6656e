package espalier.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import espalier.cost.Si;
import espalier.method.RunRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code method compare FOLDER...}: what came of several runs. */
@Command(name = "compare", mixinStandardHelpOptions = true, description = "Compares what came of runs that were kept in folders.")
final class MethodCompareCommand implements Callable<Integer> {
	private final Console console;

	@Parameters(arity = "1..*", paramLabel = "FOLDER", description = "Folders of runs (`method run --folder`).")
	private List<Path> folders = new ArrayList<>();

	MethodCompareCommand(Console console) {
		this.console = console;
	}

	@Override
	public Integer call() {
		Table table = new Table("RUN", "METHOD", "GOAL", ">SEED", ">MACs", ">EPOCHS", ">TOP-1", ">SECONDS", "STATE");
		for (Path folder : folders) {
			RunRecord run = RunRecord.read(folder);
			table.row(folder.getFileName().toString(), run.recipe().title(), run.goal(),
					Long.toString(run.recipe().seed()),
					run.acts().isEmpty() ? "" : Si.change(run.macs(), run.acts().getLast().macs()),
					Integer.toString(run.epochs()),
					run.acts().isEmpty() ? "" : Si.percent(run.acts().getLast().accuracy()),
					String.format(Locale.ROOT, "%.0f", run.seconds()),
					run.done() ? "done" : run.acts().size() + " of " + run.of() + " acts");
		}
		table.print(console.out());
		return ExitCode.DONE.number();
	}
}
