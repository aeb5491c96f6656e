package espalier.region;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A region is taken out: what read its exit reads its entry instead, through an adapter where their sizes differ.
 *
 * @param region
 *            its name, for people
 * @param entry
 *            what is read instead
 * @param exit
 *            what is read no more
 * @param axis
 *            of the channels, by which an adapter is made; -1 where entry and exit are alike and none is needed
 * @param fit
 *            values of the adapter's weights; null where it begins as the identity
 */
public record Bypass(String region, End entry, End exit, int axis, @Nullable Fit fit) {
	/** The name of the node that stands for the region in the graph. */
	public String name() {
		return exit.node() + (adapts() ? "/adapter" : "/removed") + (exit.index() == 0 ? "" : exit.index());
	}

	/** The names of all nodes that may stand for it. */
	public List<String> names() {
		return List.of(name(), name() + "/pool", name() + "/product");
	}

	/** Whether an adapter takes the region's place. */
	public boolean adapts() {
		return axis >= 0;
	}

	/** The same with these weights in the adapter. */
	public Bypass fitted(Fit weights) {
		return new Bypass(region, entry, exit, axis, weights);
	}
}
