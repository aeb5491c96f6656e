package espalier.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import espalier.data.Dataset;
import espalier.data.Splits;
import espalier.graph.RefusedException;
import espalier.importance.Criterion;
import espalier.importance.Measurements;
import espalier.session.MeasurementCache;
import espalier.session.Survey;
import espalier.session.Workpiece;
import picocli.CommandLine.Option;

/** The images that criteria look at, for commands that can do without. */
final class MeasuringOptions extends ImageOptions {
	@Option(names = "--data", paramLabel = "DATA", description = "For criteria that look at what the network does on images: "
			+ PLACES)
	private @Nullable String place;
	@Option(names = "--images", defaultValue = "500", paramLabel = "N", description = "Look at N of the training images, evenly over the classes (default ${DEFAULT-VALUE}).")
	private int images = Survey.IMAGES;
	@Option(names = "--cache", paramLabel = "FOLDER", description = "Where measurements are kept to be used again (default: where the system keeps such files).")
	private @Nullable Path cache;

	@Override
	String place() {
		return Objects.requireNonNull(place);
	}

	boolean given() {
		return place != null;
	}

	/** What was measured for a criterion, and whether it was known from an earlier time. */
	record Measured(Measurements found, boolean kept) {}

	/** The criterion with what it needs, measured on these images or known from an earlier time. */
	Criterion bound(Criterion criterion, Workpiece piece, Console console) {
		if (!criterion.needs().images())
			return criterion;
		return measured(criterion.needs(), criterion.title(), piece, console).found().bound(criterion);
	}

	Measured measured(Criterion.Needs needs, String title, Workpiece piece, Console console) {
		if (!given())
			throw new RefusedException(title + " looks at what the network does on images"
					+ (needs == Criterion.Needs.GRADIENTS ? " with labels" : "")
					+ "; give them with --data, or choose a criterion of weights, such as l2.");
		if (images < 1)
			throw new RefusedException("Nothing can be measured on " + images + " images; give 1 or more.");
		long start = System.nanoTime();
		Splits splits = open();
		splits.notes().forEach(console::progress);
		Dataset sample = Survey.sample(splits.train(), images);
		AtomicBoolean ran = new AtomicBoolean();
		Measurements found = new Survey(piece, sample, preprocessing(piece.graph(), piece.trace()),
				Runtime.getRuntime().availableProcessors(),
				cache == null ? MeasurementCache.ofPerson() : MeasurementCache.at(cache))
				.measure(needs, Measurements.NONE, () -> {
					ran.set(true);
					return false;
				}, (part, step, share) -> {
				});
		console.progress(String.format(Locale.ROOT, "%s on %d images%s in %.2f s.", title, found.images(needs),
				ran.get() ? "" : ", as measured before,", Console.seconds(start)));
		return new Measured(found, !ran.get());
	}
}
