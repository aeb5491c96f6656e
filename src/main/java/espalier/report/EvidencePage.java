package espalier.report;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import espalier.cost.Si;
import espalier.method.Evidence;
import espalier.method.MethodRecipe;
import espalier.method.Reported;
import espalier.onnx.AtomicFile;

/**
 * Evidence as a page: what was measured, and in a column of its own what papers report.
 *
 * @param recipes
 *            that were run
 */
public record EvidencePage(Evidence evidence, List<MethodRecipe> recipes, Environment environment, Instant time) {
	private static final List<String> HEAD = List.of("Method", "Reported by its paper (other network and data)",
			"MACs", "Parameters", "Top-1 behind the cut", "Top-1", "Change", "Time", "Faster");

	public Report report() {
		List<Report.Section> sections = new ArrayList<>();
		sections.add(new Report.Section("What was measured", List.of(new Report.Prose(words()),
				new Report.Chart(new EvidenceFigure(evidence)), new Report.Grid(2, HEAD, rows()),
				new Report.Prose("Top-1 is the mean over seeds, with half of the distance between the lowest and the"
						+ " highest behind it; of " + evidence.images() + " images an interval of 95% is about "
						+ String.format(Locale.ROOT, "%.1f", 196
								* Math.sqrt(evidence.accuracy() * (1 - evidence.accuracy()) / evidence.images()))
						+ " points to either side. Of each training the epoch that measured best is kept. Faster is how many times as fast the network runs in ONNX Runtime, one"
						+ " image on one thread. What papers report is of other networks and images, and is not to be"
						+ " compared with the rest."))));
		sections.add(new Report.Section("Methods", recipes.stream().<Report.Part>map(r -> new Report.Prose(
				r.title() + ": " + r.paper() + ". " + r.notes())).toList()));
		sections.add(new Report.Section("Made with", List.of(new Report.Facts(environment.facts()))));
		return new Report("Pruning methods side by side",
				evidence.model() + ", " + DateTimeFormatter.ISO_LOCAL_DATE.format(time.atOffset(ZoneOffset.UTC)),
				sections);
	}

	private String words() {
		return "Each method prunes " + evidence.model() + " (" + Si.of(evidence.macs(), "MACs") + ", "
				+ Si.of(evidence.parameters(), "parameters") + ", top-1 " + Si.percent(evidence.accuracy())
				+ ") to " + evidence.goal() + ", with " + evidence.epochs() + " epochs over " + evidence.trained()
				+ " images of " + evidence.data() + " in all, whatever it does in them. "
				+ (evidence.done() ? "" : evidence.runs().size() + " of " + evidence.wanted() + " runs are done. ")
				+ "Accuracy is top-1 on " + evidence.images() + " images.";
	}

	private List<List<String>> rows() {
		return evidence.rows().stream().map(row -> List.of(row.title(),
				Reported.of(row.method()) instanceof Reported said ? said.words() : "–",
				change(evidence.macs(), row.mean(Evidence.Run::macs)),
				change(evidence.parameters(), row.mean(Evidence.Run::parameters)),
				Si.percent(row.mean(Evidence.Run::pruned)),
				Si.percent(row.mean(Evidence.Run::accuracy))
						+ (row.runs().size() > 1 ? String.format(Locale.ROOT, " ±%.1f", 100 * row.spread()) : ""),
				points(row.mean(Evidence.Run::accuracy) - evidence.accuracy()),
				String.format(Locale.ROOT, "%.0f s", row.mean(Evidence.Run::seconds)),
				String.format(Locale.ROOT, "%.2f ×", row.mean(Evidence.Run::speedUp))))
				.toList();
	}

	private static String change(long before, double after) {
		return Si.change(before, Math.round(after));
	}

	/** A difference of shares in points. */
	private static String points(double difference) {
		return String.format(Locale.ROOT, "%s%.1f", difference < 0 ? "−" : "+", 100 * Math.abs(difference));
	}

	/**
	 * Writes the page, its chart as picture and table, the table for a text, and the recipes.
	 *
	 * @throws espalier.graph.BadInputException
	 *             when a file can't be written
	 */
	public void write(Path folder) {
		report().writeHtml(folder.resolve("evidence.html"));
		EvidenceFigure figure = new EvidenceFigure(evidence);
		for (Format format : List.of(Format.SVG, Format.PNG, Format.CSV))
			format.write(figure, folder.resolve("evidence." + format.suffix()));
		AtomicFile.write(folder.resolve("evidence.md"),
				stream -> stream.write(markdown().getBytes(StandardCharsets.UTF_8)));
		recipes.forEach(r -> r.write(folder.resolve(r.id() + ".recipe.json")));
	}

	/** The table for a text that is written in Markdown. */
	public String markdown() {
		List<List<String>> all = new ArrayList<>(List.of(HEAD));
		all.add(HEAD.stream().map(h -> HEAD.indexOf(h) < 2 ? "---" : "---:").toList());
		all.addAll(rows());
		return all.stream().map(cells -> "| " + String.join(" | ", cells) + " |").collect(Collectors.joining("\n"))
				+ "\n";
	}
}
