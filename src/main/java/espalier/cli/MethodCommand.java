package espalier.cli;

import java.nio.file.Files;
import java.nio.file.Path;

import espalier.method.MethodRecipe;
import espalier.method.Methods;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code method list}, {@code method show METHOD}, {@code method run METHOD}, {@code method compare FOLDER...}. */
@Command(name = "method", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND", description = "Published pruning methods: recipes that run to their end, and can be changed.")
final class MethodCommand implements Runnable {
	@Spec
	private CommandSpec spec = CommandSpec.create();

	private MethodCommand() {}

	static CommandLine commands(Console console) {
		return new CommandLine(new MethodCommand()).addSubcommand(new List(console)).addSubcommand(new Show(console))
				.addSubcommand(new MethodRunCommand(console)).addSubcommand(new MethodCompareCommand(console));
	}

	@Override
	public void run() {
		throw new ParameterException(spec.commandLine(), "Say what to do: list, show, run or compare.");
	}

	/** The recipe in a file of this name, or of this id. */
	static MethodRecipe recipe(String name) {
		return name.endsWith(".json") || Files.isRegularFile(Path.of(name))
				? MethodRecipe.read(Path.of(name))
				: Methods.byId(name);
	}

	/** {@code method list}. */
	@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the methods with their papers.")
	static final class List implements Runnable {
		private final Console console;

		List(Console console) {
			this.console = console;
		}

		@Override
		public void run() {
			Table table = new Table("METHOD", ">EPOCHS", "PAPER");
			Methods.all().forEach(m -> table.row(m.id(), Integer.toString(m.epochs()), m.paper()));
			table.print(console.out());
		}
	}

	/** {@code method show METHOD}. */
	@Command(name = "show", mixinStandardHelpOptions = true, description = "Prints a method's recipe (JSON), to be changed and run.")
	static final class Show implements Runnable {
		private final Console console;
		@Parameters(paramLabel = "METHOD", description = "Id, as in fpgm, or the file of a recipe.")
		private String method = "";

		Show(Console console) {
			this.console = console;
		}

		@Override
		public void run() {
			console.out().println(recipe(method).toJson());
		}
	}
}
