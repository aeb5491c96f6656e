package espalier.app;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;

import espalier.cost.Si;
import espalier.evaluate.AdapterFit;
import espalier.graph.Shape;
import espalier.region.Bypass;
import espalier.session.Survey;
import espalier.session.Workpiece;

/** Fits the adapters of planned regions to images in the background; what comes of it is a step of the plan. */
final class Fitting {
	/** As on the command line. */
	static final int IMAGES = 512;

	private final Workbench bench;

	Fitting(Workbench bench) {
		this.bench = bench;
	}

	/** Fits those adapters of a plan that still begin as the identity, where there are images. Used on the JavaFX thread. */
	void fit(PlanEdit on) {
		Workpiece base = on.thinned().base();
		List<Bypass> open = on.thinned().removed().stream().filter(b -> b.fit() == null && changing(b, base)).toList();
		if (open.isEmpty())
			return;
		String what = open.size() == 1 ? "the adapter of " + open.getFirst().region()
				: Figures.count(open.size(), "adapter");
		Images images = bench.images().get();
		if (images == null) {
			bench.say("Choose images on the Data tab to fit " + what + "; until then it passes on what it can");
			return;
		}
		AtomicBoolean end = new AtomicBoolean();
		bench.running().start("Fit " + what, () -> end.set(true), progress -> AdapterFit.of(base.graph(), base.trace(),
				open, AdapterFit.Which.CHANGING, Survey.sample(images.splits().train(), IMAGES),
				images.preprocessing(), () -> end.get() || bench.edit().get() != on, progress::at), fits -> {
					if (bench.edit().get() != on || fits.isEmpty())
						return;
					bench.depth().plan(AdapterFit.into(on.thinned().removed(), fits), "fit " + what, on,
							"Fitted " + what + ": " + told(fits));
				}, e -> {
					if (!(e instanceof CancellationException))
						bench.report("Cannot fit " + what, e);
				});
	}

	private static String told(List<AdapterFit> fits) {
		double least = fits.stream().mapToDouble(f -> 1 - f.unexplained()).min().orElse(0);
		return (fits.size() == 1 ? "it explains " : "the least explains ") + Si.percent(least)
				+ " of what the region makes";
	}

	/** Whether channels are others behind an adapter, so that it has weights. */
	private static boolean changing(Bypass bypass, Workpiece base) {
		if (!bypass.adapts())
			return false;
		Shape in = base.trace().shape(Objects.requireNonNull(bypass.entry().value(base.graph())));
		Shape out = base.trace().shape(Objects.requireNonNull(bypass.exit().value(base.graph())));
		return in != null && out != null && in.dim(bypass.axis()) != out.dim(bypass.axis());
	}
}
