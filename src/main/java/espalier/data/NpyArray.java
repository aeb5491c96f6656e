package espalier.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import espalier.graph.BadInputException;
import espalier.graph.ElementType;
import espalier.graph.Shape;
import espalier.runtime.Value;

/**
 * An array as {@code numpy.save} writes it: in C order, up to 2 GB. Arrays of Python's objects are refused, since they are
 * pickles.
 *
 * @param name
 *            for messages
 * @param file
 *            the whole file
 * @param from
 *            where the numbers begin in it
 */
public record NpyArray(String name, ElementType type, Shape shape, ByteOrder order, byte[] file, int from) {
	private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
	private static final Pattern HEADER = Pattern.compile(
			"\\{\\s*'descr':\\s*'([<>|=]\\w+)',\\s*'fortran_order':\\s*False,\\s*'shape':\\s*\\(([\\d,\\s]*)\\),?\\s*\\}\\s*");

	/** @throws BadInputException when the file can't be read, or is no such array */
	public static NpyArray read(Path file) {
		try {
			if (Files.size(file) > Integer.MAX_VALUE - 64)
				throw new BadInputException("`" + file + "` is over 2 GB; give a smaller array.");
			return of(file.toString(), Files.readAllBytes(file));
		} catch (IOException e) {
			throw new BadInputException("Cannot read `" + file + "`: check that the file is there.", e);
		}
	}

	/** @throws BadInputException when the bytes are no such array */
	static NpyArray of(String name, byte[] file) {
		if (file.length < 12 || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length))
			throw bad(name, "it is no NumPy array");
		ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).position(8);
		long length = file[6] == 1 ? Short.toUnsignedInt(buffer.getShort()) : Integer.toUnsignedLong(buffer.getInt());
		if (length > buffer.remaining())
			throw bad(name, "it ends within its header");
		String header = new String(file, buffer.position(), (int) length, StandardCharsets.UTF_8);
		Matcher matcher = HEADER.matcher(header);
		if (!matcher.matches())
			throw bad(name, "its header says " + Printable.of(header.strip()));
		int from = buffer.position() + (int) length;
		ElementType type = type(name, matcher.group(1));
		Shape shape = shape(name, matcher.group(2));
		long expected;
		try {
			expected = type.bytes(shape.elements());
		} catch (ArithmeticException e) {
			throw bad(name, "its shape is " + shape);
		}
		if (expected != file.length - from)
			throw bad(name,
					"it holds " + (file.length - from) + " bytes where its shape " + shape + " needs " + expected);
		return new NpyArray(name, type, shape,
				matcher.group(1).charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN, file, from);
	}

	private static Shape shape(String name, String text) {
		try {
			return Shape.of(Arrays.stream(text.split(",")).map(String::strip).filter(s -> !s.isEmpty())
					.mapToLong(Long::parseLong).toArray());
		} catch (NumberFormatException e) {
			throw bad(name, "its shape is (" + text + ")");
		}
	}

	private static ElementType type(String name, String kind) {
		return switch (kind.substring(1)) {
			case "f4" -> ElementType.FLOAT;
			case "f8" -> ElementType.DOUBLE;
			case "f2" -> ElementType.FLOAT16;
			case "i8" -> ElementType.INT64;
			case "i4" -> ElementType.INT32;
			case "i2" -> ElementType.INT16;
			case "i1" -> ElementType.INT8;
			case "u8" -> ElementType.UINT64;
			case "u4" -> ElementType.UINT32;
			case "u2" -> ElementType.UINT16;
			case "u1" -> ElementType.UINT8;
			case "b1" -> ElementType.BOOL;
			default -> throw bad(name, "its numbers are of kind " + kind);
		};
	}

	/** A copy of the numbers. */
	public Value value() {
		ByteBuffer data = ByteBuffer.wrap(file).position(from).slice().order(order);
		Value value = Value.zeros(type, shape);
		switch (value.data()) {
			case float[] a when type == ElementType.FLOAT16 -> {
				for (int i = 0; i < a.length; i++)
					a[i] = Float.float16ToFloat(data.getShort());
			}
			case float[] a -> data.asFloatBuffer().get(a);
			case double[] a -> data.asDoubleBuffer().get(a);
			case long[] a -> data.asLongBuffer().get(a);
			case int[] a -> data.asIntBuffer().get(a);
			case short[] a -> data.asShortBuffer().get(a);
			case byte[] a -> data.get(a);
			default -> throw new IllegalStateException("numbers of type " + type);
		}
		return value;
	}

	private static BadInputException bad(String name, String what) {
		return new BadInputException("`" + name + "` can't be used as an array: " + what
				+ "; save it with numpy.save as an array of numbers in C order.");
	}
}
