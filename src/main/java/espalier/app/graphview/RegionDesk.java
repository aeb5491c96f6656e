package espalier.app.graphview;

import java.util.Collection;

import org.jspecify.annotations.Nullable;

import espalier.graph.Node;
import espalier.region.Bypass;

/** What is said of regions in the picture, and done to them from there. */
public interface RegionDesk {
	/** What was where a region is planned to go, and what takes its place. */
	String gone(Bypass bypass);

	/** What a region costs that is the same as some operators, and whether it can go; null where none is the same. */
	@Nullable
	String standing(Collection<Node> nodes);

	/** Takes the region that is chosen out, or puts it back; says why not. */
	void toggle();
}
