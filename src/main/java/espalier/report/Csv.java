package espalier.report;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Tables as RFC 4180 has them, in UTF-8: lines end with CR and LF, numbers have all their digits and a dot. */
final class Csv {
	private Csv() {}

	static byte[] of(Table table) {
		StringBuilder text = new StringBuilder(line(table.head()));
		table.rows().forEach(row -> text.append(line(row)));
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

	private static String line(List<?> cells) {
		return cells.stream().map(c -> quoted(c.toString())).collect(Collectors.joining(",", "", "\r\n"));
	}

	private static String quoted(String cell) {
		return cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n')
				? '"' + cell.replace("\"", "\"\"") + '"'
				: cell;
	}
}
