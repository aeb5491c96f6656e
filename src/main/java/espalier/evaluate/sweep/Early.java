package espalier.evaluate.sweep;

import espalier.evaluate.Interval;
import espalier.evaluate.Sensitivity.Metric;

/**
 * When a point may end before all images: once its interval is narrow enough, or lies wholly on the far side of a drop from
 * which on it does not matter how bad the network is. Looked at when the images have doubled, so that an interval that is 95%
 * each time is wrong at one of a few looks a little more often than 5%.
 *
 * @param half
 *            half width of a narrow interval, in units of the metric
 * @param drop
 *            how much worse than the whole network is bad enough
 * @param least
 *            images that every point is measured on, where there are that many
 */
public record Early(double half, double drop, int least) {
	/** Two points of accuracy, or collapsed by thirty; for shares and cosines. */
	public static final Early USUAL = new Early(0.02, 0.3, 64);

	boolean enough(Metric metric, double whole, Interval interval) {
		double best = metric.higherIsBetter() ? interval.high() : interval.low();
		return interval.half() <= half || metric.drop(whole, best) >= drop;
	}
}
