package espalier.cli;

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code completion}: a script that teaches the shell these commands. */
@Command(name = "completion", mixinStandardHelpOptions = true, description = "Prints a completion script for bash and zsh: source <(espalier completion).")
final class CompletionCommand implements Callable<Integer> {
	private final Console console;

	@Spec
	private @Nullable CommandSpec spec;

	CompletionCommand(Console console) {
		this.console = console;
	}

	@Override
	public Integer call() {
		CommandSpec own = java.util.Objects.requireNonNull(spec);
		console.out().println(AutoComplete.bash("espalier", own.root().commandLine()));
		return ExitCode.DONE.number();
	}
}
