package espalier.depth;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * The minimum of a smooth convex function by limited-memory BFGS. Nocedal 1980, "Updating Quasi-Newton Matrices with Limited
 * Storage"; steps are halved until the function falls by a part of what its slope promises (Armijo 1966).
 */
final class Descent {
	private static final int MEMORY = 12;
	private static final int STEPS = 2000;
	private static final double FLAT = 1e-7;
	private static final double PROMISED = 1e-4;

	/** What is to be as small as can be. */
	interface Function {
		/** The value at a point; the gradient is written into the other array. */
		double at(double[] point, double[] gradient);
	}

	/** A step and by how much the gradient changed along it. */
	private record Turn(double[] step, double[] change, double product) {}

	private Descent() {}

	/**
	 * Goes down from a point until no part of the gradient is above 1e-7, or rounding lets the function fall no more.
	 *
	 * @throws CancellationException
	 *             when cancelled
	 */
	static double[] minimum(Function function, double[] from, BooleanSupplier cancelled) {
		double[] point = from.clone();
		double[] gradient = new double[point.length];
		double value = function.at(point, gradient);
		Deque<Turn> turns = new ArrayDeque<>();
		for (int n = 0; n < STEPS && largest(gradient) > FLAT; n++) {
			if (cancelled.getAsBoolean())
				throw new CancellationException();
			double[] direction = direction(gradient, turns);
			double slope = product(direction, gradient);
			double[] next = new double[point.length];
			double[] there = new double[point.length];
			double length = turns.isEmpty() ? 1 / Math.max(1, Math.sqrt(product(gradient, gradient))) : 1;
			double reached = Double.NaN;
			for (int halvings = 0; halvings < 60; halvings++, length /= 2) {
				for (int k = 0; k < next.length; k++)
					next[k] = point[k] + length * direction[k];
				reached = function.at(next, there);
				if (reached <= value + PROMISED * length * slope)
					break;
			}
			if (!(reached < value))
				break;
			turn(turns, point, next, gradient, there);
			point = next;
			gradient = there;
			value = reached;
		}
		return point;
	}

	private static void turn(Deque<Turn> turns, double[] point, double[] next, double[] gradient, double[] there) {
		double[] step = new double[point.length];
		double[] change = new double[point.length];
		for (int k = 0; k < step.length; k++) {
			step[k] = next[k] - point[k];
			change[k] = there[k] - gradient[k];
		}
		double product = product(step, change);
		if (product <= 0)
			return;
		turns.addLast(new Turn(step, change, product));
		if (turns.size() > MEMORY)
			turns.removeFirst();
	}

	/** Downhill as the curvature that was seen tells. */
	private static double[] direction(double[] gradient, Deque<Turn> turns) {
		double[] q = gradient.clone();
		List<Turn> all = new ArrayList<>(turns);
		double[] shares = new double[all.size()];
		for (int t = all.size() - 1; t >= 0; t--) {
			shares[t] = product(all.get(t).step, q) / all.get(t).product;
			add(q, -shares[t], all.get(t).change);
		}
		if (!all.isEmpty()) {
			Turn last = all.getLast();
			double scale = last.product / product(last.change, last.change);
			for (int k = 0; k < q.length; k++)
				q[k] *= scale;
		}
		for (int t = 0; t < all.size(); t++)
			add(q, shares[t] - product(all.get(t).change, q) / all.get(t).product, all.get(t).step);
		for (int k = 0; k < q.length; k++)
			q[k] = -q[k];
		return q;
	}

	private static void add(double[] sum, double times, double[] other) {
		for (int k = 0; k < sum.length; k++)
			sum[k] += times * other[k];
	}

	private static double product(double[] a, double[] b) {
		double sum = 0;
		for (int k = 0; k < a.length; k++)
			sum += a[k] * b[k];
		return sum;
	}

	private static double largest(double[] numbers) {
		double largest = 0;
		for (double number : numbers)
			largest = Math.max(largest, Math.abs(number));
		return largest;
	}
}
