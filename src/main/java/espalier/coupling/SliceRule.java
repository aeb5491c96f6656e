package espalier.coupling;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;

import espalier.graph.Attribute;

/**
 * Slice with known bounds: evenly spaced indices of each sliced axis, forwards or backwards. Its bounds are rewritten; where what
 * is left is not evenly spaced, a Gather in front picks it.
 */
final class SliceRule implements Rule {
	/** Bounds by axis of the input, from 0 and within its size; where an axis is not sliced, all of it. */
	private record Bounds(int[] axes, long[] from, long[] to, long[] step) {}

	@Override
	public void tie(Site s) {
		int rank = s.shape(0).rank();
		Bounds b = bounds(rank, s.shape(0).toArray(), s.integers(1, "starts"), s.integers(2, "ends"),
				s.integers(3, "axes"), s.integers(4, "steps"), s.has(3), s.has(4));
		if (b == null) {
			s.pinAll("`" + s.node.name() + "` slices at computed positions");
			return;
		}
		boolean rewritable = s.node.inputs().size() < 2 || s.rewritable(1) && s.rewritable(2);
		for (int k = 0; k < rank; k++) {
			int at = indexOf(b.axes, k);
			int in = s.in(0, k);
			int out = s.out(0, k);
			if (at < 0 || b.from[at] == 0 && b.step[at] == 1 && s.size(in) == s.size(out))
				s.same(in, out, "passes it on");
			else if (rewritable && s.size(out) == count(b, at))
				s.run(in, (int) b.from[at], (int) b.step[at], out, 0, 1, s.size(out),
						b.step[at] == 1 ? "takes a stretch of its input" : "takes every " + b.step[at] + ". index");
			else {
				s.pin(in, "`" + s.node.name() + "` slices in a way that can't be followed");
				s.pin(out, "`" + s.node.name() + "` slices in a way that can't be followed");
			}
		}
	}

	private static long count(Bounds b, int i) {
		long span = b.step[i] > 0 ? b.to[i] - b.from[i] + b.step[i] - 1 : b.from[i] - b.to[i] - b.step[i] - 1;
		return Math.max(0, span / Math.abs(b.step[i]));
	}

	@Override
	public void rewrite(Rewrite r) {
		int rank = r.rank(0);
		long[] dims = new long[rank];
		for (int k = 0; k < rank; k++)
			dims[k] = r.width(0, k);
		boolean old = r.node().inputs().size() < 2;
		Bounds b = bounds(rank, dims, old ? r.node().integers("starts") : r.integers(1),
				old ? r.node().integers("ends") : r.integers(2), old ? r.node().integers("axes") : r.integers(3),
				r.integers(4), r.node().input(3) != null, r.node().input(4) != null);
		if (b == null)
			return;
		// bounds of axes that stay are left as they are written: they may count from an end that is open
		long[] starts = java.util.Objects.requireNonNull(old ? r.node().integers("starts") : r.integers(1));
		long[] ends = java.util.Objects.requireNonNull(old ? r.node().integers("ends") : r.integers(2));
		boolean changed = false;
		for (int i = 0; i < b.axes.length; i++) {
			int[] kept = r.kept(0, b.axes[i]);
			if (kept == null)
				continue;
			changed = true;
			if (b.step[i] == 1) {
				long from = b.from[i];
				long to = b.to[i];
				starts[i] = Arrays.stream(kept).filter(x -> x < from).count();
				ends[i] = Arrays.stream(kept).filter(x -> x < to).count();
			} else {
				int[] picked = left(b, i, kept);
				r.pick(0, b.axes[i], picked);
				starts[i] = 0;
				ends[i] = picked.length;
				b.step[i] = 1;
			}
		}
		if (!changed)
			return;
		if (old) {
			r.attribute("starts", ints(starts));
			r.attribute("ends", ints(ends));
			return;
		}
		r.integers(1, starts);
		r.integers(2, ends);
		if (r.node().input(4) != null)
			r.integers(4, b.step);
	}

	/** Positions after the cut of what the slice takes, in its order. */
	private static int[] left(Bounds b, int i, int[] kept) {
		return LongStream.range(0, count(b, i)).map(n -> b.from[i] + n * b.step[i])
				.mapToInt(at -> Arrays.binarySearch(kept, (int) at)).filter(at -> at >= 0).toArray();
	}

	private static Attribute ints(long[] values) {
		return new Attribute.Ints(List.copyOf(LongStream.of(values).boxed().toList()));
	}

	private static @Nullable Bounds bounds(int rank, long[] dims, long @Nullable [] starts,
			long @Nullable [] ends, long @Nullable [] axes, long @Nullable [] steps, boolean hasAxes,
			boolean hasSteps) {
		if (starts == null || ends == null || hasAxes && axes == null || hasSteps && steps == null
				|| ends.length != starts.length)
			return null;
		int n = starts.length;
		Bounds b = new Bounds(new int[n], new long[n], new long[n], new long[n]);
		for (int i = 0; i < n; i++) {
			int axis = (int) (axes == null ? i : axes[i] < 0 ? axes[i] + rank : axes[i]);
			long step = steps == null ? 1 : steps[i];
			if (axis < 0 || axis >= rank || step == 0)
				return null;
			long size = dims[axis];
			b.axes[i] = axis;
			b.step[i] = step;
			// backwards, one before the first index is a bound too
			long lowest = step > 0 ? 0 : -1;
			long highest = step > 0 ? size : size - 1;
			b.from[i] = Math.clamp(starts[i] < 0 ? starts[i] + size : starts[i], lowest, highest);
			b.to[i] = Math.clamp(ends[i] < 0 ? ends[i] + size : ends[i], step > 0 ? b.from[i] : lowest,
					step > 0 ? size : Math.max(lowest, b.from[i]));
		}
		return b;
	}

	private static int indexOf(int[] axes, int axis) {
		for (int i = 0; i < axes.length; i++)
			if (axes[i] == axis)
				return i;
		return -1;
	}
}
