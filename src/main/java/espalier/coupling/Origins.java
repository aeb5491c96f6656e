package espalier.coupling;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Trace;

/**
 * Where the integers of a shape-like value come from, element by element: a stored constant, the size of another value's axis
 * (which follows a cut by itself), or arithmetic.
 */
public final class Origins {
	/** Where one integer comes from. */
	public sealed interface Origin {}

	record Stored() implements Origin {}

	record Size(String value, int axis) implements Origin {}

	record Computed() implements Origin {}

	private static final Stored STORED = new Stored();
	private static final Computed COMPUTED = new Computed();

	private final Origin[] elements;

	private Origins(Origin[] elements) {
		this.elements = elements;
	}

	Origin get(int i) {
		return i < elements.length ? elements[i] : COMPUTED;
	}

	/** Follows Shape, Gather, Slice, Concat, Unsqueeze, Squeeze, Cast and Identity back; at most 10,000 steps. */
	static Origins of(Graph graph, Trace trace, String value) {
		return new Origins(new Finder(graph, trace).find(value, 64));
	}

	private static final class Finder {
		private final Graph graph;
		private final Trace trace;
		private final Map<String, Origin[]> found = new HashMap<>();

		Finder(Graph graph, Trace trace) {
			this.graph = graph;
			this.trace = trace;
		}

		Origin[] find(String value, int depth) {
			Origin[] known = found.get(value);
			if (known == null) {
				known = look(value, depth);
				found.put(value, known);
			}
			return known;
		}

		private Origin[] look(String value, int depth) {
			long[] integers = trace.integers(graph, value);
			int n = integers == null ? 0 : integers.length;
			if (graph.constant(value) != null)
				return filled(n, STORED);
			Node node = graph.producer(value);
			if (node == null || depth == 0 || !node.standard())
				return filled(n, COMPUTED);
			Origin[] first = switch (node.op()) {
				case "Shape" -> sizes(node);
				case "Gather" -> gathered(node, depth);
				case "Slice" -> sliced(node, depth);
				case "Concat" -> joined(node, depth);
				case "Unsqueeze", "Squeeze", "Cast", "Identity", "Reshape" -> passed(node, depth);
				default -> null;
			};
			return first == null || first.length != n ? filled(n, COMPUTED) : first;
		}

		private Origin @Nullable [] sizes(Node node) {
			String of = node.input(0);
			if (of == null || trace.shape(of) == null || node.attributes().containsKey("start")
					|| node.attributes().containsKey("end"))
				return null;
			Origin[] sizes = new Origin[java.util.Objects.requireNonNull(trace.shape(of)).rank()];
			for (int k = 0; k < sizes.length; k++)
				sizes[k] = new Size(of, k);
			return sizes;
		}

		private Origin @Nullable [] passed(Node node, int depth) {
			String of = node.input(0);
			return of == null ? null : find(of, depth - 1);
		}

		private Origin @Nullable [] gathered(Node node, int depth) {
			Origin[] data = passed(node, depth);
			long[] indices = node.input(1) instanceof String i ? trace.integers(graph, i) : null;
			if (data == null || indices == null)
				return null;
			Origin[] picked = new Origin[indices.length];
			for (int k = 0; k < picked.length; k++) {
				long at = indices[k] < 0 ? indices[k] + data.length : indices[k];
				if (at < 0 || at >= data.length)
					return null;
				picked[k] = data[(int) at];
			}
			return picked;
		}

		private Origin @Nullable [] sliced(Node node, int depth) {
			Origin[] data = passed(node, depth);
			long[] starts = node.input(1) instanceof String s ? trace.integers(graph, s) : node.integers("starts");
			long[] ends = node.input(2) instanceof String e ? trace.integers(graph, e) : node.integers("ends");
			long[] steps = node.input(4) instanceof String t ? trace.integers(graph, t) : new long[]{1};
			if (data == null || starts == null || ends == null || steps == null || starts.length != 1
					|| steps[0] != 1)
				return null;
			int from = Math.clamp(starts[0] < 0 ? starts[0] + data.length : starts[0], 0, data.length);
			int to = Math.clamp(ends[0] < 0 ? ends[0] + data.length : ends[0], from, data.length);
			return Arrays.copyOfRange(data, from, to);
		}

		private Origin @Nullable [] joined(Node node, int depth) {
			List<Origin> all = new java.util.ArrayList<>();
			for (String part : node.inputs())
				all.addAll(Arrays.asList(find(part, depth - 1)));
			return all.toArray(Origin[]::new);
		}

		private static Origin[] filled(int n, Origin origin) {
			Origin[] all = new Origin[n];
			Arrays.fill(all, origin);
			return all;
		}
	}
}
