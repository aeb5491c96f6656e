package espalier.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Rows of text in aligned columns; columns of numbers are aligned to the right. */
final class Table {
	private final List<List<String>> rows = new ArrayList<>();
	private final int[] widths;
	private final boolean[] right;

	/** @param heads column titles; one that begins with {@code >} is a column of numbers */
	Table(String... heads) {
		widths = new int[heads.length];
		right = new boolean[heads.length];
		String[] titles = heads.clone();
		for (int i = 0; i < heads.length; i++) {
			right[i] = heads[i].startsWith(">");
			titles[i] = right[i] ? heads[i].substring(1) : heads[i];
		}
		row(titles);
	}

	void row(String... cells) {
		for (int i = 0; i < widths.length; i++)
			widths[i] = Math.max(widths[i], cells[i].length());
		rows.add(List.of(cells));
	}

	void print(PrintWriter out) {
		for (List<String> row : rows) {
			StringBuilder line = new StringBuilder();
			for (int i = 0; i < widths.length; i++) {
				String space = " ".repeat(widths[i] - row.get(i).length());
				line.append(i == 0 ? "" : "  ").append(right[i] ? space + row.get(i) : row.get(i) + space);
			}
			out.println(line.toString().stripTrailing());
		}
	}
}
