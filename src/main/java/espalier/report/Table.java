package espalier.report;

import java.util.List;

/**
 * Named columns of cells. Numbers are {@link Number}s, not text, so that files hold all their digits.
 *
 * @param rows
 *            as long as the head each
 */
public record Table(List<String> head, List<List<Object>> rows) {
	public Table {
		head = List.copyOf(head);
		rows = rows.stream().map(List::copyOf).toList();
	}
}
