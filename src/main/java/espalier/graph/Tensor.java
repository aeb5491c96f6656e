package espalier.graph;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

import org.jspecify.annotations.Nullable;

/**
 * A constant of the model.
 *
 * @param origin
 *            what the file reader made it from; only the writer looks at it. Null for tensors made here
 */
public record Tensor(String name, ElementType type, Shape shape, Data data, @Nullable Object origin) {
	private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED
			.withOrder(ByteOrder.LITTLE_ENDIAN);
	private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED
			.withOrder(ByteOrder.LITTLE_ENDIAN);
	private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
	private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
	private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED
			.withOrder(ByteOrder.LITTLE_ENDIAN);

	/** Where the elements are. */
	public sealed interface Data {}

	/** Little-endian elements in row-major order, possibly a view of a mapped file; never written to. */
	public record Bytes(MemorySegment segment) implements Data {}

	/** Every element has the same little-endian bytes (the value of a ConstantOfShape node). */
	public record Fill(MemorySegment element) implements Data {}

	/** Elements that Espalier carries along but does not read, such as strings. */
	public record Opaque() implements Data {}

	public static Tensor ofFloats(String name, Shape shape, float... values) {
		MemorySegment segment = MemorySegment.ofArray(new byte[values.length * Float.BYTES]);
		for (int i = 0; i < values.length; i++)
			segment.setAtIndex(FLOAT, i, values[i]);
		return new Tensor(name, ElementType.FLOAT, shape, new Bytes(segment), null);
	}

	public static Tensor ofLongs(String name, Shape shape, long... values) {
		MemorySegment segment = MemorySegment.ofArray(new byte[values.length * Long.BYTES]);
		for (int i = 0; i < values.length; i++)
			segment.setAtIndex(LONG, i, values[i]);
		return new Tensor(name, ElementType.INT64, shape, new Bytes(segment), null);
	}

	public static Tensor ofInts(String name, Shape shape, long... values) {
		MemorySegment segment = MemorySegment.ofArray(new byte[values.length * Integer.BYTES]);
		for (int i = 0; i < values.length; i++)
			segment.setAtIndex(INT, i, Math.toIntExact(values[i]));
		return new Tensor(name, ElementType.INT32, shape, new Bytes(segment), null);
	}

	public Tensor withName(String other) {
		return new Tensor(other, type, shape, data, origin);
	}

	public long elements() {
		return shape.elements();
	}

	/** Bytes of the elements, spelled out (a fill counts as if every element were stored). */
	public long bytes() {
		return type.bytes(elements());
	}

	/** Whether single elements can be read as numbers by {@link #at}. */
	public boolean readable() {
		return !(data instanceof Opaque) && switch (type) {
			case FLOAT, DOUBLE, FLOAT16, BFLOAT16, INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, BOOL -> true;
			default -> false;
		};
	}

	/**
	 * Element at a row-major position as a double.
	 *
	 * @throws IllegalStateException
	 *             when the type is not {@link #readable}
	 */
	public double at(long index) {
		return switch (data) {
			case Bytes b -> number(b.segment, index);
			case Fill f -> number(f.element, 0);
			case Opaque o -> throw new IllegalStateException("elements of " + name + " are not numbers");
		};
	}

	/** All elements as longs; for the small integer tensors that hold shapes, axes and sizes. */
	public long[] toLongs() {
		long[] values = new long[Math.toIntExact(elements())];
		for (int i = 0; i < values.length; i++)
			values[i] = switch (data) {
				case Bytes b when type == ElementType.INT64 -> b.segment.getAtIndex(LONG, i);
				default -> (long) at(i);
			};
		return values;
	}

	/** All elements as floats; a copy of 4 bytes an element. */
	public float[] toFloats() {
		int n = Math.toIntExact(elements());
		float[] values = new float[n];
		if (data instanceof Bytes b && type == ElementType.FLOAT)
			MemorySegment.copy(b.segment, FLOAT, 0, values, 0, n);
		else
			for (int i = 0; i < n; i++)
				values[i] = (float) at(i);
		return values;
	}

	private double number(MemorySegment s, long i) {
		return switch (type) {
			case FLOAT -> s.getAtIndex(FLOAT, i);
			case DOUBLE -> s.getAtIndex(DOUBLE, i);
			case FLOAT16 -> Float.float16ToFloat(s.getAtIndex(SHORT, i));
			case BFLOAT16 -> Float.intBitsToFloat(s.getAtIndex(SHORT, i) << 16);
			case INT64 -> s.getAtIndex(LONG, i);
			case INT32 -> s.getAtIndex(INT, i);
			case UINT32 -> Integer.toUnsignedLong(s.getAtIndex(INT, i));
			case INT16 -> s.getAtIndex(SHORT, i);
			case UINT16 -> Short.toUnsignedInt(s.getAtIndex(SHORT, i));
			case INT8 -> s.get(ValueLayout.JAVA_BYTE, i);
			case UINT8, BOOL -> Byte.toUnsignedInt(s.get(ValueLayout.JAVA_BYTE, i));
			default ->
				throw new IllegalStateException("elements of " + name + " (" + type + ") are not read as numbers");
		};
	}
}
