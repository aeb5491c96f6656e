package espalier.region;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.Trace;

/**
 * The regions of a network, nested.
 *
 * @param roots
 *            those inside no other, in the order of computation
 */
public record Regions(List<Region> roots) {
	public Regions {
		roots = List.copyOf(roots);
	}

	/**
	 * Finds them by the form of the network alone; names only name them, and tell which stretches of a chain belong together.
	 * Cost: linear in nodes and values, times the depth of nesting.
	 */
	public static Regions of(Graph graph, Trace trace) {
		return new Regions(new Finder(graph, trace).find());
	}

	/** All of them, outer before inner. */
	public Stream<Region> all() {
		return roots.stream().flatMap(Region::all);
	}

	/**
	 * What to choose among when a network is to be made less deep: the smallest blocks that can go, each inside no other. Where a
	 * block could only be replaced by an adapter and has a shortcut, it is its branch; where there are hardly any blocks, the layers.
	 */
	public List<Region> blocks() {
		long all = roots.stream().mapToLong(r -> r.nodes().size()).sum();
		List<Region> blocks = roots.stream().flatMap(r -> blocks(r, all)).toList();
		boolean most = 2 * blocks.stream().mapToLong(r -> r.nodes().size()).sum() >= all;
		return most || blocks.size() > 2 ? blocks
				: all().filter(r -> r.kind() == Region.Kind.LAYER && r.removable()).toList();
	}

	private static Stream<Region> blocks(Region region, long all) {
		boolean block = switch (region.kind()) {
			case BLOCK, ATTENTION, MLP, BRANCH -> region.removable() && 2L * region.nodes().size() < all;
			default -> false;
		};
		if (!block)
			return region.parts().stream().flatMap(p -> blocks(p, all));
		List<Region> branches = region.parts().stream()
				.filter(p -> p.kind() == Region.Kind.BRANCH && p.removable()).toList();
		return region.leave() instanceof Region.Leave.By(Bypass b) && b.adapts() && branches.size() == 1
				? branches.stream()
				: Stream.of(region);
	}

	/**
	 * The region of a name.
	 *
	 * @throws RefusedException
	 *             when there is none, naming some that are alike
	 */
	public Region named(String name) {
		return all().filter(r -> r.name().equals(name)).findFirst().orElseThrow(() -> new RefusedException(
				"There is no region `" + name + "`; `espalier regions` lists them"
						+ all().map(Region::name).filter(n -> n.contains(name) || name.contains(n)).limit(3)
								.map(n -> "`" + n + "`").collect(Collectors.collectingAndThen(
										Collectors.joining(", "),
										s -> s.isEmpty() ? "." : ": " + s + ", and others."))));
	}

}
