package espalier.region;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import espalier.graph.Node;

/** Names of regions: of the scope that their layers have in common, or else of the first and the last of them. */
final class Names {
	private final Flow flow;
	private final Map<String, Integer> taken = new HashMap<>();

	Names(Flow flow) {
		this.flow = flow;
	}

	/** The scope of a node as parts: layer1, 0, conv1. */
	static List<String> path(Node node) {
		return Arrays.stream(node.layer().split("\\.")).filter(p -> !p.isEmpty()).toList();
	}

	/** What the paths of nodes have in common at their beginning. */
	static List<String> common(List<Node> nodes) {
		List<String> common = path(nodes.getFirst());
		for (Node node : nodes) {
			List<String> path = path(node);
			int same = 0;
			while (same < Math.min(common.size(), path.size()) && common.get(same).equals(path.get(same)))
				same++;
			common = common.subList(0, same);
		}
		return common;
	}

	/** Where nodes are as people say it: by what has weights of them. */
	List<String> scope(List<Node> nodes) {
		List<Node> telling = telling(nodes);
		return common(telling);
	}

	private List<Node> telling(List<Node> nodes) {
		List<Node> weighted = nodes.stream().filter(n -> Ops.weighted(n, flow)).toList();
		return weighted.isEmpty() ? nodes : weighted;
	}

	/** A name that no other region has. */
	String name(List<Node> nodes, Region.Kind kind) {
		List<String> scope = scope(nodes);
		List<Node> telling = telling(nodes);
		String name = !scope.isEmpty() ? String.join(".", scope)
				: telling.size() == 1 ? telling.getFirst().layer()
						: telling.getFirst().layer() + " … " + telling.getLast().layer();
		if (taken.merge(name, 1, Integer::sum) == 1)
			return name;
		String told = name + " " + kind.label();
		int n = taken.merge(told, 1, Integer::sum);
		return n == 1 ? told : told + " " + n;
	}
}
