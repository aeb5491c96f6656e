package espalier.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import javax.xml.parsers.DocumentBuilderFactory;

import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;
import espalier.evaluate.Evaluation;
import espalier.evaluate.Sensitivity;
import espalier.onnx.ModelFile;
import espalier.runtime.Tracer;
import espalier.session.Workpiece;
import espalier.train.Recipe;
import espalier.zoo.Nets;

class ReportTest {
	private static final String HOSTILE = "<script>alert(\"1\")</script>&amp; it's\u0001";

	@TempDir
	Path folder = Path.of("");

	private static Account account() {
		var graph = Nets.resNet("net", 1, 1, 8, 16);
		Workpiece piece = Workpiece.of(graph, Tracer.trace(graph));
		ChannelGroup group = piece.coupling().prunable().getFirst();
		Cuts cuts = Cuts.NONE.with(group, BitSet.valueOf(new long[]{3}));
		Sensitivity made = Made.sensitivity(3, 1);
		Sensitivity sweep = made.with(new Sensitivity.Curve(HOSTILE, 4, List.of(Made.point(0.5, 2, 0.5, 512))));
		return new Account(new ModelFile(Path.of("net.onnx"), graph, "0123abcd".repeat(8), 1234), piece,
				evaluation(90), "images.tar", List.of(new Account.Case(HOSTILE, piece, cuts, evaluation(80)),
						new Account.Case("second", piece, cuts, null)),
				List.of(new SensitivityCurves.Series("l2", sweep)), Recipe.quick().toJson(),
				new Environment("Linux, amd64", 2, "25", "1.28.0", "0.1"), Instant.parse("2026-11-25T09:30:00Z"));
	}

	private static Evaluation evaluation(int hits) {
		return new Evaluation(100, hits, 100, 1, new int[][]{{100}}, List.of("a"), "f00d", "");
	}

	@Test
	void htmlIsWellFormedEscapedAndAlone() throws Exception {
		Path file = folder.resolve("r.html");
		account().report().writeHtml(file);
		String text = Files.readString(file);
		Document document = DocumentBuilderFactory.newNSInstance().newDocumentBuilder()
				.parse(new InputSource(new StringReader(text)));
		assertThat(document.getElementsByTagNameNS("*", "script").getLength()).isZero();
		assertThat(text).doesNotContain("<script")
				.contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;amp;");
		assertThat(document.getDocumentElement().getTextContent()).contains(HOSTILE.replace('\u0001', '\ufffd'));
		Set<String> ids = new HashSet<>();
		NodeList all = document.getElementsByTagName("*");
		for (int i = 0; i < all.getLength(); i++) {
			Element e = (Element) all.item(i);
			for (String reference : new String[]{"src", "href", "xlink:href", "data", "action"})
				assertThat(e.getAttribute(reference)).as(e.getTagName()).isEmpty();
			if (!e.getAttribute("id").isEmpty())
				assertThat(ids.add(e.getAttribute("id"))).as("id %s is there once", e.getAttribute("id")).isTrue();
		}
		assertThat(Pattern.compile("url\\((?!#)|@import|@font-face").matcher(text).find()).isFalse();
		assertThat(document.getElementsByTagNameNS("*", "svg").getLength()).isEqualTo(1 + 2 * 2 + 2);
	}

	@Test
	void everythingThatMattersIsTold() throws Exception {
		Path file = folder.resolve("r.html");
		account().report().writeHtml(file);
		String text = DocumentBuilderFactory.newNSInstance().newDocumentBuilder()
				.parse(new InputSource(new StringReader(Files.readString(file)))).getDocumentElement().getTextContent();
		assertThat(text).contains("25 November 2026, 09:30 UTC", "0123abcd".repeat(8), "f00d", "images.tar", "1.28.0",
				"Linux, amd64", "90.0%", "80.0%", "not measured", "Training recipe", "label smoothing",
				"as cut, not fine-tuned",
				"How it came about");
	}

	@Test
	void aMethodIsToldStepByStep() {
		assertThat(RecipeFacts.of("{\"title\":\"SFP\",\"notes\":\"\",\"steps\":[{\"do\":\"soft\",\"normShare\":0.5},"
				+ "{\"do\":\"train\"}]}").facts()).containsExactly(new Report.Fact("title", "SFP"),
						new Report.Fact("steps 1 do", "soft"), new Report.Fact("steps 1 norm share", "0.5"),
						new Report.Fact("steps 2 do", "train"));
	}

	@Test
	void thePdfSaysTheSameOnPages() throws Exception {
		Path file = folder.resolve("r.pdf");
		account().report().writePdf(file);
		try (PDDocument document = Loader.loadPDF(file.toFile())) {
			assertThat(document.getNumberOfPages()).isGreaterThan(2);
			String text = new PDFTextStripper().getText(document);
			assertThat(text).contains("net.onnx", "Summary", "25 November 2026", "<script>alert", "label smoothing",
					"0123abcd", "How it came about", "1 of " + document.getNumberOfPages());
		}
	}

	@Test
	void aTableLongerThanAPageGoesOn() throws Exception {
		List<List<String>> rows = new java.util.ArrayList<>();
		for (int i = 0; i < 200; i++)
			rows.add(List.of("group " + i, "word ".repeat(i % 60), "12"));
		Report report = new Report("Long", "", List.of(new Report.Section("Rows",
				List.of(new Report.Grid(2, List.of("Group", "Words", "Units"), rows),
						new Report.Chart(SensitivityCurves.of(Made.sensitivity(160, 1)))))));
		Path file = folder.resolve("r.pdf");
		report.writePdf(file);
		try (PDDocument document = Loader.loadPDF(file.toFile())) {
			String text = new PDFTextStripper().getText(document);
			for (int i = 0; i < 200; i++)
				assertThat(text).contains("group " + i + " ");
			assertThat(text).contains("features.block15.layer9.conv");
		}
	}
}
