package espalier.allocate;

import java.util.ArrayList;
import java.util.List;

import espalier.evaluate.Sensitivity;

/**
 * How much worse a network gets as more of one group goes: measured drops made non-decreasing, so that a lucky measurement behind
 * a bad one counts for nothing, and linear in between. Nothing is said of more than was measured.
 *
 * @param shares
 *            of the group's units that went, ascending, from 0
 * @param drops
 *            as many, non-decreasing, from 0
 */
record Envelope(double[] shares, double[] drops) {
	/** Units that went count, not the ratio that was asked for. */
	static Envelope of(Sensitivity.Curve curve, Sensitivity.Point whole, Sensitivity.Metric metric) {
		List<double[]> points = new ArrayList<>();
		points.add(new double[]{0, 0});
		for (Sensitivity.Point point : curve.points()) {
			double share = (double) point.removed() / curve.units();
			double[] last = points.getLast();
			double drop = Math.max(last[1], metric.drop(whole.value(), point.value()));
			if (share > last[0])
				points.add(new double[]{share, drop});
		}
		return new Envelope(points.stream().mapToDouble(p -> p[0]).toArray(),
				points.stream().mapToDouble(p -> p[1]).toArray());
	}

	/** The drop when a share goes; infinite beyond what was measured. */
	double drop(double share) {
		if (share <= 0)
			return 0;
		for (int i = 1; i < shares.length; i++)
			if (share <= shares[i] + 1e-9)
				return drops[i - 1] + Math.min(1, (share - shares[i - 1]) / (shares[i] - shares[i - 1]))
						* (drops[i] - drops[i - 1]);
		return Double.POSITIVE_INFINITY;
	}

	/** The largest share whose drop is tolerated. */
	double share(double tolerance) {
		if (tolerance < 0)
			return 0;
		for (int i = 1; i < shares.length; i++)
			if (drops[i] > tolerance)
				return shares[i - 1] + (tolerance - drops[i - 1]) / (drops[i] - drops[i - 1])
						* (shares[i] - shares[i - 1]);
		return shares[shares.length - 1];
	}
}
