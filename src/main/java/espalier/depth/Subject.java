package espalier.depth;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

import org.jspecify.annotations.Nullable;

import espalier.coupling.Coupling;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.Trace;
import espalier.region.Bypass;
import espalier.region.Region;

/**
 * What is scored.
 *
 * @param coupling
 *            of the network
 * @param regions
 *            of it, in network order; those that can't go are told of as not applicable
 * @param images
 *            for methods that need them; null where there are none
 */
public record Subject(Coupling coupling, List<Region> regions, @Nullable Images images) {
	public Subject {
		regions = List.copyOf(regions);
	}

	Graph graph() {
		return coupling.graph();
	}

	Trace trace() {
		return coupling.trace();
	}

	/** The images, for a method that can't do without. */
	Images images(DepthMethod method) {
		if (images == null)
			throw new RefusedException(method.title() + " looks at what the network does on images"
					+ (method.needs() == DepthMethod.Needs.LABELS ? " with labels" : "")
					+ "; give some, or choose a method that needs none, such as layerprune.");
		return images;
	}

	/** How each region goes, of those that can. */
	SequencedMap<Region, Bypass> bypasses() {
		SequencedMap<Region, Bypass> bypasses = new LinkedHashMap<>();
		for (Region region : regions)
			if (region.leave() instanceof Region.Leave.By(Bypass bypass))
				bypasses.put(region, bypass);
		return bypasses;
	}

	/** Begins the scores of a method with what is to be said of regions that can't go. */
	Scoring begin(DepthMethod method) {
		Scoring scoring = new Scoring(method);
		for (Region region : regions)
			if (region.leave() instanceof Region.Leave.Stays(String reason))
				scoring.silent(region, "it can't be taken out: " + reason);
		return scoring;
	}
}
