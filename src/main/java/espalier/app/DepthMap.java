package espalier.app;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import espalier.cost.LayerCost;
import espalier.coupling.Cuts;
import espalier.graph.Node;
import espalier.region.Bypass;
import espalier.region.Region;
import espalier.region.Regions;
import espalier.session.Workpiece;

/** The regions of a version with what each costs and where each lies. Immutable; nodes are told by their names. */
final class DepthMap {
	private final Workpiece piece;
	private final Regions regions;
	private final List<Region> blocks;
	/** Smaller ones first. */
	private final List<Region> bySize;
	private final Map<Region, Set<String>> names = new IdentityHashMap<>();
	private final Map<String, LayerCost> costs = new HashMap<>();

	private DepthMap(Workpiece piece) {
		this.piece = piece;
		regions = Regions.of(piece.graph(), piece.trace());
		blocks = regions.blocks();
		bySize = regions.all().sorted(Comparator.comparingInt(r -> r.nodes().size())).toList();
		bySize.forEach(r -> names.put(r, r.nodes().stream().map(Node::name).collect(Collectors.toSet())));
		piece.cost().layers(Cuts.NONE).forEach(c -> costs.put(c.node().name(), c));
	}

	/** Looks for them; not for JavaFX's thread. */
	static DepthMap of(Workpiece piece) {
		return new DepthMap(piece);
	}

	Workpiece piece() {
		return piece;
	}

	Regions regions() {
		return regions;
	}

	/** What the depth is counted in. */
	List<Region> blocks() {
		return blocks;
	}

	/** Names of a region's nodes. */
	Set<String> names(Region region) {
		return names.getOrDefault(region, Set.of());
	}

	/** Whether a region lies in another one. */
	boolean within(Region inner, Region outer) {
		return inner != outer && names(outer).containsAll(names(inner));
	}

	long macs(Region region) {
		return costs(region).mapToLong(LayerCost::macs).sum();
	}

	long parameters(Region region) {
		return costs(region).mapToLong(LayerCost::parameters).sum();
	}

	/** Share of the version's MACs. */
	double share(Region region) {
		long all = piece.cost().original().macs();
		return all == 0 ? 0 : (double) macs(region) / all;
	}

	private Stream<LayerCost> costs(Region region) {
		return names(region).stream().map(costs::get).filter(c -> c != null);
	}

	/** Names of regions of the same form, itself left out. */
	List<String> alike(Region region) {
		return regions.all().filter(r -> r != region && r.alike() == region.alike()).map(Region::name).toList();
	}

	/** The region that a bypass takes out; null where this network has none that it means. */
	@Nullable
	Region region(Bypass bypass) {
		return regions.all()
				.filter(r -> r.leave() instanceof Region.Leave.By(Bypass own) && own.exit().equals(bypass.exit())
						&& own.entry().equals(bypass.entry()))
				.min(Comparator.comparingInt(r -> r.name().equals(bypass.region()) ? 0 : 1)).orElse(null);
	}

	/** Of the regions around some nodes the smallest that can go; where none can, the smallest. Null where none is around them. */
	@Nullable
	Region around(Collection<Node> nodes) {
		Set<String> place = nodes.stream().map(Node::name).collect(Collectors.toSet());
		List<Region> around = bySize.stream().filter(r -> names(r).containsAll(place)).toList();
		return around.stream().filter(Region::removable).findFirst()
				.orElse(around.isEmpty() ? null : around.getFirst());
	}

	/** The region that is the same to people as some nodes: all that it has of weights is among them. Null where none is. */
	@Nullable
	Region same(Collection<Node> nodes) {
		Set<String> place = nodes.stream().map(Node::name).collect(Collectors.toSet());
		boolean weighty = place.stream().anyMatch(costs::containsKey);
		return bySize.stream().filter(r -> names(r).containsAll(place) && (weighty
				? names(r).stream().filter(costs::containsKey).allMatch(place::contains)
				: names(r).equals(place))).findFirst().orElse(null);
	}
}
