package espalier.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes a report as HTML that is XML too: figures and style inside, nothing outside. */
final class Html {
	private static final String STYLE = """
			:root { color: #1f2328; background: #fff; font: 15px/1.55 system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', Arial, sans-serif; }
			body { max-width: 940px; margin: 0 auto; padding: 48px 20px 80px; }
			h1 { font-size: 28px; line-height: 1.2; font-weight: 600; margin: 0; overflow-wrap: anywhere; }
			h2 { font-size: 19px; font-weight: 600; margin: 48px 0 12px; padding-top: 12px; border-top: 1px solid #e4e7e6; overflow-wrap: anywhere; }
			p { max-width: 68ch; margin: 0 0 12px; }
			p.subtitle { color: #55605a; margin: 6px 0 0; }
			table { border-collapse: collapse; margin: 12px 0 20px; font-size: 14px; }
			th { color: #55605a; font-weight: 400; text-align: left; border-bottom: 1px solid #7b8580; padding: 4px 16px 4px 0; vertical-align: bottom; }
			td { padding: 3px 16px 3px 0; border-bottom: 1px solid #eef0ef; vertical-align: top; overflow-wrap: anywhere; }
			.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
			table.facts td:first-child { color: #55605a; white-space: nowrap; }
			figure { margin: 20px 0; }
			figure svg { width: 100%; height: auto; display: block; }
			@media print {
				:root { font-size: 10.5pt; }
				body { max-width: none; padding: 0; }
				h2 { break-after: avoid; margin-top: 24pt; }
				figure, tr { break-inside: avoid; }
				thead { display: table-header-group; }
				@page { margin: 16mm; }
			}
			""";

	private final Writer out;
	private int figures;

	Html(OutputStream stream) {
		out = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
	}

	void write(Report report) throws IOException {
		out.write("""
				<!DOCTYPE html>
				<html lang="en" xmlns="http://www.w3.org/1999/xhtml">
				<head>
				<meta charset="utf-8"/>
				<meta name="viewport" content="width=device-width, initial-scale=1"/>
				""");
		element("title", report.title());
		out.write("<style>\n" + STYLE + "</style>\n</head>\n<body>\n<header>\n");
		element("h1", report.title());
		element("p", " class=\"subtitle\"", report.subtitle());
		out.write("</header>\n<main>\n");
		for (Report.Section section : report.sections()) {
			out.write("<section>\n");
			element("h2", section.heading());
			for (Report.Part part : section.parts())
				part(part);
			out.write("</section>\n");
		}
		out.write("</main>\n</body>\n</html>\n");
		out.flush();
	}

	private void part(Report.Part part) throws IOException {
		switch (part) {
			case Report.Prose(String text) -> element("p", text);
			case Report.Facts(List<Report.Fact> facts) -> facts(facts);
			case Report.Grid grid -> grid(grid);
			case Report.Chart(Figure figure) -> {
				out.write("<figure>\n");
				out.write(Svg.of(Sheet.of(figure), "f" + ++figures + "-").text());
				out.write("\n</figure>\n");
			}
		}
	}

	private void facts(List<Report.Fact> facts) throws IOException {
		out.write("<table class=\"facts\"><tbody>\n");
		for (Report.Fact fact : facts) {
			out.write("<tr>");
			element("td", fact.name());
			element("td", fact.value());
			out.write("</tr>\n");
		}
		out.write("</tbody></table>\n");
	}

	private void grid(Report.Grid grid) throws IOException {
		out.write("<table><thead>\n");
		row("th", grid.head(), grid.words());
		out.write("</thead><tbody>\n");
		for (List<String> cells : grid.rows())
			row("td", cells, grid.words());
		out.write("</tbody></table>\n");
	}

	private void row(String tag, List<String> cells, int words) throws IOException {
		out.write("<tr>");
		for (int c = 0; c < cells.size(); c++)
			element(tag, c < words ? "" : " class=\"number\"", cells.get(c));
		out.write("</tr>\n");
	}

	private void element(String tag, String text) throws IOException {
		element(tag, "", text);
	}

	private void element(String tag, String attributes, String text) throws IOException {
		out.write("<" + tag + attributes + ">" + escaped(text) + "</" + tag + ">\n");
	}

	static String escaped(String text) {
		return Letters.shown(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
				.replace("\"", "&quot;").replace("'", "&#39;");
	}
}
