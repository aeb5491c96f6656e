package espalier.cli;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import espalier.cost.Si;
import espalier.data.Dataset;
import espalier.data.Splits;
import espalier.evaluate.AdapterFit;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.Trace;
import espalier.region.Bypass;
import espalier.session.Survey;
import picocli.CommandLine.Option;

/** The images that adapters in the place of removed regions are fitted on; how they are read, a command's other options say. */
final class FitOptions {
	@Option(names = "--fit", paramLabel = "DATA", description = "Fit the adapters that take the place of removed regions, by least squares on training images, read as those of --data are; without it they begin as the identity. "
			+ ImageOptions.PLACES)
	private @Nullable String place;
	@Option(names = "--fit-images", defaultValue = "512", paramLabel = "N", description = "Fit on N of the training images, evenly over the classes (default ${DEFAULT-VALUE}).")
	private int images = 512;
	@Option(names = "--fit-all", description = "Fit adapters that only pool, too, which gives each a 1x1 convolution.")
	private boolean all;

	/**
	 * The same bypasses, their adapters fitted where that was asked for and there are any; tells of each what it misses.
	 *
	 * @param graph
	 *            as it was read, with the regions in it
	 * @param how
	 *            images are read
	 */
	List<Bypass> fitted(Graph graph, Trace trace, List<Bypass> bypasses, ImageOptions how, Console console) {
		if (place == null)
			return bypasses;
		if (images < 1)
			throw new RefusedException("Nothing can be fitted on " + images + " images; give 1 or more.");
		if (bypasses.isEmpty())
			throw new RefusedException("No region goes, so there is no adapter to fit; name regions, or leave --fit.");
		long start = System.nanoTime();
		Splits splits = how.open(place);
		splits.notes().forEach(console::progress);
		Dataset sample = Survey.sample(splits.train(), images);
		List<AdapterFit> fits = AdapterFit.of(graph, trace, bypasses,
				all ? AdapterFit.Which.ALL : AdapterFit.Which.CHANGING, sample, how.preprocessing(graph, trace),
				() -> false, (step, share) -> {
				});
		for (AdapterFit fit : fits)
			console.progress(String.format(Locale.ROOT,
					"The adapter of %s explains %s of what the region makes; it misses a mean square of %.4g instead of"
							+ " %.4g as the identity.",
					fit.bypass().region(), Si.percent(1 - fit.unexplained()), fit.error(), fit.before()));
		console.progress(fits.isEmpty()
				? "No adapter was fitted: none of the removed regions changes the number of channels."
				: String.format(Locale.ROOT, "Fitted %d adapter%s on %d images in %.2f s.", fits.size(),
						fits.size() == 1 ? "" : "s",
						fits.getFirst().images(), Console.seconds(start)));
		return AdapterFit.into(bypasses, fits);
	}
}
