package espalier.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tour}: the window drives itself off-screen. */
@Command(name = "tour", mixinStandardHelpOptions = true, description = "Lets the window drive itself off-screen: opens the example, prunes, commits, exports and takes pictures.")
final class TourCommand implements Callable<Integer> {
	/** Where the tour leaves its files unless told otherwise. */
	static final Path FOLDER = Path.of("target", "tour");
	private final Console console;
	private final Desktop desktop;

	@Option(names = {"-o",
			"--output"}, paramLabel = "FOLDER", description = "Folder for its files (default target/tour).")
	private Path out = FOLDER;
	@Option(names = "--pictures", paramLabel = "FOLDER", description = "Folder for the pictures that the README shows.")
	private @Nullable Path pictures;
	@Option(names = "--json", description = "Print one JSON object at the end.")
	private boolean json;

	TourCommand(Console console, Desktop desktop) {
		this.console = console;
		this.desktop = desktop;
	}

	@Override
	public Integer call() {
		int failed = desktop.tour(out, pictures);
		if (json)
			console.json(JsonNodeFactory.instance.objectNode().put("folder", out.toString()).put("done", failed == 0));
		return failed == 0 ? ExitCode.DONE.number() : ExitCode.CHECK_FAILED.number();
	}
}
