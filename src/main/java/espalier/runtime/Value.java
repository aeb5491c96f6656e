package espalier.runtime;

import java.lang.reflect.Array;
import java.util.random.RandomGenerator;

import espalier.graph.ElementType;
import espalier.graph.Shape;

/**
 * A tensor that goes into or comes out of a run.
 *
 * @param data
 *            row-major elements: {@code float[]} for FLOAT, FLOAT16 and BFLOAT16, {@code double[]} for DOUBLE, {@code long[]} for
 *            INT64 and UINT64, {@code int[]} for INT32 and UINT32, {@code short[]} for INT16 and UINT16, {@code byte[]} for INT8,
 *            UINT8 and BOOL, {@code String[]} for STRING
 */
public record Value(ElementType type, Shape shape, Object data) {
	public Value {
		if (Array.getLength(data) != shape.elements())
			throw new IllegalArgumentException(Array.getLength(data) + " elements for shape " + shape);
	}

	public static Value floats(Shape shape, float... data) {
		return new Value(ElementType.FLOAT, shape, data);
	}

	public static Value longs(Shape shape, long... data) {
		return new Value(ElementType.INT64, shape, data);
	}

	/** All zero (false, empty texts). */
	public static Value zeros(ElementType type, Shape shape) {
		int n = Math.toIntExact(shape.elements());
		return new Value(type, shape, switch (type) {
			case FLOAT, FLOAT16, BFLOAT16 -> new float[n];
			case DOUBLE -> new double[n];
			case INT64, UINT64 -> new long[n];
			case INT32, UINT32 -> new int[n];
			case INT16, UINT16 -> new short[n];
			case INT8, UINT8, BOOL -> new byte[n];
			case STRING -> {
				String[] texts = new String[n];
				java.util.Arrays.fill(texts, "");
				yield texts;
			}
			default -> throw new IllegalArgumentException("no values of type " + type);
		});
	}

	/** Normally distributed numbers; 0 or 1 for whole numbers, which may be indices or masks. */
	public static Value random(ElementType type, Shape shape, RandomGenerator random) {
		Value value = zeros(type, shape);
		for (int i = 0; i < value.size(); i++)
			switch (value.data) {
				case float[] a -> a[i] = (float) random.nextGaussian();
				case double[] a -> a[i] = random.nextGaussian();
				case long[] a -> a[i] = random.nextInt(2);
				case int[] a -> a[i] = random.nextInt(2);
				case short[] a -> a[i] = (short) random.nextInt(2);
				case byte[] a -> a[i] = (byte) random.nextInt(2);
				default -> {
				}
			}
		return value;
	}

	public int size() {
		return Array.getLength(data);
	}

	/** The elements as floats: the data itself where it is of floats, else a copy. */
	public float[] toFloats() {
		if (data instanceof float[] floats)
			return floats;
		float[] floats = new float[size()];
		for (int i = 0; i < floats.length; i++)
			floats[i] = switch (data) {
				case double[] a -> (float) a[i];
				case long[] a -> a[i];
				case int[] a -> a[i];
				case short[] a -> type == ElementType.UINT16 ? Short.toUnsignedInt(a[i]) : a[i];
				case byte[] a -> type == ElementType.INT8 ? a[i] : Byte.toUnsignedInt(a[i]);
				default -> throw new IllegalStateException("values of type " + type + " are not numbers");
			};
		return floats;
	}

	/** The elements as longs, fractions cut off. */
	public long[] toLongs() {
		if (data instanceof long[] longs)
			return longs;
		long[] longs = new long[size()];
		for (int i = 0; i < longs.length; i++)
			longs[i] = switch (data) {
				case float[] a -> (long) a[i];
				case double[] a -> (long) a[i];
				case int[] a -> type == ElementType.UINT32 ? Integer.toUnsignedLong(a[i]) : a[i];
				case short[] a -> type == ElementType.UINT16 ? Short.toUnsignedInt(a[i]) : a[i];
				case byte[] a -> type == ElementType.INT8 ? a[i] : Byte.toUnsignedInt(a[i]);
				default -> throw new IllegalStateException("values of type " + type + " are not numbers");
			};
		return longs;
	}
}
