package espalier.plan;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

import org.jspecify.annotations.Nullable;

import espalier.graph.Shape;
import espalier.graph.Tensor;

/** Cuts indices out of constants bit for bit. */
final class Slicing {
	private static final long HEAP_LIMIT = 1L << 30;

	private Slicing() {}

	/**
	 * A tensor of the kept indices. Cost: one copy of what is kept, in stretches as long as they come; a fill stays a fill.
	 *
	 * @param kept
	 *            by axis, null where all stay
	 */
	static Tensor of(Tensor tensor, int[] @Nullable [] kept) {
		Shape shape = tensor.shape();
		for (int axis = 0; axis < kept.length; axis++) {
			int[] stays = kept[axis];
			if (stays != null)
				shape = shape.with(axis, stays.length);
		}
		return switch (tensor.data()) {
			case Tensor.Fill fill -> new Tensor(tensor.name(), tensor.type(), shape, fill, null);
			case Tensor.Bytes bytes -> new Tensor(tensor.name(), tensor.type(), shape,
					new Tensor.Bytes(copy(tensor, bytes.segment(), shape, kept)), null);
			case Tensor.Opaque o -> throw new IllegalArgumentException(tensor.name() + " can't be sliced");
		};
	}

	private static MemorySegment copy(Tensor tensor, MemorySegment from, Shape shape, int[] @Nullable [] kept) {
		long bytes = tensor.type().bytes(shape.elements());
		MemorySegment to = bytes < HEAP_LIMIT
				? MemorySegment.ofArray(new byte[Math.toIntExact(bytes)])
				: Arena.ofAuto().allocate(bytes, Long.BYTES);
		int last = kept.length - 1;
		while (last > 0 && kept[last] == null)
			last--;
		long inner = tensor.type().bits() / 8;
		for (int axis = last + 1; axis < kept.length; axis++)
			inner *= tensor.shape().dim(axis);
		new Copy(tensor.shape(), kept, last, inner, from, to).axis(0, 0);
		return to;
	}

	/** One walk over the kept indices; as deep as the tensor has axes. */
	private static final class Copy {
		private final Shape shape;
		private final int[] @Nullable [] kept;
		private final int last;
		private final long inner;
		private final MemorySegment from;
		private final MemorySegment to;
		private long written;

		Copy(Shape shape, int[] @Nullable [] kept, int last, long inner, MemorySegment from, MemorySegment to) {
			this.shape = shape;
			this.kept = kept;
			this.last = last;
			this.inner = inner;
			this.from = from;
			this.to = to;
		}

		void axis(int axis, long row) {
			int[] stays = kept[axis];
			int size = Math.toIntExact(shape.dim(axis));
			int n = stays == null ? size : stays.length;
			if (axis < last) {
				for (int i = 0; i < n; i++)
					axis(axis + 1, row * size + (stays == null ? i : stays[i]));
				return;
			}
			for (int i = 0; i < n;) {
				int start = stays == null ? i : stays[i];
				int count = 1;
				while (i + count < n && (stays == null || stays[i + count] == start + count))
					count++;
				MemorySegment.copy(from, (row * size + start) * inner, to, written, count * inner);
				written += count * inner;
				i += count;
			}
		}
	}
}
