package espalier.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import espalier.graph.BadInputException;
import espalier.graph.EspalierException;
import espalier.graph.RefusedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** All commands under one name. */
@Command(name = "espalier", mixinStandardHelpOptions = true, versionProvider = Cli.Release.class, synopsisSubcommandLabel = "[COMMAND]", sortOptions = false, usageHelpAutoWidth = true, description = "Shows what is coupled in a trained network, and prunes it.%n"
		+ "Without a command, opens the window, with a model in it if one is given; where there is no display, plays the tour.%n", footerHeading = "%nExit status: ", footer = "0 done, 1 a fault of Espalier's own, 2 wrong use, 3 a check failed, 4 a file that can't be used.")
public final class Cli implements Callable<Integer> {
	private final Desktop desktop;
	private final TourCommand tour;

	@Spec
	private @Nullable CommandSpec spec;

	@Parameters(arity = "0..1", paramLabel = "MODEL", description = "ONNX model to open in the window.")
	private @Nullable Path model;

	@Option(names = "--example", description = "Open the window with the example network in it.")
	private boolean example;

	private Cli(Desktop desktop, TourCommand tour) {
		this.desktop = desktop;
		this.tour = tour;
	}

	/**
	 * Runs one command line: results go to {@code out}, progress and complaints to {@code err}.
	 *
	 * @return the exit status, one of {@link ExitCode}
	 */
	public static int run(String[] arguments, PrintWriter out, PrintWriter err, Desktop desktop) {
		Console console = new Console(out, err);
		try {
			return commands(console, desktop).execute(arguments);
		} catch (OutOfMemoryError e) {
			console.complain("The Java heap is full; give it more, as in JAVA_TOOL_OPTIONS=-Xmx8g.");
			return ExitCode.BUG.number();
		} catch (StackOverflowError e) {
			return bug(console, e);
		} finally {
			out.flush();
			err.flush();
		}
	}

	static CommandLine commands(Console console, Desktop desktop) {
		TourCommand tour = new TourCommand(console, desktop);
		CommandLine root = new CommandLine(new Cli(desktop, tour));
		root.addSubcommand(new InfoCommand(console)).addSubcommand(new GroupsCommand(console))
				.addSubcommand(new RegionsCommand(console))
				.addSubcommand(new OperatorsCommand(console)).addSubcommand(new ImportanceCommand(console))
				.addSubcommand(new PruneCommand(console)).addSubcommand(new ApplyCommand(console))
				.addSubcommand(new VerifyCommand(console)).addSubcommand(new EvaluateCommand(console))
				.addSubcommand(new SensitivityCommand(console))
				.addSubcommand(new TrainCommand(console)).addSubcommand(new RecalibrateCommand(console))
				.addSubcommand(MethodCommand.commands(console))
				.addSubcommand(new ExportCommand(console)).addSubcommand(new LatencyCommand(console))
				.addSubcommand(new ChartsCommand(console)).addSubcommand(new ReportCommand(console))
				.addSubcommand(new EvidenceCommand(console))
				.addSubcommand(
						new CommandLine(new DataCommand(console)).addSubcommand(new DataCommand.Preview(console)))
				.addSubcommand(tour)
				.addSubcommand(new CompletionCommand(console));
		root.registerConverter(Share.class, new Share.Converter());
		root.setCaseInsensitiveEnumValuesAllowed(true);
		root.setOut(console.out()).setErr(console.err());
		root.setExecutionExceptionHandler((e, command, parsed) -> failed(console, e));
		return root;
	}

	private static int failed(Console console, Exception e) {
		return switch (e) {
			case RefusedException refused -> complain(console, refused, ExitCode.USAGE);
			case BadInputException bad -> complain(console, bad, ExitCode.BAD_INPUT);
			default -> bug(console, e);
		};
	}

	private static int complain(Console console, EspalierException e, ExitCode code) {
		console.complain(String.valueOf(e.getMessage()));
		return code.number();
	}

	private static int bug(Console console, Throwable e) {
		console.complain(
				"This is a fault of Espalier's own (" + e.getClass().getSimpleName() + "); " + FailureLog.keep(e));
		return ExitCode.BUG.number();
	}

	@Override
	public Integer call() {
		if (model != null && !Files.isRegularFile(model))
			throw new ParameterException(java.util.Objects.requireNonNull(spec).commandLine(),
					"There is neither a command nor a model file called '" + model + "'.");
		if (desktop.here()) {
			Path first = model == null && example ? desktop.example() : model;
			desktop.open(first == null ? List.of() : List.of(first));
			return ExitCode.DONE.number();
		}
		if (model != null)
			throw new RefusedException(
					"There is no display to open a window on; use a command, as in espalier info " + model
							+ ", or espalier tour.");
		return tour.call();
	}

	/** The version in the program's jar. */
	static final class Release implements CommandLine.IVersionProvider {
		@Override
		public String[] getVersion() {
			String version = Cli.class.getPackage().getImplementationVersion();
			return new String[]{"Espalier " + (version == null ? "(built from source)" : version)};
		}
	}
}
