package espalier.app.graphview;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import espalier.app.graphview.Frame.Box;
import espalier.app.graphview.Frame.Edge;
import espalier.app.graphview.Frame.Side;

/** The inside of one open room, from its own corner: children in rows, ribbons led from row to row in lanes between them. */
final class RoomPlan {
	private static final double CHANNEL = 10;

	final Room room;
	final double length;
	final double breadth;
	final double[] childU;
	final double[] childV;
	/** Where flows enter and leave across the flow, from the room's corner. */
	final Map<Flow, Double> inV = new HashMap<>();
	final Map<Flow, Double> outV = new HashMap<>();
	final Map<Link, double[]> tracks = new HashMap<>();

	private final Arranger sizes;
	private final Rows rows;
	private final Map<Flow, Span> spans = new LinkedHashMap<>();

	/** The way of a flow through the rows. */
	private final class Span {
		final @Nullable Item from;
		final List<Link> links = new ArrayList<>(2);
		int first;
		int last;

		Span(@Nullable Item from) {
			this.from = from;
			first = rows.of(from, 0);
			last = first;
		}

		boolean enters(int row) {
			return row > first || from == null && row == 0;
		}

		boolean leaves(int row) {
			return row < last || row == rows.count - 1 && links.stream().anyMatch(l -> l.to() == null);
		}
	}

	/** One row: its problem and where the borders of flows are in it. */
	private static final class Row {
		final Frame frame = new Frame();
		final Map<Flow, Integer> starts = new LinkedHashMap<>();
		final Map<Flow, Integer> ends = new LinkedHashMap<>();
		/** Edges to children by link, edges to the row's end by flow. */
		final Map<Link, Edge> in = new HashMap<>();
		final Map<Flow, Edge> out = new HashMap<>();
		final Map<Flow, Double> lane = new HashMap<>();
		final Map<Flow, Double> behind = new HashMap<>();
		final Map<Flow, Double> before = new HashMap<>();
		double top;
		double extent;
	}

	RoomPlan(Room room, Arranger sizes, Placer placer, double padU, double padV) {
		this.room = room;
		this.sizes = sizes;
		int n = room.children.size();
		childU = new double[n];
		childV = new double[n];
		double[] lengths = new double[n];
		for (int i = 0; i < n; i++)
			lengths[i] = sizes.length(room.children.get(i));
		rows = sizes.rows(room, lengths);
		for (Link link : room.links) {
			// a link back against the order of the children would knot the rows; such rooms were dissolved
			if (link.from() != null && link.to() != null && rows.position(link.from()) >= rows.position(link.to()))
				continue;
			Span span = spans.computeIfAbsent(link.flow(), k -> new Span(link.from()));
			span.links.add(link);
			span.last = Math.max(span.last, rows.of(link.to(), rows.count - 1));
		}
		List<Row> made = new ArrayList<>();
		int[] boxOf = new int[n];
		for (int r = 0; r < rows.count; r++)
			made.add(row(r, boxOf));
		for (Row row : made) {
			placer.place(row.frame);
			spread(row.frame, true);
			spread(row.frame, false);
			row.frame.settle();
		}
		double left = stack(made, padV);
		double startU = padU + left;
		double far = 0;
		double bottom = padV;
		for (int r = 0; r < rows.count; r++) {
			Row row = made.get(r);
			row.extent = row.frame.extent()[0];
			double widest = row.extent;
			for (double behind : row.behind.values())
				widest = Math.max(widest, behind + CHANNEL);
			far = Math.max(far, widest);
			bottom = Math.max(bottom, row.top + row.frame.extent()[1]);
		}
		length = startU + far + Arranger.PAD;
		breadth = bottom + Arranger.PAD;
		for (int i = 0; i < n; i++) {
			Row row = made.get(rows.of(room.children.get(i), 0));
			Box box = row.frame.boxes.get(boxOf[i]);
			childU[i] = startU + box.u;
			childV[i] = row.top + box.v;
		}
		spans.forEach((flow, span) -> trace(flow, span, made, startU));
	}

	private Row row(int r, int[] boxOf) {
		Row row = new Row();
		spans.forEach((flow, span) -> {
			if (r <= span.last && span.enters(r))
				row.starts.put(flow, row.frame.add(new Box(0, flow.thick, Side.START)));
		});
		for (int i = 0; i < room.children.size(); i++) {
			Item child = room.children.get(i);
			if (rows.of(child, 0) == r)
				boxOf[i] = row.frame.add(new Box(sizes.length(child), sizes.breadth(child), Side.INNER));
		}
		spans.forEach((flow, span) -> {
			if (r < span.first || r > span.last)
				return;
			Integer start = row.starts.get(flow);
			int from = start != null ? start : span.from == null ? -1 : boxOf[rows.position(span.from)];
			if (from < 0)
				return;
			double fromV = start != null || span.from == null ? flow.thick / 2 : sizes.port(span.from, flow, false);
			for (Link link : span.links)
				if (link.to() != null && rows.of(link.to(), 0) == r)
					row.in.put(link, edge(row, new Edge(from, boxOf[rows.position(link.to())], fromV,
							sizes.port(link.to(), flow, true), flow.thick)));
			if (span.leaves(r)) {
				int end = row.frame.add(new Box(0, flow.thick, Side.END));
				row.ends.put(flow, end);
				row.out.put(flow, edge(row, new Edge(from, end, fromV, flow.thick / 2, flow.thick)));
			}
		});
		return row;
	}

	private static Edge edge(Row row, Edge edge) {
		row.frame.edges.add(edge);
		return edge;
	}

	/** Where several ribbons meet one side of a card they lie beside each other, in the order in which they come. */
	private void spread(Frame frame, boolean in) {
		Map<Integer, List<Edge>> meeting = new LinkedHashMap<>();
		for (Edge edge : frame.edges)
			meeting.computeIfAbsent(in ? edge.to : edge.from, k -> new ArrayList<>(2)).add(edge);
		meeting.forEach((box, edges) -> {
			double port = in ? edges.getFirst().toV : edges.getFirst().fromV;
			boolean onePort = edges.stream().allMatch(e -> (in ? e.toV : e.fromV) == port);
			if (edges.size() < 2 || !onePort || !in)
				return;
			edges.sort(Comparator.comparingDouble(e -> e.path[e.path.length - 3]));
			double total = edges.stream().mapToDouble(e -> e.thick).sum();
			double squeeze = Math.min(1, (frame.boxes.get(box).breadth - 6) / total);
			double v = frame.boxes.get(box).v + port - total * squeeze / 2;
			for (Edge edge : edges) {
				edge.path[edge.path.length - 1] = v + edge.thick * squeeze / 2;
				v += edge.thick * squeeze;
			}
		});
	}

	/** Sets the rows one below the other with lanes between; returns the room that channels need before the rows. */
	private double stack(List<Row> made, double padV) {
		double v = padV;
		double left = 0;
		for (int r = 0; r < made.size(); r++) {
			Row row = made.get(r);
			row.top = v;
			double[] extent = row.frame.extent();
			v += extent[1];
			if (r == made.size() - 1)
				break;
			Row next = made.get(r + 1);
			v += Frame.BOX_GAP * 0.8;
			double behind = extent[0] + CHANNEL;
			List<Flow> crossing = new ArrayList<>(row.ends.keySet());
			crossing.sort(Comparator.comparingDouble(f -> -row.frame.boxes.get(row.ends.getOrDefault(f, 0)).v));
			for (Flow flow : crossing) {
				row.behind.put(flow, behind + flow.thick / 2);
				behind += flow.thick + 4;
				row.lane.put(flow, v + flow.thick / 2);
				v += flow.thick + 5;
			}
			v += Frame.BOX_GAP * 0.8;
			double before = CHANNEL;
			List<Flow> arriving = new ArrayList<>(crossing);
			arriving.sort(Comparator.comparingDouble(f -> next.frame.boxes.get(next.starts.getOrDefault(f, 0)).v));
			for (Flow flow : arriving) {
				next.before.put(flow, -before - flow.thick / 2);
				before += flow.thick + 4;
			}
			left = Math.max(left, before + CHANNEL);
		}
		return left;
	}

	private void trace(Flow flow, Span span, List<Row> made, double startU) {
		for (Link link : span.links) {
			Track track = new Track();
			int target = link.to() == null ? rows.count - 1 : rows.of(link.to(), 0);
			for (int r = span.first; r <= target; r++) {
				Row row = made.get(r);
				Edge edge = r == target && link.to() != null ? row.in.get(link) : row.out.get(flow);
				if (edge == null)
					return;
				double u = startU + edge.path[0];
				double v = row.top + edge.path[1];
				if (r == span.first) {
					boolean border = span.from == null;
					track.start(border ? 0 : u, v);
					if (border)
						inV.put(flow, v);
					track.flow(u, v);
				} else {
					Row previous = made.get(r - 1);
					track.wrap(startU + previous.behind.getOrDefault(flow, 0.0), previous.lane.getOrDefault(flow, 0.0),
							startU + row.before.getOrDefault(flow, 0.0), u, v);
				}
				track.along(edge.path, startU, row.top);
			}
			if (link.to() == null) {
				outV.put(flow, track.endV());
				track.flow(length, track.endV());
			}
			tracks.put(link, track.toArray());
		}
	}
}
