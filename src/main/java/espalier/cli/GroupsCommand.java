package espalier.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Member;
import espalier.coupling.Role;
import espalier.coupling.Tie;
import espalier.graph.RefusedException;
import espalier.importance.Criteria;
import espalier.importance.Scores;
import espalier.session.Workpiece;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code groups MODEL}: what can only be cut together, and why. */
@Command(name = "groups", mixinStandardHelpOptions = true, description = "Lists the channel groups: what can only be cut together, and what can't be cut.")
final class GroupsCommand implements Callable<Integer> {
	private final Console console;

	@Parameters(paramLabel = "MODEL", description = "ONNX model.")
	private Path model = Path.of("");
	@Mixin
	private Source source = new Source();
	@Option(names = "--why", paramLabel = "GROUP", description = "Tell of one group why its members hang together.")
	private @Nullable String why;
	@Option(names = "--from", paramLabel = "LAYER", description = "With --why and --to: tell the shortest chain of ties from this layer.")
	private @Nullable String from;
	@Option(names = "--to", paramLabel = "LAYER", description = "Where that chain ends.")
	private @Nullable String to;
	@Option(names = "--criterion", completionCandidates = Candidates.OfCriteria.class, description = "Tell what the channels of each group score, too: ${COMPLETION-CANDIDATES}.")
	private @Nullable String criterion;
	@Mixin
	private MeasuringOptions measuring = new MeasuringOptions();
	@Mixin
	private ScoreOptions scoring = new ScoreOptions();
	@Option(names = "--json", description = "Print JSON.")
	private boolean json;

	GroupsCommand(Console console) {
		this.console = console;
	}

	@Override
	public Integer call() {
		long start = System.nanoTime();
		Workpiece piece = source.open(model, console).piece();
		Coupling coupling = piece.coupling();
		if (why == null)
			list(coupling, criterion == null
					? null
					: Scores.of(coupling, measuring.bound(Criteria.byId(criterion), piece, console),
							scoring.aggregation()));
		else
			explain(coupling, named(coupling, why));
		console.took(start);
		return ExitCode.DONE.number();
	}

	/**
	 * The group of a name.
	 *
	 * @throws RefusedException
	 *             when there is none, naming some that are alike
	 */
	static ChannelGroup named(Coupling coupling, String name) {
		ChannelGroup group = coupling.group(name);
		if (group != null)
			return group;
		String alike = coupling.groups().stream().map(ChannelGroup::name).filter(n -> n.contains(name)).limit(3)
				.map(n -> "`" + n + "`").collect(Collectors.joining(", "));
		throw new RefusedException("There is no group `" + name + "`; "
				+ (alike.isEmpty() ? "`espalier groups` lists them." : "did you mean " + alike + "?"));
	}

	private void list(Coupling coupling, @Nullable Scores scores) {
		if (json) {
			ObjectNode object = JsonNodeFactory.instance.objectNode();
			ArrayNode groups = object.putArray("groups");
			for (ChannelGroup group : coupling.groups()) {
				ObjectNode one = object(group);
				if (scores != null && range(scores, group) instanceof ScoreRange range)
					one.put("lowest", range.lowest()).put("median", range.median()).put("highest", range.highest());
				groups.add(one);
			}
			console.json(object);
			return;
		}
		List<String> heads = new java.util.ArrayList<>(List.of("GROUP", ">UNITS", ">MEMBERS"));
		if (scores != null)
			heads.addAll(List.of(">LOWEST", ">MEDIAN", ">HIGHEST"));
		heads.addAll(List.of("LAYERS", "PINNED BECAUSE IT, OR NOTE"));
		Table table = new Table(heads.toArray(String[]::new));
		for (ChannelGroup group : coupling.groups())
			table.row(cells(group, scores));
		table.print(console.out());
	}

	private static String[] cells(ChannelGroup group, @Nullable Scores scores) {
		List<String> cells = new java.util.ArrayList<>(List.of(group.name(), Integer.toString(group.units()),
				Integer.toString(group.members().size())));
		if (scores != null) {
			ScoreRange range = range(scores, group);
			cells.addAll(range == null
					? List.of("", "", "")
					: List.of(ScoreRange.figure(range.lowest()), ScoreRange.figure(range.median()),
							ScoreRange.figure(range.highest())));
		}
		String silent = scores == null || group.pinned() ? null : scores.notApplicable(group);
		cells.addAll(List.of(layers(group),
				group.pin() != null ? group.pin().sentence() : silent == null ? note(group) : silent));
		return cells.toArray(String[]::new);
	}

	private static @Nullable ScoreRange range(Scores scores, ChannelGroup group) {
		double[] of = scores.of(group);
		return of == null ? null : ScoreRange.of(of);
	}

	private static String note(ChannelGroup group) {
		List<String> notes = new java.util.ArrayList<>();
		if (group.alternative())
			notes.add("another way to cut the same weights");
		if (group.offer() == ChannelGroup.Offer.SAMPLED)
			notes.add("what a sampler leaves of its stream; what the stream loses goes here too");
		if (group.changesStatistics())
			notes.add("changes statistics of `" + group.statistics().getFirst().use().node().name() + "`"
					+ (group.statistics().size() == 1 ? "" : " and " + (group.statistics().size() - 1) + " more"));
		return String.join("; ", notes);
	}

	/** Layers that make the channels, the first few by name. */
	private static String layers(ChannelGroup group) {
		List<String> makers = group.members().stream()
				.filter(m -> m.role() == Role.OUT || m.role() == Role.DEPTHWISE).map(Member::layer).distinct().toList();
		return makers.stream().limit(2).collect(Collectors.joining(", "))
				+ (makers.size() > 2 ? " and " + (makers.size() - 2) + " more" : "");
	}

	private void explain(Coupling coupling, ChannelGroup group) {
		List<Tie> ties = from == null && to == null
				? coupling.why(group)
				: coupling.why(group, member(group, from, "--from"), member(group, to, "--to"));
		if (json) {
			ObjectNode object = object(group);
			ArrayNode reasons = object.putArray("ties");
			for (Tie tie : ties)
				reasons.addObject().put("node", tie.node().name()).put("from", tie.from()).put("to", tie.to())
						.put("sentence", tie.sentence());
			console.json(object);
			return;
		}
		console.out().println(group.name() + ": " + group.units() + " units"
				+ (group.pin() == null ? "" : ", pinned: it " + group.pin().sentence()));
		if (group.pin() != null && !group.pin().wayOut().isEmpty())
			console.out().println("Way out: " + group.pin().wayOut() + ".");
		if (group.pin() == null && !note(group).isEmpty())
			console.out().println(note(group));
		console.out().println();
		Table table = new Table("LAYER", "WEIGHT", "ROLE", ">AXIS", ">WIDTH");
		for (Member member : group.members())
			table.row(member.layer(), member.tensor().name(), member.role().label(), Integer.toString(member.axis()),
					Integer.toString(member.width()));
		table.print(console.out());
		console.out().println();
		console.out().println(
				ties.isEmpty() ? "Nothing ties them but that they are one axis." : "They hang together because");
		ties.forEach(t -> console.out().println("  " + t.sentence()));
	}

	/** The member of a layer; its filters rather than what it reads, where it is in the group by both. */
	private static Member member(ChannelGroup group, @Nullable String layer, String option) {
		List<Member> of = group.members().stream().filter(m -> m.layer().equals(layer)).toList();
		return of.stream().filter(m -> m.role() == Role.OUT).findFirst().or(() -> of.stream().findFirst())
				.orElseThrow(() -> new RefusedException(layer == null
						? "A chain has two ends: say " + option + " too."
						: "Group `" + group.name() + "` has no member of a layer `" + layer
								+ "`; `espalier groups MODEL --why " + group.name() + "` lists them."));
	}

	private static ObjectNode object(ChannelGroup group) {
		ObjectNode object = JsonNodeFactory.instance.objectNode();
		object.put("name", group.name()).put("units", group.units()).put("pinned", group.pinned())
				.put("alternative", group.alternative())
				.put("sampled", group.offer() == ChannelGroup.Offer.SAMPLED)
				.put("changesStatistics", group.changesStatistics());
		if (group.pin() != null)
			object.put("pin", group.pin().sentence()).put("pinNode", group.pin().node())
					.put("wayOut", group.pin().wayOut());
		ArrayNode members = object.putArray("members");
		for (Member member : group.members())
			members.addObject().put("layer", member.layer()).put("weight", member.tensor().name())
					.put("role", member.role().label()).put("axis", member.axis()).put("width", member.width());
		return object;
	}
}
