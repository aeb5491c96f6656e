package espalier.allocate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Member;
import espalier.graph.Shape;

/**
 * Units are ranked among those of groups with the same structure, and the same share goes of every set of such groups: scores of
 * different structures are never compared. Fang et al. 2024, "Isomorphic Pruning for Vision Models".
 */
public record Isomorphic() implements Allocator {
	@Override
	public String id() {
		return "isomorphic";
	}

	@Override
	public String title() {
		return "Isomorphic";
	}

	@Override
	public String summary() {
		return "One threshold for all groups of the same structure, and the same share of each structure (Fang et al. 2024).";
	}

	@Override
	public Allocation allocate(Request request) {
		Search.Ladder ladder = Search.Ladder.of(request);
		Map<List<String>, List<Integer>> sets = new LinkedHashMap<>();
		for (int g = 0; g < ladder.groups().size(); g++)
			sets.computeIfAbsent(structure(ladder.groups().get(g)), k -> new ArrayList<>()).add(g);
		Ranking ranking = new Ranking();
		for (List<Integer> set : sets.values())
			shares(ladder, set).forEach(ranking::add);
		return new Search(request, ladder).along(ranking.order());
	}

	/** By group of a set, for each of its units the share of the set's units that have gone when it goes, in order of score. */
	private static Map<Integer, double[]> shares(Search.Ladder ladder, List<Integer> set) {
		Ranking within = new Ranking();
		set.forEach(g -> within.add(g, ladder.scores(g)));
		int[] order = within.order();
		Map<Integer, double[]> shares = new LinkedHashMap<>();
		Map<Integer, Integer> next = new LinkedHashMap<>();
		set.forEach(g -> shares.put(g, new double[ladder.groups().get(g).units()]));
		for (int i = 0; i < order.length; i++) {
			int at = next.merge(order[i], 1, Integer::sum) - 1;
			java.util.Objects.requireNonNull(shares.get(order[i]))[at] = (i + 1.0) / order.length;
		}
		return shares;
	}

	/** Operators, roles and kernel sizes of a group's members, in an order that does not depend on the network's. */
	static List<String> structure(ChannelGroup group) {
		return group.members().stream().map(Isomorphic::structure).sorted().toList();
	}

	private static String structure(Member member) {
		StringBuilder text = new StringBuilder(member.use().node().op()).append(' ').append(member.role().label());
		Shape shape = member.tensor().shape();
		for (int axis = 2; axis < shape.rank(); axis++)
			text.append(axis == 2 ? ' ' : 'x').append(shape.dim(axis));
		return text.toString();
	}
}
