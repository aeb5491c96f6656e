package espalier.app;

import java.util.Collection;

import org.jspecify.annotations.Nullable;

import espalier.app.graphview.RegionDesk;
import espalier.graph.Node;
import espalier.region.Bypass;
import espalier.region.Region;

/** Regions in the graph: what the pointer finds there, and Delete. */
record RegionWords(Workbench bench) implements RegionDesk {
	@Override
	public String gone(Bypass bypass) {
		DepthMap map = bench.depth().map().get();
		Region region = map == null ? null : map.region(bypass);
		String instead = !bypass.adapts() ? "What follows reads what came before it"
				: bypass.fit() == null ? "An adapter takes its place; it begins as the identity"
						: "An adapter takes its place, fitted to what the region computed";
		return (region == null || map == null ? "" : cost(map, region) + "\n") + instead
				+ "\nDelete or a double click puts it back";
	}

	@Override
	public @Nullable String standing(Collection<Node> nodes) {
		DepthMap map = bench.depth().map().get();
		Region region = map == null ? null : map.same(nodes);
		if (map == null || region == null)
			return null;
		Region goes = map.around(nodes);
		String can = goes == null || !goes.removable() ? Prose.quoted(bench.depth().obstacle(region))
				: goes == region ? "Delete removes it" : "Delete removes " + goes.name();
		return cost(map, region) + "\n" + can;
	}

	private String cost(DepthMap map, Region region) {
		return region.kind().label() + " · " + Figures.si(map.macs(region)).strip() + " MACs ("
				+ Figures.tenths(map.share(region)) + ") · " + Figures.si(map.parameters(region)).strip()
				+ " parameters" + RegionTime.share(bench.timing().shown().get(), map.names(region));
	}

	@Override
	public void toggle() {
		bench.depth().toggle();
	}
}
