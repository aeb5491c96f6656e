package espalier.app.graphview;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Which row each child of a room stands in: long chains are wrapped where few ribbons cross. */
final class Rows {
	/** Number of rows; at least one. */
	final int count;
	private final int[] row;
	private final Map<Item, Integer> index = new HashMap<>();

	/** @param target the length a row should have */
	Rows(Room room, double[] lengths, double target) {
		int n = room.children.size();
		for (int i = 0; i < n; i++)
			index.put(room.children.get(i), i);
		int[] rank = new int[n];
		int ranks = 0;
		List<List<Integer>> after = new ArrayList<>();
		for (int i = 0; i < n; i++)
			after.add(new ArrayList<>(2));
		for (Link link : room.links)
			if (position(link.from()) >= 0 && position(link.to()) > position(link.from()))
				after.get(position(link.from())).add(position(link.to()));
		for (int i = 0; i < n; i++) {
			for (int to : after.get(i))
				rank[to] = Math.max(rank[to], rank[i] + 1);
			ranks = Math.max(ranks, rank[i] + 1);
		}
		double[] length = new double[ranks];
		for (int i = 0; i < n; i++)
			length[rank[i]] = Math.max(length[rank[i]], lengths[i] + Frame.LAYER_GAP);
		double total = Arrays.stream(length).sum();
		int wanted = total < 1.25 * target ? 1 : (int) Math.ceil(total / target - 0.1);
		int[] rowOfRank = breaks(length, crossings(room, rank, ranks), wanted, total);
		row = new int[n];
		for (int i = 0; i < n; i++)
			row[i] = rowOfRank[rank[i]];
		count = ranks == 0 ? 1 : rowOfRank[ranks - 1] + 1;
	}

	int of(@Nullable Item item, int otherwise) {
		Integer i = item == null ? null : index.get(item);
		return i == null ? otherwise : row[i];
	}

	/** Position among the children; -1 for the room's border. */
	int position(@Nullable Item item) {
		return item == null ? -1 : index.getOrDefault(item, -1);
	}

	/** For each rank how thick the ribbons are that pass from before it. */
	private double[] crossings(Room room, int[] rank, int ranks) {
		double[] change = new double[ranks + 1];
		Map<Flow, int[]> spans = new HashMap<>();
		for (Link link : room.links) {
			int from = link.from() == null ? 0 : rank[position(link.from())];
			int to = link.to() == null ? ranks - 1 : rank[position(link.to())];
			int[] span = spans.computeIfAbsent(link.flow(), k -> new int[]{from, to});
			span[1] = Math.max(span[1], to);
		}
		spans.forEach((flow, span) -> {
			if (span[1] > span[0]) {
				change[span[0] + 1] += 40 + flow.thick;
				change[span[1] + 1] -= 40 + flow.thick;
			}
		});
		for (int i = 1; i <= ranks; i++)
			change[i] += change[i - 1];
		return change;
	}

	private static int[] breaks(double[] length, double[] crossing, int rows, double total) {
		int ranks = length.length;
		int[] row = new int[ranks];
		double[] start = new double[ranks + 1];
		for (int i = 0; i < ranks; i++)
			start[i + 1] = start[i] + length[i];
		double each = total / rows;
		int last = 0;
		for (int k = 1; k < rows; k++) {
			int best = -1;
			double least = Double.MAX_VALUE;
			for (int i = last + 1; i < ranks; i++) {
				double off = Math.abs(start[i] - k * each) / each;
				double bad = crossing[i] + 260 * off;
				if (off < 0.45 && bad < least) {
					least = bad;
					best = i;
				}
			}
			if (best < 0)
				continue;
			for (int i = best; i < ranks; i++)
				row[i]++;
			last = best;
		}
		return row;
	}
}
