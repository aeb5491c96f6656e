package espalier.importance;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Member;
import espalier.coupling.Role;
import espalier.graph.Node;
import espalier.graph.Use;

/**
 * What the filters of some layers score by themselves, neither divided by their layer's mean nor joined with what they are tied
 * to: numbers that can be compared between layers as far as the criterion's can.
 */
public final class FilterScores {
	/** As a layer's filters give them. */
	private static final Aggregation PLAIN = new Aggregation(Aggregation.Normalise.NONE, Aggregation.Reduce.MEAN,
			Aggregation.MemberChoice.OUTPUTS);

	private final Criterion criterion;
	private final Set<Node> layers;
	private final Set<List<Object>> seen = new HashSet<>();

	private FilterScores(Criterion criterion, Set<Node> layers) {
		this.criterion = criterion;
		this.layers = layers;
	}

	/**
	 * Scores every filter of these layers: under a criterion of weights or of gradients each filter, or where a unit has several,
	 * each unit; under one of activations the channels that these layers alone make, since what a residual stream carries tells
	 * nothing of one of the layers that add to it.
	 *
	 * @param layers
	 *            nodes that read weights; others are passed over
	 * @return a ranking of all their filters, in no order that means anything, or why there is none: a part of a sentence
	 * @throws espalier.graph.BadInputException
	 *             when weights are not finite numbers, naming the layer
	 */
	public static Criterion.Finding of(Coupling coupling, Criterion criterion, Set<Node> layers) {
		FilterScores scores = new FilterScores(criterion, layers);
		double[] all = coupling.groups().stream().flatMapToDouble(scores::of).toArray();
		return all.length > 0
				? new Criterion.Ranking(all)
				: new Criterion.NotApplicable(
						"none of its layers has filters that " + criterion.title() + " can judge");
	}

	private DoubleStream of(ChannelGroup group) {
		return switch (criterion) {
			case ActivationCriterion _ -> carried(group);
			case GradientCriterion _ -> numbers(only(group, group.members().stream().filter(this::counts).toList()));
			default -> group.members().stream().filter(this::counts).flatMapToDouble(m -> numbers(alone(group, m)));
		};
	}

	/** Channels that other layers than these make, too, are not these layers'. */
	private DoubleStream carried(ChannelGroup group) {
		List<Member> makers = group.members().stream().filter(FilterScores::makes).toList();
		return !group.alternative() && !makers.isEmpty()
				&& makers.stream().allMatch(m -> layers.contains(m.use().node()))
						? numbers(group)
						: DoubleStream.empty();
	}

	/** Each place once: groups may be over the same weights. */
	private boolean counts(Member member) {
		Use use = member.use();
		return layers.contains(use.node()) && (makes(member) || criterion instanceof BatchNormGamma)
				&& seen.add(List.of(use.node(), use.slot(), member.axis()));
	}

	private static boolean makes(Member member) {
		return member.role() == Role.OUT || member.role() == Role.DEPTHWISE;
	}

	private DoubleStream numbers(ChannelGroup group) {
		return criterion.score(group, PLAIN) instanceof Criterion.Ranking(double[] scores)
				? Arrays.stream(scores)
				: DoubleStream.empty();
	}

	private static ChannelGroup only(ChannelGroup group, List<Member> members) {
		return new ChannelGroup(group.id(), group.name(), group.units(), members, List.of(), List.of(), List.of(),
				List.of(), group.offer(), null);
	}

	/** A weight with a unit for each index, as if it were tied to nothing. */
	private static ChannelGroup alone(ChannelGroup group, Member member) {
		int[] each = new int[member.width()];
		Arrays.setAll(each, i -> i);
		return new ChannelGroup(group.id(), member.layer(), each.length,
				List.of(new Member(member.tensor(), member.use(), member.axis(), member.role(), each)), List.of(),
				List.of(), List.of(), List.of(), ChannelGroup.Offer.FIRST, null);
	}
}
