package espalier.session;

import java.util.List;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import espalier.depth.Ablation;
import espalier.depth.DepthMethod;
import espalier.depth.DepthScores;
import espalier.depth.Images;
import espalier.depth.Subject;
import espalier.graph.Fingerprint;
import espalier.region.Region;

/**
 * How much regions of a network matter: measured once, kept in a cache. What a method finds of all regions together is kept when
 * it is done; ablation keeps each region as it comes, so that it goes on where it was stopped.
 *
 * @param regions
 *            of the network, in its order
 * @param images
 *            all of them are used; null for methods that need none
 */
public record DepthSurvey(Workpiece piece, List<Region> regions, @Nullable Images images, MeasurementCache cache) {
	/** Changes when the same would be measured otherwise. */
	private static final String FORM = "depth 1";

	public DepthSurvey {
		regions = List.copyOf(regions);
	}

	/**
	 * Scores the regions, or takes their scores from the cache; costs as the method does, and a pass over the weights for their
	 * hash.
	 *
	 * @throws espalier.graph.RefusedException
	 *             when the network or the images can't be used for it
	 * @throws espalier.graph.BadInputException
	 *             when weights or activations are not finite
	 * @throws java.util.concurrent.CancellationException
	 *             when cancelled
	 */
	public DepthScores measure(DepthMethod method, DepthMethod.Listener listener, BooleanSupplier cancelled) {
		Subject subject = new Subject(piece.coupling(), regions, images);
		if (method instanceof Ablation ablation)
			return (ablation.journal() == null ? ablation.keptIn(cache.folder().resolve("regions")) : ablation)
					.score(subject, listener, cancelled);
		if (method.needs() == DepthMethod.Needs.NOTHING || images == null)
			return method.score(subject, listener, cancelled);
		String key = key(method, images);
		DepthScores known = cache.read(key, DepthScores.class);
		if (known != null)
			return known;
		DepthScores found = method.score(subject, listener, cancelled);
		cache.write(key, found);
		return found;
	}

	private String key(DepthMethod method, Images of) {
		Fingerprint ends = new Fingerprint();
		for (Region region : regions)
			ends.add(region.name()).add(region.leave() instanceof Region.Leave.By(var bypass)
					? bypass.entry() + " to " + bypass.exit()
					: "stays");
		return MeasurementCache.key(FORM, method.id(), method.settings(), new Fingerprint().add(piece.graph()).hex(),
				new TreeMap<>(piece.trace().inputs()).toString(), of.data().hash(), Integer.toString(of.data().size()),
				of.preprocessing().toJson(), ends.hex());
	}
}
