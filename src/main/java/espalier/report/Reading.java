package espalier.report;

import java.util.Locale;

import espalier.evaluate.Sensitivity;
import espalier.evaluate.Sensitivity.Metric;

/** Measurements in words. */
final class Reading {
	private Reading() {}

	/** Of an axis, as {@link Axes.Axis} takes it. */
	static String pattern(Metric metric) {
		return switch (metric) {
			case ACCURACY -> Axes.Axis.PERCENT;
			case LOSS, COSINE, SQUARE, DIVERGENCE -> Axes.Axis.NUMBER;
		};
	}

	static String value(Metric metric, double value) {
		return metric == Metric.ACCURACY ? bare(metric, value) + "%" : bare(metric, value);
	}

	private static String bare(Metric metric, double value) {
		return switch (metric) {
			case ACCURACY -> String.format(Locale.ROOT, "%.1f", 100 * value);
			case LOSS, SQUARE, DIVERGENCE -> String.format(Locale.ROOT, "%.4g", value);
			case COSINE -> String.format(Locale.ROOT, "%.4f", value);
		};
	}

	/** As in {@code 30% (5 of 16) cut → 88.1% (85.0–90.6), 512 images}. */
	static String point(Metric metric, Sensitivity.Point point, int units) {
		return String.format(Locale.ROOT, "%s (%d of %d) cut → ", percent(point.ratio()), point.removed(), units)
				+ whole(metric, point);
	}

	/** As in {@code 88.1% (85.0–90.6), 512 images}. */
	static String whole(Metric metric, Sensitivity.Point point) {
		return String.format(Locale.ROOT, "%s (%s–%s), %,d images", value(metric, point.value()),
				bare(metric, point.low()), bare(metric, point.high()), point.images());
	}

	/** Without decimals where there are none. */
	static String percent(double share) {
		return String.format(Locale.ROOT, "%.1f", 100 * share).replaceFirst("\\.0$", "") + "%";
	}
}
