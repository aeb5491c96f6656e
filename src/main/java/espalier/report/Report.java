package espalier.report;

import java.nio.file.Path;
import java.util.List;

import espalier.onnx.AtomicFile;

/**
 * What was done with a network, to be read on its own: in sections of text, tables and figures. Its two forms, one HTML file and
 * a PDF, say the same.
 *
 * @param subtitle
 *            what follows the title in small letters, as the date
 */
public record Report(String title, String subtitle, List<Section> sections) {
	/** A part under a heading. */
	public record Section(String heading, List<Part> parts) {
		public Section {
			parts = List.copyOf(parts);
		}
	}

	/** What sections are made of. */
	public sealed interface Part {}

	/** A paragraph. */
	public record Prose(String text) implements Part {}

	/** Names and what they are. */
	public record Facts(List<Fact> facts) implements Part {
		public Facts {
			facts = List.copyOf(facts);
		}
	}

	/** A line of {@link Facts}. */
	public record Fact(String name, String value) {}

	/**
	 * A table of text.
	 *
	 * @param words
	 *            how many of the first columns hold words; numbers, which follow, are aligned to the right
	 * @param rows
	 *            as long as the head each
	 */
	public record Grid(int words, List<String> head, List<List<String>> rows) implements Part {
		public Grid {
			head = List.copyOf(head);
			rows = rows.stream().map(List::copyOf).toList();
		}
	}

	/** A figure with its title. */
	public record Chart(Figure figure) implements Part {}

	public Report {
		sections = List.copyOf(sections);
	}

	/**
	 * Writes one HTML file that needs nothing else.
	 *
	 * @throws espalier.graph.BadInputException
	 *             when it can't be written
	 */
	public void writeHtml(Path file) {
		AtomicFile.write(file, out -> new Html(out).write(this));
	}

	/**
	 * Writes pages of A4.
	 *
	 * @throws espalier.graph.BadInputException
	 *             when it can't be written
	 */
	public void writePdf(Path file) {
		AtomicFile.write(file, out -> Leaflet.write(this, out));
	}
}
