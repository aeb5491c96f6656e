package espalier.app.graphview;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import espalier.app.graphview.Frame.Box;
import espalier.app.graphview.Frame.Edge;

/**
 * A layered layout in near linear time: ranks by longest path, order by two sweeps of mean positions, places as close to the
 * neighbours as the order allows. Good enough to look at while a better one is computed.
 */
final class RankPlacer implements Placer {
	private static final int SWEEPS = 4;

	/** A box, or a point where an edge passes a layer. */
	private static final class Spot {
		final double breadth;
		double v;
		double wish;
		final List<Spot> before = new ArrayList<>(2);
		final List<Spot> after = new ArrayList<>(2);
		/** Where edges meet it, from its upper end. */
		final double middle;

		Spot(double breadth) {
			this.breadth = breadth;
			middle = breadth / 2;
		}
	}

	@Override
	public void place(Frame frame) {
		int[] rank = frame.ranks();
		int layers = 1;
		for (int r : rank)
			layers = Math.max(layers, r + 1);
		List<List<Spot>> layer = new ArrayList<>();
		double[] length = new double[layers];
		for (int i = 0; i < layers; i++)
			layer.add(new ArrayList<>());
		Spot[] spots = new Spot[rank.length];
		for (int i = 0; i < rank.length; i++) {
			Box box = frame.boxes.get(i);
			spots[i] = new Spot(box.breadth);
			layer.get(rank[i]).add(spots[i]);
			length[rank[i]] = Math.max(length[rank[i]], box.length);
		}
		List<List<Spot>> ways = new ArrayList<>();
		for (Edge edge : frame.edges)
			ways.add(way(edge, rank, spots, layer));
		order(layer);
		double[] start = new double[layers + 1];
		for (int i = 0; i < layers; i++)
			start[i + 1] = start[i] + length[i]
					+ (length[i] == 0 && i == 0 && layer.getFirst().isEmpty() ? 0 : Frame.LAYER_GAP);
		for (int i = 0; i < rank.length; i++) {
			Box box = frame.boxes.get(i);
			box.u = start[rank[i]] + (box.side == Frame.Side.INNER ? (length[rank[i]] - box.length) / 2 : 0);
			box.v = spots[i].v;
		}
		for (int i = 0; i < frame.edges.size(); i++)
			trace(frame, frame.edges.get(i), ways.get(i), rank, start, length);
		frame.settle();
	}

	private static List<Spot> way(Edge edge, int[] rank, Spot[] spots, List<List<Spot>> layer) {
		List<Spot> way = new ArrayList<>();
		Spot last = spots[edge.from];
		for (int r = rank[edge.from] + 1; r < rank[edge.to]; r++) {
			Spot spot = new Spot(edge.thick);
			layer.get(r).add(spot);
			join(last, spot);
			way.add(spot);
			last = spot;
		}
		join(last, spots[edge.to]);
		return way;
	}

	private static void join(Spot a, Spot b) {
		a.after.add(b);
		b.before.add(a);
	}

	private static void order(List<List<Spot>> layer) {
		for (List<Spot> spots : layer)
			stack(spots);
		for (int sweep = 0; sweep < SWEEPS; sweep++) {
			boolean down = sweep % 2 == 0;
			for (List<Spot> spots : down ? layer : layer.reversed()) {
				for (Spot spot : spots)
					spot.wish = wish(spot, down ? spot.before : spot.after);
				spots.sort(Comparator.comparingDouble(s -> s.wish));
				settle(spots);
			}
		}
	}

	private static double wish(Spot spot, List<Spot> neighbours) {
		if (neighbours.isEmpty())
			return spot.v + spot.middle;
		double sum = 0;
		for (Spot n : neighbours)
			sum += n.v + n.middle;
		return sum / neighbours.size();
	}

	private static void stack(List<Spot> spots) {
		double v = 0;
		for (Spot spot : spots) {
			spot.v = v;
			v += spot.breadth + Frame.BOX_GAP;
		}
		for (Spot spot : spots)
			spot.v -= v / 2;
	}

	/** As close to the wishes as the order allows: neighbours that would overlap form blocks around their mean wish. */
	private static void settle(List<Spot> spots) {
		int n = spots.size();
		double[] sum = new double[n];
		int[] count = new int[n];
		double[] size = new double[n];
		int top = -1;
		for (Spot spot : spots) {
			top++;
			sum[top] = spot.wish - spot.middle;
			count[top] = 1;
			size[top] = spot.breadth + Frame.BOX_GAP;
			while (top > 0 && sum[top - 1] / count[top - 1] + size[top - 1] > sum[top] / count[top]) {
				sum[top - 1] += sum[top] - count[top] * size[top - 1];
				count[top - 1] += count[top];
				size[top - 1] += size[top];
				top--;
			}
		}
		int next = 0;
		for (int block = 0; block <= top; block++) {
			double v = sum[block] / count[block];
			for (int i = 0; i < count[block]; i++) {
				Spot spot = spots.get(next++);
				spot.v = v;
				v += spot.breadth + Frame.BOX_GAP;
			}
		}
	}

	private static void trace(Frame frame, Edge edge, List<Spot> way, int[] rank, double[] start, double[] length) {
		Box from = frame.boxes.get(edge.from);
		Box to = frame.boxes.get(edge.to);
		edge.path = new double[4 + 4 * way.size()];
		int at = 0;
		edge.path[at++] = from.u + from.length;
		edge.path[at++] = from.v + edge.fromV;
		int r = rank[edge.from];
		for (Spot spot : way) {
			r++;
			edge.path[at++] = start[r];
			edge.path[at++] = spot.v + spot.middle;
			edge.path[at++] = start[r] + length[r];
			edge.path[at++] = spot.v + spot.middle;
		}
		edge.path[at++] = to.u;
		edge.path[at] = to.v + edge.toV;
	}
}
