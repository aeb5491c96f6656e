package espalier.importance;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.coupling.Passing;
import espalier.graph.Node;

/** The scores of all groups that can be cut, under one criterion. Immutable. */
public final class Scores {
	private final Criterion criterion;
	private final Aggregation aggregation;
	private final Map<ChannelGroup, Criterion.Finding> findings;

	private Scores(Criterion criterion, Aggregation aggregation, Map<ChannelGroup, Criterion.Finding> findings) {
		this.criterion = criterion;
		this.aggregation = aggregation;
		this.findings = findings;
	}

	/**
	 * Scores every group that can be cut, on all cores. Adapters that pass everything on have no say.
	 *
	 * @throws espalier.graph.BadInputException
	 *             when weights are not finite numbers, naming the layer
	 */
	public static Scores of(Coupling coupling, Criterion criterion, Aggregation aggregation) {
		List<ChannelGroup> groups = coupling.prunable();
		Set<Node> idle = coupling.adapters().stream().filter(a -> a.idle(coupling, Cuts.NONE)).map(Passing::node)
				.collect(Collectors.toSet());
		List<Criterion.Finding> found = groups.parallelStream().map(g -> criterion.score(g.without(idle), aggregation))
				.toList();
		Map<ChannelGroup, Criterion.Finding> findings = new LinkedHashMap<>();
		for (int i = 0; i < found.size(); i++)
			findings.put(groups.get(i), found.get(i));
		return new Scores(criterion, aggregation, findings);
	}

	/**
	 * Scores of a network that was made of the scored one, as when regions were taken out of it.
	 *
	 * @param known
	 *            by group of that network, one score a unit; groups that are missing can't be judged
	 */
	public Scores carried(Coupling other, Map<ChannelGroup, double[]> known) {
		Map<ChannelGroup, Criterion.Finding> carried = new LinkedHashMap<>();
		for (ChannelGroup group : other.prunable())
			carried.put(group, known.get(group) instanceof double[] scores
					? new Criterion.Ranking(scores.clone())
					: new Criterion.NotApplicable("Group `" + group.name()
							+ "` is not one of the network that was scored; score the new network, or choose its units by"
							+ " hand."));
		return new Scores(criterion, aggregation, carried);
	}

	public Criterion criterion() {
		return criterion;
	}

	public Aggregation aggregation() {
		return aggregation;
	}

	/** The groups that can be cut, in network order. */
	public List<ChannelGroup> groups() {
		return List.copyOf(findings.keySet());
	}

	/** The criterion's id, and behind it how numbers were combined where not as usual: {@code l2} or {@code l2/max/sum/all}. */
	public String id() {
		return criterion.id() + (aggregation.equals(Aggregation.DEFAULT)
				? ""
				: "/" + aggregation.normalise().id() + "/" + aggregation.reduce().id() + "/"
						+ aggregation.members().id());
	}

	/** One score a unit, the higher the more it matters (a copy); null where the criterion can't judge the group. */
	public double @Nullable [] of(ChannelGroup group) {
		return findings.get(group) instanceof Criterion.Ranking(double[] scores) ? scores.clone() : null;
	}

	/** Why the criterion can't judge the group; null where it can. */
	public @Nullable String notApplicable(ChannelGroup group) {
		return switch (findings.get(group)) {
			case Criterion.Ranking r -> null;
			case Criterion.NotApplicable(String sentence) -> sentence;
			case null -> group.pin() == null
					? "Group `" + group.name() + "` belongs to another network."
					: "Group `" + group.name() + "` can't be cut: " + group.pin().sentence() + ".";
		};
	}

	/** What to be wary of although there are scores: all of them equal, so that only the order of the units decides. */
	public @Nullable String caution(ChannelGroup group) {
		if (!(findings.get(group) instanceof Criterion.Ranking(double[] scores)) || scores.length < 2
				|| Arrays.stream(scores).anyMatch(s -> s != scores[0]))
			return null;
		return "All units of `" + group.name() + "` score " + (scores[0] == 0 ? "zero" : "the same") + " under "
				+ criterion.title() + ", so the first ones go first; train the layer or choose another criterion.";
	}
}
