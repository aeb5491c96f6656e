package espalier.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.graph.RefusedException;
import espalier.importance.Criteria;
import espalier.importance.Scores;
import espalier.importance.Spearman;
import espalier.session.Workpiece;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code importance MODEL}: what channels score, and how far criteria agree. */
@Command(name = "importance", mixinStandardHelpOptions = true, sortOptions = false, description = "Scores the channels of each group by a criterion, and compares criteria by the order in which they put channels (Spearman's rank correlation).")
final class ImportanceCommand implements Callable<Integer> {
	private final Console console;

	@Parameters(paramLabel = "MODEL", description = "ONNX model.")
	private Path model = Path.of("");
	@Option(names = "--criterion", defaultValue = "l2", completionCandidates = Candidates.OfCriteria.class, description = "What makes a channel matter: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
	private String criterion = "l2";
	@Option(names = "--group", paramLabel = "NAME", description = "Tell every channel of one group.")
	private @Nullable String only;
	@Option(names = "--compare", paramLabel = "ID", completionCandidates = Candidates.OfCriteria.class, description = "Tell how far another criterion agrees, in each group and overall.")
	private @Nullable String compare;
	@Option(names = "--all", description = "Compare all criteria that can be applied, with the time and memory that each takes.")
	private boolean all;
	@Option(names = "--csv", paramLabel = "FILE", description = "Write the scores as group,unit,score, too.")
	private @Nullable Path csv;
	@Mixin
	private MeasuringOptions measuring = new MeasuringOptions();
	@Mixin
	private ScoreOptions scoring = new ScoreOptions();
	@Mixin
	private Source source = new Source();
	@Option(names = "--json", description = "Print one JSON object.")
	private boolean json;

	ImportanceCommand(Console console) {
		this.console = console;
	}

	@Override
	public Integer call() {
		long start = System.nanoTime();
		if (all && (compare != null || only != null || csv != null))
			throw new RefusedException("--all compares whole networks; leave --compare, --group and --csv away.");
		Workpiece piece = source.open(model, console).piece();
		List<ChannelGroup> groups = only == null
				? piece.coupling().prunable()
				: List.of(GroupsCommand.named(piece.coupling(), only));
		if (all)
			new CriteriaTable(piece, measuring, scoring.aggregation(), console).print(json);
		else
			one(piece, groups);
		console.took(start);
		return ExitCode.DONE.number();
	}

	private void one(Workpiece piece, List<ChannelGroup> groups) {
		Scores scores = scores(piece, criterion);
		Scores other = compare == null ? null : scores(piece, compare);
		if (csv != null) {
			ScoresCsv.write(groups, scores, other, csv);
			console.progress("Wrote " + csv + ".");
		}
		if (json)
			console.json(object(groups, scores, other));
		else if (only != null)
			units(groups.getFirst(), scores, other);
		else
			list(groups, scores, other);
	}

	private Scores scores(Workpiece piece, String id) {
		return Scores.of(piece.coupling(), measuring.bound(Criteria.byId(id), piece, console), scoring.aggregation());
	}

	private void list(List<ChannelGroup> groups, Scores scores, @Nullable Scores other) {
		Table table = new Table("GROUP", ">UNITS", ">LOWEST", ">MEDIAN", ">HIGHEST", ">AGREEMENT", "NOTE");
		for (ChannelGroup group : groups) {
			double[] own = scores.of(group);
			double[] others = other == null ? null : other.of(group);
			ScoreRange range = own == null ? null : ScoreRange.of(own);
			table.row(group.name(), Integer.toString(group.units()),
					range == null ? "" : ScoreRange.figure(range.lowest()),
					range == null ? "" : ScoreRange.figure(range.median()),
					range == null ? "" : ScoreRange.figure(range.highest()),
					own == null || others == null ? "" : agreement(Spearman.of(own, others)),
					note(group, scores, other));
		}
		table.print(console.out());
		if (other != null) {
			console.out().println();
			console.out().println("Agreement of " + scores.criterion().id() + " and " + other.criterion().id()
					+ " over all channels that both judge: " + agreement(overall(groups, scores, other))
					+ " (Spearman; 1 is the same order, -1 the opposite).");
		}
	}

	/** Correlation over the units of all groups that both judge; NaN where there are none. */
	static double overall(List<ChannelGroup> groups, Scores a, Scores b) {
		List<double[]> first = new ArrayList<>();
		List<double[]> second = new ArrayList<>();
		for (ChannelGroup group : groups) {
			double[] x = a.of(group);
			double[] y = b.of(group);
			if (x != null && y != null) {
				first.add(x);
				second.add(y);
			}
		}
		return Spearman.of(joined(first), joined(second));
	}

	private static double[] joined(List<double[]> parts) {
		return parts.stream().flatMapToDouble(java.util.Arrays::stream).toArray();
	}

	static String agreement(double correlation) {
		return Double.isNaN(correlation) ? "–" : String.format(Locale.ROOT, "%.3f", correlation);
	}

	private static String note(ChannelGroup group, Scores scores, @Nullable Scores other) {
		for (Scores of : other == null ? List.of(scores) : List.of(scores, other)) {
			String silent = of.notApplicable(group);
			String note = silent == null ? of.caution(group) : silent;
			if (note != null)
				return note;
		}
		return "";
	}

	private void units(ChannelGroup group, Scores scores, @Nullable Scores other) {
		double[] own = scores.of(group);
		double[] others = other == null ? null : other.of(group);
		if (own == null)
			throw new RefusedException(String.valueOf(scores.notApplicable(group)));
		Table table = other == null
				? new Table(">UNIT", ">" + scores.criterion().id().toUpperCase(Locale.ROOT))
				: new Table(">UNIT", ">" + scores.criterion().id().toUpperCase(Locale.ROOT),
						">" + other.criterion().id().toUpperCase(Locale.ROOT));
		for (int u = 0; u < own.length; u++)
			table.row(Integer.toString(u), ScoreRange.figure(own[u]),
					others == null ? "" : ScoreRange.figure(others[u]));
		table.print(console.out());
		if (!note(group, scores, other).isEmpty())
			console.progress(note(group, scores, other));
		if (others != null)
			console.progress("Agreement: " + agreement(Spearman.of(own, others)) + ".");
	}

	private ObjectNode object(List<ChannelGroup> groups, Scores scores, @Nullable Scores other) {
		ObjectNode object = JsonNodeFactory.instance.objectNode();
		object.put("criterion", scores.criterion().id());
		ArrayNode list = object.putArray("groups");
		for (ChannelGroup group : groups) {
			ObjectNode one = list.addObject().put("name", group.name()).put("units", group.units());
			double[] own = scores.of(group);
			double[] others = other == null ? null : other.of(group);
			numbers(one, "scores", own);
			one.put("notApplicable", scores.notApplicable(group)).put("caution", scores.caution(group));
			if (other != null) {
				numbers(one, "compared", others);
				number(one, "agreement", own == null || others == null ? Double.NaN : Spearman.of(own, others));
			}
		}
		if (other != null)
			number(object.put("compared", other.criterion().id()), "agreement", overall(groups, scores, other));
		return object;
	}

	private static void numbers(ObjectNode object, String name, double @Nullable [] scores) {
		if (scores == null) {
			object.putNull(name);
			return;
		}
		ArrayNode array = object.putArray(name);
		for (double score : scores)
			array.add(score);
	}

	/** JSON has no NaN. */
	static void number(ObjectNode object, String name, double value) {
		if (Double.isNaN(value))
			object.putNull(name);
		else
			object.put(name, value);
	}
}
