package espalier.data;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes pickles as Python does, instruction by instruction. */
final class PickleBytes {
	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	/** The start of a dictionary, in Python 2's protocol. */
	static PickleBytes dictionary() {
		return new PickleBytes().raw(0x80, 2, '}', '(');
	}

	PickleBytes raw(int... bytes) {
		for (int b : bytes)
			out.write(b);
		return this;
	}

	/** A text of Python 2, which is of bytes. */
	PickleBytes string(byte... bytes) {
		out.write('T');
		return length(bytes.length).bytes(bytes);
	}

	PickleBytes string(String text) {
		return string(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	PickleBytes global(String module, String name) {
		return raw('c').bytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
	}

	PickleBytes integers(int... numbers) {
		raw(']', '(');
		for (int n : numbers)
			integer(n);
		return raw('e');
	}

	PickleBytes strings(String... texts) {
		raw(']', '(');
		for (String t : texts)
			string(t);
		return raw('e');
	}

	PickleBytes integer(int number) {
		return raw('J').length(number);
	}

	/** A NumPy array with rows of this many numbers. */
	PickleBytes array(String type, int width, byte... data) {
		global("numpy.core.multiarray", "_reconstruct").global("numpy", "ndarray").integer(0).raw(0x85).string("b")
				.raw(0x87, 'R');
		raw('(').integer(1).integer((data.length + width - 1) / width).integer(width).raw(0x86);
		global("numpy", "dtype").string(type).integer(0).integer(1).raw(0x87, 'R');
		raw('(').integer(3).string("|").raw('N', 'N', 'N').integer(-1).integer(-1).integer(0).raw('t', 'b');
		return raw(0x89).string(data).raw('t', 'b');
	}

	/** Ends the dictionary. */
	byte[] end() {
		return raw('u', '.').out.toByteArray();
	}

	/** What has been written, with the end of a pickle. */
	byte[] stop() {
		return raw('.').out.toByteArray();
	}

	private PickleBytes length(int number) {
		return bytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array());
	}

	private PickleBytes bytes(byte... bytes) {
		out.writeBytes(bytes);
		return this;
	}
}
