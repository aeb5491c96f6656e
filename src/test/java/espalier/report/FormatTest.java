package espalier.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;

import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

import espalier.graph.BadInputException;
import espalier.graph.RefusedException;

class FormatTest {
	private static final SensitivityCurves FIGURE = SensitivityCurves.of(Made.sensitivity(14, 1)).tolerating(0.05);

	@TempDir
	Path folder = Path.of("");

	@Test
	void svgIsXmlWhoseTextIsText() throws Exception {
		Path file = folder.resolve("f.svg");
		Format.SVG.write(FIGURE, file);
		Document document = DocumentBuilderFactory.newNSInstance().newDocumentBuilder().parse(file.toFile());
		assertThat(document.getDocumentElement().getLocalName()).isEqualTo("svg");
		NodeList texts = document.getElementsByTagNameNS("*", "text");
		List<String> words = new ArrayList<>();
		for (int i = 0; i < texts.getLength(); i++)
			words.add(texts.item(i).getTextContent());
		assertThat(words).contains(FIGURE.title(), "tolerated drop", "Share of units cut").containsAll(FIGURE.groups());
		org.w3c.dom.Element title = (org.w3c.dom.Element) texts.item(words.indexOf(FIGURE.title()));
		assertThat(Double.parseDouble(title.getAttribute("textLength"))).isBetween(200.0, 500.0);
		assertThat(Files.readString(file)).contains("Liberation Sans', Arial").doesNotContain("Dialog");
	}

	@Test
	void pdfHoldsOnePageOfTheSheetsSizeWithTextInAnEmbeddedFont() throws IOException {
		Path file = folder.resolve("f.pdf");
		Format.PDF.write(FIGURE, file);
		try (PDDocument document = Loader.loadPDF(file.toFile())) {
			assertThat(document.getNumberOfPages()).isEqualTo(1);
			assertThat(document.getPage(0).getMediaBox().getWidth()).isEqualTo((float) Sheet.USUAL);
			String text = new PDFTextStripper().getText(document);
			assertThat(text).contains(FIGURE.title()).contains("features.block1.layer3.conv");
		}
	}

	@Test
	void signsThatTheFontLacksAreDrawnAllTheSame() throws IOException {
		Figure odd = new CostBars(new Spending(Spending.Kind.MACS,
				List.of(new Spending.Layer("层.卷积", 10, 5), new Spending.Layer("plain", 10, 5))));
		for (Format format : Format.values())
			format.write(odd, folder.resolve("odd." + format.suffix()));
		try (PDDocument document = Loader.loadPDF(folder.resolve("odd.pdf").toFile())) {
			assertThat(new PDFTextStripper().getText(document)).contains("plain");
		}
		assertThat(Files.readString(folder.resolve("odd.svg"))).contains("层.卷积");
	}

	@Test
	void pngHasTwoPixelsAPointAndIsNotBlank() throws IOException {
		Path file = folder.resolve("f.png");
		Format.PNG.write(FIGURE, file);
		BufferedImage image = ImageIO.read(file.toFile());
		assertThat(image.getWidth()).isEqualTo((int) (2 * Sheet.USUAL));
		assertThat(image.getHeight()).isEqualTo((int) (2 * Sheet.of(FIGURE).height()));
		assertThat(image.getRGB(0, 0)).isEqualTo(0xffffffff);
		long inked = 0;
		for (int y = 0; y < image.getHeight(); y++)
			for (int x = 0; x < image.getWidth(); x++)
				if (image.getRGB(x, y) == Letters.INK.accent().getRGB())
					inked++;
		assertThat(inked).isGreaterThan(1000);
	}

	@Test
	void csvSurvivesAwkwardNamesAndKeepsAllDigits() throws IOException {
		List<List<Object>> rows = List.of(List.of("plain", 0.1 + 0.2), List.of("comma, \"quote\"", 1e-300),
				List.of("line\r\nbreak", -7L), List.of("", Double.NaN), List.of(" ", 3));
		Path file = folder.resolve("f.csv");
		Files.write(file, Csv.of(new Table(List.of("name", "x,y"), rows)));
		List<List<String>> read = read(Files.readString(file));
		assertThat(read.getFirst()).containsExactly("name", "x,y");
		assertThat(read.subList(1, read.size())).containsExactly(List.of("plain", "0.30000000000000004"),
				List.of("comma, \"quote\"", "1.0E-300"), List.of("line\r\nbreak", "-7"), List.of("", "NaN"),
				List.of(" ", "3"));
		assertThat(Csv.of(FIGURE.table())).asString(StandardCharsets.UTF_8).hasLineCount(2 + 14 * 9);
	}

	/** A reader of RFC 4180, sign by sign. */
	private static List<List<String>> read(String text) {
		List<List<String>> rows = new ArrayList<>();
		List<String> row = new ArrayList<>();
		StringBuilder cell = new StringBuilder();
		boolean quoted = false;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
				cell.append(text.charAt(++i));
			} else if (c == '"') {
				quoted = !quoted;
			} else if (!quoted && (c == ',' || c == '\n')) {
				row.add(cell.toString());
				cell.setLength(0);
				if (c == '\n') {
					rows.add(row);
					row = new ArrayList<>();
				}
			} else if (quoted || c != '\r') {
				cell.append(c);
			}
		}
		return rows;
	}

	@Test
	void whatCannotBeWrittenIsSaidAndLeavesWhatWasThere() throws IOException {
		Path nowhere = folder.resolve("missing").resolve("f.svg");
		for (Format format : Format.values())
			assertThatThrownBy(() -> format.write(FIGURE, nowhere)).isInstanceOf(BadInputException.class)
					.hasMessageContaining("its folder is not there");
		Figure broken = new Broken();
		Path file = folder.resolve("old.svg");
		Files.writeString(file, "old");
		assertThatThrownBy(() -> Format.PDF.write(broken, file)).isInstanceOf(IllegalStateException.class);
		assertThat(file).hasContent("old");
		try (var left = Files.list(folder)) {
			assertThat(left).containsExactly(file);
		}
		assertThatThrownBy(() -> Format.of("gif")).isInstanceOf(RefusedException.class)
				.hasMessageContaining("png, svg");
	}

	/** Fails in the middle of being drawn. */
	private static final class Broken implements Figure {
		@Override
		public String name() {
			return "broken";
		}

		@Override
		public String title() {
			return "Broken";
		}

		@Override
		public Table table() {
			return new Table(List.of(), List.of());
		}

		@Override
		public Marks draw(java.awt.Graphics2D g, java.awt.geom.Rectangle2D area, Ink ink) {
			throw new IllegalStateException("broken");
		}
	}
}
