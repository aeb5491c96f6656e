package espalier.evaluate;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * How a network answers when one group alone is cut, for each group and several ratios. Immutable; grows by
 * {@link #with(Curve)} while it is measured.
 *
 * @param modelSha256
 *            of the model file
 * @param criterion
 *            id of what chose the units that went
 * @param dataHash
 *            tells the images apart from others
 * @param images
 *            how many each full measurement is on
 * @param whole
 *            the network with nothing cut
 * @param curves
 *            in network order; groups that are not measured yet are missing
 */
public record Sensitivity(String modelSha256, String criterion, Metric metric, String dataHash, int images, Point whole,
		List<Curve> curves) {
	public Sensitivity {
		curves = List.copyOf(curves);
	}

	/** What is measured of a network. */
	public enum Metric {
		/** Share of images whose highest output is the label. */
		ACCURACY("Accuracy", true),
		/** Mean cross-entropy to the labels. */
		LOSS("Loss", false),
		/** Mean cosine to the outputs of the whole network; needs no labels. */
		COSINE("Cosine to the original", true),
		/** Mean squared difference to the outputs of the whole network; needs no labels. */
		SQUARE("Mean square error", false),
		/** Mean Kullback-Leibler divergence in nats from the whole network's answer; needs no labels. */
		DIVERGENCE("Divergence", false);

		private final String title;
		private final boolean more;

		Metric(String title, boolean more) {
			this.title = title;
			this.more = more;
		}

		/** As written on the command line. */
		public String id() {
			return name().toLowerCase(Locale.ROOT);
		}

		/** For people. */
		public String title() {
			return title;
		}

		/** Whether a higher value is a better one. */
		public boolean higherIsBetter() {
			return more;
		}

		/** The least value there can be. */
		public double least() {
			return this == COSINE ? -1 : 0;
		}

		/** The highest value there can be. */
		public double most() {
			return this == ACCURACY || this == COSINE ? 1 : Double.POSITIVE_INFINITY;
		}

		/** How much worse a value is than that of the whole network; negative where it is better. */
		public double drop(double whole, double value) {
			return more ? whole - value : value - whole;
		}
	}

	/**
	 * One measurement.
	 *
	 * @param ratio
	 *            share of the group's units that was asked to go, 0 to 1
	 * @param removed
	 *            units that went
	 * @param low
	 *            end of the 95% interval
	 * @param high
	 *            other end
	 * @param images
	 *            on which it was taken; fewer than the sweep's where it was ended early
	 */
	public record Point(double ratio, int removed, double value, double low, double high, int images) {}

	/**
	 * The measurements of one group.
	 *
	 * @param points
	 *            by ascending ratio, without ratio 0
	 */
	public record Curve(String group, int units, List<Point> points) {
		public Curve {
			points = List.copyOf(points);
		}
	}

	/** The curve of a group, or null while there is none. */
	public @Nullable Curve of(String group) {
		return curves.stream().filter(c -> c.group().equals(group)).findFirst().orElse(null);
	}

	/** With this curve in place of an earlier one of its group, or after the others. */
	public Sensitivity with(Curve curve) {
		List<Curve> all = new java.util.ArrayList<>(curves);
		all.replaceAll(c -> c.group().equals(curve.group()) ? curve : c);
		if (of(curve.group()) == null)
			all.add(curve);
		return new Sensitivity(modelSha256, criterion, metric, dataHash, images, whole, all);
	}
}
