package espalier.app.graphview;

import java.util.ArrayList;
import java.util.List;

/**
 * One flat layout problem and its answer, in flow coordinates: u runs with the network, v across. Borders are boxes without
 * length that belong before or behind all others.
 */
final class Frame {
	/** Where a box belongs. */
	enum Side {
		INNER, START, END
	}

	/** A box; u and v of its corner are the answer. */
	static final class Box {
		final double length;
		final double breadth;
		final Side side;
		double u;
		double v;

		Box(double length, double breadth, Side side) {
			this.length = length;
			this.breadth = breadth;
			this.side = side;
		}
	}

	/** A connection from the far side of one box to the near side of another; {@code path} is the answer: u, v, u, v, ... */
	static final class Edge {
		final int from;
		final int to;
		/** Where it leaves and enters, from the boxes' corners. */
		final double fromV;
		final double toV;
		final double thick;
		double[] path = {};

		Edge(int from, int to, double fromV, double toV, double thick) {
			this.from = from;
			this.to = to;
			this.fromV = fromV;
			this.toV = toV;
			this.thick = thick;
		}
	}

	/** Between layers, and between boxes of one layer. */
	static final double LAYER_GAP = 44;
	static final double BOX_GAP = 22;

	/** In network order: edges lead from lower to higher positions among inner boxes. */
	final List<Box> boxes = new ArrayList<>();
	final List<Edge> edges = new ArrayList<>();

	int add(Box box) {
		boxes.add(box);
		return boxes.size() - 1;
	}

	/** Furthest u and v of all boxes and paths. */
	double[] extent() {
		double[] far = new double[2];
		for (Box box : boxes) {
			far[0] = Math.max(far[0], box.u + box.length);
			far[1] = Math.max(far[1], box.v + box.breadth);
		}
		for (Edge edge : edges)
			for (int i = 0; i < edge.path.length; i += 2)
				far[1] = Math.max(far[1], edge.path[i + 1] + edge.thick / 2);
		return far;
	}

	/** Moves everything so that the least v is 0. */
	void settle() {
		double least = Double.MAX_VALUE;
		for (Box box : boxes)
			least = Math.min(least, box.v);
		for (Edge edge : edges)
			for (int i = 1; i < edge.path.length; i += 2)
				least = Math.min(least, edge.path[i] - edge.thick / 2);
		for (Box box : boxes)
			box.v -= least;
		for (Edge edge : edges)
			for (int i = 1; i < edge.path.length; i += 2)
				edge.path[i] -= least;
	}

	/** Rank of each box by the longest way to it; border boxes first and last. */
	int[] ranks() {
		int[] rank = new int[boxes.size()];
		List<List<Edge>> into = new ArrayList<>();
		for (int i = 0; i < boxes.size(); i++)
			into.add(new ArrayList<>(2));
		for (Edge edge : edges)
			into.get(edge.to).add(edge);
		int last = 0;
		for (int i = 0; i < boxes.size(); i++) {
			if (boxes.get(i).side == Side.START)
				continue;
			rank[i] = 1;
			for (Edge edge : into.get(i))
				rank[i] = Math.max(rank[i], rank[edge.from] + 1);
			if (boxes.get(i).side == Side.INNER)
				last = Math.max(last, rank[i]);
		}
		for (int i = 0; i < boxes.size(); i++)
			if (boxes.get(i).side == Side.END)
				rank[i] = last + 1;
		return rank;
	}
}
