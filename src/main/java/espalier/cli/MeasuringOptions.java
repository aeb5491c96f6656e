package espalier.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import espalier.data.Dataset;
import espalier.data.Splits;
import espalier.depth.DepthMethod;
import espalier.depth.DepthScores;
import espalier.depth.Images;
import espalier.graph.RefusedException;
import espalier.importance.Criterion;
import espalier.importance.Measurements;
import espalier.region.Region;
import espalier.session.DepthSurvey;
import espalier.session.MeasurementCache;
import espalier.session.Survey;
import espalier.session.Workpiece;
import picocli.CommandLine.Option;

/** The images that criteria look at, for commands that can do without. */
final class MeasuringOptions extends ImageOptions {
	@Option(names = "--data", paramLabel = "DATA", description = "For criteria that look at what the network does on images: "
			+ PLACES)
	private @Nullable String place;
	@Option(names = "--images", paramLabel = "N", description = "Look at N of the training images, evenly over the classes (default 500; linear probes (dbp) 5000).")
	private @Nullable Integer images;
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

	/** Scores of regions, measured on these images where the method needs any, or known from an earlier time. */
	DepthScores scored(DepthMethod method, Workpiece piece, List<Region> regions, Console console) {
		boolean needed = method.needs() != DepthMethod.Needs.NOTHING;
		if (needed && !given())
			throw new RefusedException(method.title() + " looks at what the network does on images"
					+ (method.needs() == DepthMethod.Needs.LABELS ? " with labels" : "")
					+ "; give them with --data, or choose layerprune.");
		Images seen = needed ? new Images(sample(method.images(), console), preprocessing(piece.graph(), piece.trace()))
				: null;
		long start = System.nanoTime();
		DepthScores found = new DepthSurvey(piece, regions, seen, cache()).measure(method,
				new DepthMethod.Listener() {
					@Override
					public void at(DepthScores soFar, String step, double share) {}

					@Override
					public void noted(String sentence) {
						console.progress(sentence);
					}
				}, () -> false);
		console.progress(String.format(Locale.ROOT, "%s of %d regions%s in %.2f s.", method.title(),
				found.scores().size(), needed ? " on " + found.images() + " images" : "", Console.seconds(start)));
		return found;
	}

	private Dataset sample(int usual, Console console) {
		int wanted = images == null ? usual : images;
		if (wanted < 1)
			throw new RefusedException("Nothing can be measured on " + wanted + " images; give 1 or more.");
		Splits splits = open();
		splits.notes().forEach(console::progress);
		return Survey.sample(splits.train(), wanted);
	}

	private MeasurementCache cache() {
		return cache == null ? MeasurementCache.ofPerson() : MeasurementCache.at(cache);
	}

	Measured measured(Criterion.Needs needs, String title, Workpiece piece, Console console) {
		if (!given())
			throw new RefusedException(title + " looks at what the network does on images"
					+ (needs == Criterion.Needs.GRADIENTS ? " with labels" : "")
					+ "; give them with --data, or choose a criterion of weights, such as l2.");
		long start = System.nanoTime();
		Dataset sample = sample(Survey.IMAGES, console);
		AtomicBoolean ran = new AtomicBoolean();
		Measurements found = new Survey(piece, sample, preprocessing(piece.graph(), piece.trace()),
				Runtime.getRuntime().availableProcessors(), cache())
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
