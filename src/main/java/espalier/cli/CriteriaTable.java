package espalier.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import espalier.cost.Si;
import espalier.coupling.ChannelGroup;
import espalier.graph.EspalierException;
import espalier.importance.Aggregation;
import espalier.importance.Criteria;
import espalier.importance.Criterion;
import espalier.importance.Criterion.Needs;
import espalier.importance.Scores;
import espalier.session.Workpiece;

/** All criteria side by side: what each takes, how many groups it judges, and in how far they agree. */
final class CriteriaTable {
	private final Workpiece piece;
	private final MeasuringOptions measuring;
	private final Aggregation aggregation;
	private final Console console;
	private final Map<Needs, Effort> efforts = new EnumMap<>(Needs.class);
	private final List<Row> rows = new ArrayList<>();

	/**
	 * What was measured, or why it could not be.
	 *
	 * @param bytes
	 *            of memory at most, or -1
	 */
	private record Effort(MeasuringOptions.@Nullable Measured measured, String refusal, double seconds, long bytes) {}

	/** @param scores null where the criterion can't be applied */
	private record Row(Criterion criterion, @Nullable Scores scores, double seconds, long bytes, String note) {
		private long judged() {
			return scores == null ? 0
					: scores.groups().stream().filter(g -> scores.notApplicable(g) == null).count();
		}
	}

	CriteriaTable(Workpiece piece, MeasuringOptions measuring, Aggregation aggregation, Console console) {
		this.piece = piece;
		this.measuring = measuring;
		this.aggregation = aggregation;
		this.console = console;
	}

	void print(boolean json) {
		// by rising needs: what ranks are taken of would serve for the lesser ones, and hide what those take alone
		Criteria.stream().sorted(Comparator.comparing(Criterion::needs))
				.forEach(c -> efforts.computeIfAbsent(c.needs(), n -> effort(c)));
		Criteria.stream().forEach(c -> rows.add(row(c)));
		List<ChannelGroup> groups = piece.coupling().prunable();
		List<Row> applied = rows.stream().filter(r -> r.judged() > 0).toList();
		if (json)
			console.json(object(groups, applied));
		else
			tables(groups, applied);
	}

	private Row row(Criterion criterion) {
		Effort effort = java.util.Objects.requireNonNull(efforts.get(criterion.needs()));
		if (!effort.refusal().isEmpty())
			return new Row(criterion, null, 0, -1, effort.refusal());
		boolean told = PeakMemory.reset();
		long start = System.nanoTime();
		try {
			Scores scores = Scores.of(piece.coupling(),
					effort.measured() == null ? criterion : effort.measured().found().bound(criterion), aggregation);
			return new Row(criterion, scores, effort.seconds() + Console.seconds(start),
					Math.max(effort.bytes(), told ? PeakMemory.bytes() : -1),
					effort.measured() != null && effort.measured().kept() ? "measured before" : "");
		} catch (EspalierException e) {
			return new Row(criterion, null, 0, -1, String.valueOf(e.getMessage()));
		}
	}

	private Effort effort(Criterion criterion) {
		if (!criterion.needs().images())
			return new Effort(null, "", 0, -1);
		boolean told = PeakMemory.reset();
		long start = System.nanoTime();
		try {
			MeasuringOptions.Measured measured = measuring.measured(criterion.needs(), criterion.title(), piece,
					console);
			return new Effort(measured, "", Console.seconds(start), told ? PeakMemory.bytes() : -1);
		} catch (EspalierException e) {
			return new Effort(null, String.valueOf(e.getMessage()), 0, -1);
		}
	}

	private void tables(List<ChannelGroup> groups, List<Row> applied) {
		Table table = new Table("CRITERION", ">GROUPS", ">SECONDS", ">MEMORY", "NOTE");
		for (Row row : rows)
			table.row(row.criterion().id(), row.judged() + " of " + groups.size(),
					row.scores() == null ? "" : String.format(Locale.ROOT, "%.3f", row.seconds()),
					row.bytes() < 0 ? "" : Si.of(row.bytes(), "B"), row.note());
		table.print(console.out());
		console.out().println();
		console.out().println("Agreement over all channels that both judge (Spearman; 1 is the same order)");
		List<String> heads = new ArrayList<>(List.of(""));
		applied.forEach(r -> heads.add(">" + r.criterion().id()));
		Table agreement = new Table(heads.toArray(String[]::new));
		for (Row row : applied) {
			List<String> cells = new ArrayList<>(List.of(row.criterion().id()));
			applied.forEach(other -> cells.add(ImportanceCommand.agreement(overall(groups, row, other))));
			agreement.row(cells.toArray(String[]::new));
		}
		agreement.print(console.out());
	}

	private static double overall(List<ChannelGroup> groups, Row a, Row b) {
		return ImportanceCommand.overall(groups, java.util.Objects.requireNonNull(a.scores()),
				java.util.Objects.requireNonNull(b.scores()));
	}

	private ObjectNode object(List<ChannelGroup> groups, List<Row> applied) {
		ObjectNode object = JsonNodeFactory.instance.objectNode();
		ArrayNode list = object.putArray("criteria");
		for (Row row : rows) {
			ObjectNode one = list.addObject().put("id", row.criterion().id()).put("groups", row.judged())
					.put("note", row.note());
			ObjectNode agreement = one.put("seconds", row.seconds()).put("bytes", row.bytes())
					.putObject("agreement");
			for (Row other : applied)
				if (applied.contains(row))
					ImportanceCommand.number(agreement, other.criterion().id(), overall(groups, row, other));
		}
		return object;
	}
}
