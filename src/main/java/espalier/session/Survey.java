package espalier.session;

import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import espalier.data.Dataset;
import espalier.data.Preprocessing;
import espalier.data.Subset;
import espalier.evaluate.Activations;
import espalier.importance.ActivationStatistics;
import espalier.importance.Criterion.Needs;
import espalier.importance.GradientStatistics;
import espalier.importance.Measurements;
import espalier.train.Gradients;
import espalier.graph.Fingerprint;

/**
 * What a criterion needs to know of a network's behaviour on images: measured once, kept in a cache.
 *
 * @param images
 *            all of them are used
 * @param threads
 *            that libtorch may use
 */
public record Survey(Workpiece piece, Dataset images, Preprocessing preprocessing, int threads,
		MeasurementCache cache) {
	/** Images that are usual for scores, evenly over the classes. */
	public static final int IMAGES = 500;
	private static final long SEED = 1;
	/** Changes when the same files would be measured otherwise. */
	private static final String FORM = "1";

	/** Hears how far it is, several times a second. */
	@FunctionalInterface
	public interface SoFar {
		/**
		 * @param found
		 *            on the images up to then
		 * @param step
		 *            as in {@code 120 of 500 images}
		 * @param share
		 *            done, 0 to 1
		 */
		void at(Measurements found, String step, double share);
	}

	/** Some of the images, as all scores are measured on: the same for the same data and number. */
	public static Dataset sample(Dataset all, int images) {
		return Subset.stratified(all, images, SEED);
	}

	/**
	 * Measures what a criterion needs, or takes it from the cache; costs as {@link Activations} and {@link Gradients} do, and a
	 * pass over the weights for their hash.
	 *
	 * @param known
	 *            what is known already
	 * @return with what was asked for
	 * @throws espalier.graph.RefusedException
	 *             when the network or the images can't be used for it
	 * @throws espalier.graph.BadInputException
	 *             when activations or gradients are not finite
	 * @throws CancellationException
	 *             when cancelled
	 */
	public Measurements measure(Needs needs, Measurements known, BooleanSupplier cancelled, SoFar soFar) {
		if (known.images(needs) > 0 || !needs.images())
			return known;
		String identity = new Fingerprint().add(piece.graph()).hex();
		return switch (needs) {
			case WEIGHTS -> known;
			case ACTIVATIONS, RANKS -> {
				ActivationStatistics kept = activations(identity, needs);
				yield known.with(kept != null ? kept
						: keep(identity, needs, Activations.of(piece.coupling(), images,
								preprocessing, needs == Needs.RANKS, cancelled,
								(part, step, share) -> soFar.at(known.with(part), step, share))));
			}
			case GRADIENTS -> {
				GradientStatistics kept = kept(identity, needs, GradientStatistics.class,
						s -> s.covers(piece.coupling().prunable()));
				yield known.with(kept != null ? kept
						: keep(identity, needs, Gradients.of(piece.coupling(), images,
								preprocessing, threads, cancelled,
								(part, step, share) -> soFar.at(known.with(part), step, share))));
			}
		};
	}

	/** Those with ranks serve where no ranks are needed, too. */
	private @Nullable ActivationStatistics activations(String identity, Needs needs) {
		Function<ActivationStatistics, Boolean> fits = s -> s.covers(piece.coupling().prunable());
		ActivationStatistics ranked = kept(identity, Needs.RANKS, ActivationStatistics.class, fits);
		return ranked != null || needs == Needs.RANKS ? ranked
				: kept(identity, needs, ActivationStatistics.class, fits);
	}

	private <T> @Nullable T kept(String identity, Needs needs, Class<T> type, Function<T, Boolean> fits) {
		T found = cache.read(key(identity, needs), type);
		return found != null && fits.apply(found) ? found : null;
	}

	private <T> T keep(String identity, Needs needs, T measured) {
		cache.write(key(identity, needs), measured);
		return measured;
	}

	private String key(String identity, Needs needs) {
		return MeasurementCache.key(FORM, needs.name(), identity, new TreeMap<>(piece.trace().inputs()).toString(),
				images.hash(),
				Integer.toString(images.size()), preprocessing.toJson());
	}
}
