package espalier.importance;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

import espalier.graph.Tensor;

/** Reads runs of a tensor's elements into a small buffer, in bulk where they are stored as floats or doubles. */
final class Numbers {
	private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED
			.withOrder(ByteOrder.LITTLE_ENDIAN);
	private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED
			.withOrder(ByteOrder.LITTLE_ENDIAN);

	private final Tensor tensor;
	private final float[] floats;

	/**
	 * @param longest
	 *            the longest run that will be read
	 */
	Numbers(Tensor tensor, int longest) {
		this.tensor = tensor;
		this.floats = new float[longest];
	}

	/** Copies {@code count} elements from a row-major position on to the start of {@code into}. */
	void read(long from, int count, double[] into) {
		read(from, count, into, 0);
	}

	/** Copies {@code count} elements from a row-major position on to {@code into} from {@code at} on. */
	void read(long from, int count, double[] into, int at) {
		switch (tensor.data()) {
			case Tensor.Bytes(MemorySegment bytes) -> {
				switch (tensor.type()) {
					case FLOAT -> {
						MemorySegment.copy(bytes, FLOAT, from * Float.BYTES, floats, 0, count);
						for (int i = 0; i < count; i++)
							into[at + i] = floats[i];
					}
					case DOUBLE -> MemorySegment.copy(bytes, DOUBLE, from * Double.BYTES, into, at, count);
					default -> {
						for (int i = 0; i < count; i++)
							into[at + i] = tensor.at(from + i);
					}
				}
			}
			default -> java.util.Arrays.fill(into, at, at + count, tensor.at(0));
		}
	}
}
