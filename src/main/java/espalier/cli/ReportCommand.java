package espalier.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import espalier.coupling.Cuts;
import espalier.data.Dataset;
import espalier.data.Preprocessing;
import espalier.data.Splits;
import espalier.data.Subset;
import espalier.evaluate.Evaluation;
import espalier.graph.Graph;
import espalier.plan.Plan;
import espalier.plan.PlanJson;
import espalier.plan.Surgeon;
import espalier.report.Account;
import espalier.report.Environment;
import espalier.report.Report;
import espalier.train.Recipe;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code report MODEL -o OUT.html}: one file that tells all that is known. */
@Command(name = "report", mixinStandardHelpOptions = true, sortOptions = false, description = "Writes one self-contained page on a model and on plans for it: costs, accuracy, sensitivity, how it came about.")
final class ReportCommand implements Callable<Integer> {
	private final Console console;

	@Parameters(paramLabel = "MODEL", description = "ONNX model.")
	private Path model = Path.of("");
	@Option(names = {"-o", "--output"}, required = true, paramLabel = "OUT.html", description = "HTML file to write.")
	private Path out = Path.of("");
	@Option(names = "--pdf", paramLabel = "OUT.pdf", description = "Write the same as PDF, too.")
	private @Nullable Path pdf;
	@Option(names = "--plan", arity = "1..*", paramLabel = "PLAN.json", description = "Plans for this model, which are compared.")
	private List<Path> plans = new ArrayList<>();
	@Option(names = "--sensitivity", arity = "1..*", paramLabel = "S.json", description = "Sweeps of this model.")
	private List<Path> sweeps = new ArrayList<>();
	@Option(names = "--recipe", paramLabel = "R.json", description = "Training recipe to tell.")
	private @Nullable Path recipe;
	@ArgGroup(exclusive = false, multiplicity = "0..1", heading = "To measure accuracy:%n")
	private @Nullable DataOptions data;
	@Option(names = "--images", paramLabel = "N", description = "Measure on N images, evenly over the classes (default: all).")
	private @Nullable Integer images;
	@Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Seed of that draw (default ${DEFAULT-VALUE}).")
	private long seed = 1;
	@Mixin
	private Source source = new Source();

	ReportCommand(Console console) {
		this.console = console;
	}

	@Override
	public Integer call() {
		long start = System.nanoTime();
		Source.Opened opened = source.open(model, console);
		String told = recipe == null ? null : Recipe.read(recipe).toJson();
		List<Account.Case> cases = new ArrayList<>();
		for (Path plan : plans) {
			Source.Opened chosen = source.open(model, PlanJson.read(plan).choices(), console);
			Plan read = PlanJson.read(plan, chosen.file());
			Cuts cuts = read.cuts(chosen.piece().coupling());
			cases.add(new Account.Case(title(read, plan), chosen.piece(), cuts, null));
		}
		Account account = new Account(opened.file(), opened.piece(), null, "", cases,
				Sweeps.read(sweeps, opened.file()), told, Environment.here(), Instant.now());
		Report report = (data == null ? account : measured(account, data)).report();
		report.writeHtml(out);
		console.progress("Wrote " + out + ".");
		if (pdf != null) {
			report.writePdf(pdf);
			console.progress("Wrote " + pdf + ".");
		}
		console.took(start);
		return ExitCode.DONE.number();
	}

	private static String title(Plan plan, Path file) {
		return plan.title().isBlank() ? String.valueOf(file.getFileName()) : plan.title();
	}

	private Account measured(Account account, DataOptions options) {
		Splits splits = options.open();
		splits.notes().forEach(console::progress);
		Dataset some = images == null ? splits.validation() : Subset.stratified(splits.validation(), images, seed);
		Preprocessing preprocessing = options.preprocessing(account.piece().graph(), account.piece().trace());
		Evaluation original = measure("the original", account.piece().graph(), some, preprocessing);
		List<Account.Case> cases = new ArrayList<>();
		for (Account.Case one : account.cases())
			cases.add(new Account.Case(one.title(), one.piece(), one.cuts(), measure("`" + one.title() + "`",
					Surgeon.apply(one.piece().coupling(), one.cuts()), some, preprocessing)));
		return new Account(account.model(), account.piece(), original, some.name(), cases, account.sweeps(),
				account.recipe(), account.environment(), account.time());
	}

	private Evaluation measure(String what, Graph graph, Dataset some, Preprocessing preprocessing) {
		console.progress("Measuring " + what + " on " + some.size() + " images.");
		return Evaluation.of(graph, some, preprocessing, () -> false);
	}
}
