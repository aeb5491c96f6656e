package espalier.coupling;

import java.util.Arrays;

/** Axes that are tied index by index, joined into classes. Grows with the axes. */
final class Classes {
	private final Axes axes;
	private int[] parent = new int[0];

	Classes(Axes axes) {
		this.axes = axes;
		grow();
	}

	/** The representative axis of all that are tied to it index by index; the lowest id. */
	int of(int axis) {
		if (axis >= parent.length)
			grow();
		int root = axis;
		while (parent[root] != root)
			root = parent[root] = parent[parent[root]];
		return root;
	}

	/** Whether they were apart. */
	boolean join(int a, int b) {
		int x = of(a);
		int y = of(b);
		parent[Math.max(x, y)] = Math.min(x, y);
		return x != y;
	}

	private void grow() {
		int from = parent.length;
		parent = Arrays.copyOf(parent, axes.count());
		for (int axis = from; axis < parent.length; axis++)
			parent[axis] = axis;
	}
}
