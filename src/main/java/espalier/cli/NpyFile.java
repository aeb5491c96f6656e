package espalier.cli;

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

/** Arrays as {@code numpy.save} writes them: little-endian, in C order, up to 2 GB. */
final class NpyFile {
	private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
	private static final Pattern HEADER = Pattern.compile(
			"\\{\\s*'descr':\\s*'([<|=]\\w+)',\\s*'fortran_order':\\s*False,\\s*'shape':\\s*\\(([\\d,\\s]*)\\),?\\s*\\}\\s*");

	private NpyFile() {}

	/**
	 * @throws BadInputException
	 *             when the file is no such array, or of a kind that models don't take
	 */
	static Value read(Path file) {
		byte[] bytes;
		try {
			if (Files.size(file) > Integer.MAX_VALUE - 64)
				throw new BadInputException("`" + file + "` is over 2 GB; give a smaller array.");
			bytes = Files.readAllBytes(file);
		} catch (IOException e) {
			throw new BadInputException("Cannot read `" + file + "`: check that the file is there.", e);
		}
		if (bytes.length < 12 || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length))
			throw bad(file, "it is no NumPy array");
		ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(8);
		long length = bytes[6] == 1 ? Short.toUnsignedInt(buffer.getShort()) : Integer.toUnsignedLong(buffer.getInt());
		if (length > buffer.remaining())
			throw bad(file, "it ends within its header");
		String header = new String(bytes, buffer.position(), (int) length, StandardCharsets.UTF_8);
		buffer.position(buffer.position() + (int) length);
		Matcher matcher = HEADER.matcher(header);
		if (!matcher.matches())
			throw bad(file, "its header says " + header.strip());
		return value(file, matcher.group(1), shape(file, matcher.group(2)),
				buffer.slice().order(ByteOrder.LITTLE_ENDIAN));
	}

	private static Shape shape(Path file, String text) {
		try {
			return Shape.of(Arrays.stream(text.split(",")).map(String::strip).filter(s -> !s.isEmpty())
					.mapToLong(Long::parseLong).toArray());
		} catch (NumberFormatException e) {
			throw bad(file, "its shape is (" + text + ")");
		}
	}

	private static Value value(Path file, String kind, Shape shape, ByteBuffer data) {
		ElementType type = switch (kind.substring(1)) {
			case "f4" -> ElementType.FLOAT;
			case "f8" -> ElementType.DOUBLE;
			case "f2" -> ElementType.FLOAT16;
			case "i8" -> ElementType.INT64;
			case "i4" -> ElementType.INT32;
			case "i1" -> ElementType.INT8;
			case "u1" -> ElementType.UINT8;
			case "b1" -> ElementType.BOOL;
			default -> throw bad(file, "its numbers are of kind " + kind);
		};
		long expected;
		try {
			expected = type.bytes(shape.elements());
		} catch (ArithmeticException e) {
			throw bad(file, "its shape is " + shape);
		}
		if (expected != data.remaining())
			throw bad(file, "it holds " + data.remaining() + " bytes where its shape " + shape + " needs " + expected);
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
			case byte[] a -> data.get(a);
			default -> throw bad(file, "its numbers are of kind " + kind);
		}
		return value;
	}

	private static BadInputException bad(Path file, String what) {
		return new BadInputException("`" + file + "` can't be used as an input: " + what
				+ "; save it with numpy.save as a little-endian array in C order.");
	}
}
