package espalier.coupling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Tensor;

/**
 * What an adapter in a graph passes on.
 *
 * @param node
 *            the adapter's
 * @param axis
 *            of the channels
 * @param picks
 *            for each channel behind it the one before it that it is, or -1 where it is none or a mixture
 */
public record Passing(Node node, int axis, int[] picks) {
	/** Those of the adapters that are in a graph. Cost: linear in their weights. */
	static List<Passing> of(Graph graph, Choices choices) {
		List<Passing> all = new ArrayList<>();
		for (Adapter adapter : choices.adapters())
			if (graph.node(adapter.name()) instanceof Node node && node.inputs().size() == 2
					&& graph.constant(node.inputs().getLast()) instanceof Tensor held)
				all.add(new Passing(node, adapter.axis(),
						adapter.kind() == Adapter.Kind.SAMPLER
								? Arrays.stream(held.toLongs()).mapToInt(Math::toIntExact).toArray()
								: picks(held, node.is("MatMul"))));
		return all;
	}

	private static int[] picks(Tensor weight, boolean byColumn) {
		float[] values = weight.toFloats();
		int rows = Math.toIntExact(weight.shape().dim(byColumn ? 1 : 0));
		int columns = Math.toIntExact(weight.shape().dim(byColumn ? 0 : 1));
		int[] picks = new int[rows];
		for (int r = 0; r < rows; r++) {
			int ones = 0;
			int others = 0;
			for (int c = 0; c < columns; c++) {
				float value = values[byColumn ? c * rows + r : r * columns + c];
				if (value == 1) {
					ones++;
					picks[r] = c;
				} else if (value != 0) {
					others++;
				}
			}
			if (ones != 1 || others != 0)
				picks[r] = -1;
		}
		return picks;
	}

	/** Whether it passes on, after these cuts, all that is left before it, as it is; then it can be left out. */
	public boolean idle(Coupling coupling, Cuts cuts) {
		int[] before = coupling.kept(node.inputs().getFirst(), axis, cuts);
		int[] behind = coupling.kept(node.outputs().getFirst(), axis, cuts);
		int width = before == null ? Math.toIntExact(coupling.width(node.inputs().getFirst(), axis)) : before.length;
		if ((behind == null ? picks.length : behind.length) != width)
			return false;
		for (int i = 0; i < width; i++)
			if (picks[behind == null ? i : behind[i]] != (before == null ? i : before[i]))
				return false;
		return true;
	}
}
