package espalier.reconstruct;

import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

import espalier.graph.Shape;
import espalier.runtime.Value;

/**
 * What a layer is to make, and from what.
 *
 * @param kept
 *            for each axis of what it makes, which indices of the whole network's are left; null for all
 */
record Aim(Layer layer, @Nullable Shortcut shortcut, int @Nullable [][] kept) {
	/** Where all is left. */
	static Aim whole(Layer layer, @Nullable Shortcut shortcut) {
		return new Aim(layer, shortcut, null);
	}

	private int output(int o, Shape made) {
		int[] left = kept == null ? null : kept[layer.channels(made)];
		return left == null ? o : left[o];
	}

	/** A position of what is made now, in what was made in the whole network. */
	private int position(int now, Shape made) {
		if (kept == null)
			return now;
		int channels = layer.channels(made);
		int before = 0;
		int step = 1;
		int left = now;
		for (int axis = made.rank() - 1; axis >= 0; axis--) {
			if (axis == channels)
				continue;
			int[] indices = kept[axis];
			int size = indices == null ? Math.toIntExact(made.dim(axis)) : indices.length;
			before += (indices == null ? left % size : indices[left % size]) * step;
			left /= size;
			step *= Math.toIntExact(made.dim(axis));
		}
		return before;
	}

	/** How many positions there are now. */
	private int positions(Shape made) {
		int positions = layer.positions(made);
		for (int axis = 0; kept != null && axis < kept.length; axis++)
			if (axis != layer.channels(made) && kept[axis] != null)
				positions = positions / Math.toIntExact(made.dim(axis)) * kept[axis].length;
		return positions;
	}

	/**
	 * Samples, one behind the other: what the layer reads, and behind it what it is to make.
	 *
	 * @param now
	 *            values of the network that is fitted
	 * @param then
	 *            those of the whole network
	 * @param added
	 *            what the whole network adds to the layer
	 * @param drawn
	 *            which of so many positions are looked at
	 */
	double[] rows(Map<String, Value> now, Map<String, Value> then, String added, IntFunction<int[]> drawn) {
		Value read = Objects.requireNonNull(now.get(layer.read()));
		Value made = Objects.requireNonNull(then.get(layer.made()));
		Value there = shortcut == null ? made : Objects.requireNonNull(now.get(shortcut.value()));
		Value was = shortcut == null ? made : Objects.requireNonNull(then.get(added));
		int[] positions = drawn.apply(positions(made.shape()));
		int width = layer.columns() + layer.out();
		double[] rows = new double[positions.length * width];
		float[] reads = read.toFloats();
		float[] makes = made.toFloats();
		float[] theres = there.toFloats();
		float[] wases = was.toFloats();
		for (int r = 0; r < positions.length; r++) {
			layer.read(reads, read.shape(), positions[r], rows, r * width);
			int before = position(positions[r], made.shape());
			for (int o = 0; o < layer.out(); o++) {
				int output = output(o, made.shape());
				double target = layer.made(makes, made.shape(), before, output);
				if (shortcut != null && shortcut.factor()[o] != 0)
					target += shortcut.factor()[o] * (layer.made(wases, was.shape(), before, output)
							- layer.made(theres, there.shape(), positions[r], o));
				rows[r * width + layer.columns() + o] = target;
			}
		}
		return rows;
	}
}
