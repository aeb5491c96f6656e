package espalier.app.graphview;

import java.util.Arrays;

/** The centre line of a ribbon while it is built: a start and cubic pieces, {@code u v (cu cv cu cv u v)*}. */
final class Track {
	/** How far a cubic's control points lie along the corner of a quarter circle. */
	private static final double ROUND = 0.5523;

	private double[] points = new double[32];
	private int size;

	Track start(double u, double v) {
		size = 0;
		put(u, v);
		return this;
	}

	double endV() {
		return points[size - 1];
	}

	/** On to a point, leaving and arriving in the direction of flow. */
	Track flow(double u, double v) {
		double fromU = points[size - 2];
		double fromV = points[size - 1];
		if (u == fromU && v == fromV)
			return this;
		double mid = (fromU + u) / 2;
		put(mid, fromV);
		put(mid, v);
		put(u, v);
		return this;
	}

	private void line(double u, double v) {
		double fromU = points[size - 2];
		double fromV = points[size - 1];
		put(fromU + (u - fromU) / 3, fromV + (v - fromV) / 3);
		put(fromU + (u - fromU) * 2 / 3, fromV + (v - fromV) * 2 / 3);
		put(u, v);
	}

	/** Over all points of a path u, v, u, v, ... whose first is where the track ends now. */
	Track along(double[] path, double du, double dv) {
		for (int i = 2; i < path.length; i += 2)
			flow(path[i] + du, path[i + 1] + dv);
		return this;
	}

	/**
	 * From the end of one row to the start of the next: along the channel behind the row, back in the lane between the rows,
	 * and along the channel before the next.
	 */
	Track wrap(double behind, double lane, double before, double u, double v) {
		corner(behind, true, lane);
		corner(before, false, v);
		return flow(u, v);
	}

	/** Turns into a channel across the flow and out of it against the direction of arrival. */
	private void corner(double channel, boolean forward, double v) {
		double fromV = points[size - 1];
		double r = Math.min(14, Math.abs(v - fromV) / 2);
		double in = forward ? channel - r : channel + r;
		double bend = in + (channel - in) * ROUND;
		double turn = Math.signum(v - fromV) * r;
		line(in, fromV);
		put(bend, fromV);
		put(channel, fromV + turn * (1 - ROUND));
		put(channel, fromV + turn);
		line(channel, v - turn);
		put(channel, v - turn * (1 - ROUND));
		put(bend, v);
		put(in, v);
	}

	double[] toArray() {
		return Arrays.copyOf(points, size);
	}

	private void put(double u, double v) {
		if (size + 2 > points.length)
			points = Arrays.copyOf(points, points.length * 2);
		points[size++] = u;
		points[size++] = v;
	}
}
