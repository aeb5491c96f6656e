package espalier.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;

import org.jspecify.annotations.Nullable;

/**
 * Reads pickles that anyone may have written: numbers, texts, bytes, lists and dictionaries of them, and NumPy arrays of
 * bytes. The library would make an object of each class that is named, and call its methods by reflection; here a class
 * beyond those of a NumPy array ends the reading, as does an instruction that is not needed for these, or a length beyond
 * the end of the file.
 */
final class SafeUnpickler extends Unpickler {
	private static final Set<Short> ALLOWED = Set.of(Opcodes.MARK, Opcodes.STOP, Opcodes.POP, Opcodes.POP_MARK,
			Opcodes.DUP, Opcodes.FLOAT, Opcodes.INT, Opcodes.BININT, Opcodes.BININT1, Opcodes.BININT2,
			Opcodes.NONE, Opcodes.REDUCE, Opcodes.STRING, Opcodes.BINSTRING, Opcodes.SHORT_BINSTRING, Opcodes.UNICODE,
			Opcodes.BINUNICODE, Opcodes.APPEND, Opcodes.EMPTY_DICT, Opcodes.APPENDS, Opcodes.GET, Opcodes.BINGET,
			Opcodes.LONG_BINGET, Opcodes.LIST, Opcodes.EMPTY_LIST, Opcodes.PUT, Opcodes.BINPUT, Opcodes.LONG_BINPUT,
			Opcodes.TUPLE, Opcodes.EMPTY_TUPLE, Opcodes.BINFLOAT, Opcodes.PROTO, Opcodes.TUPLE1, Opcodes.TUPLE2,
			Opcodes.TUPLE3, Opcodes.NEWTRUE, Opcodes.NEWFALSE, Opcodes.LONG1, Opcodes.BINBYTES,
			Opcodes.SHORT_BINBYTES, Opcodes.SHORT_BINUNICODE, Opcodes.BINUNICODE8, Opcodes.BINBYTES8,
			Opcodes.MEMOIZE, Opcodes.FRAME, Opcodes.BYTEARRAY8);
	private static final Map<String, IObjectConstructor> CLASSES = Map.of("numpy.ndarray", SafeUnpickler::never,
			"numpy.dtype", arguments -> new PickledType(arguments[0]), "_codecs.encode",
			arguments -> bytes(arguments[0]), "numpy.core.multiarray._reconstruct", _ -> new PickledArray(),
			"numpy._core.multiarray._reconstruct", _ -> new PickledArray(), "numpy.core.numeric._frombuffer",
			SafeUnpickler::buffer, "numpy._core.numeric._frombuffer", SafeUnpickler::buffer);

	/** A batch of CIFAR takes a tenth of this; each may make an object. */
	private static final int MOST_INSTRUCTIONS = 1 << 22;

	private int instructions;

	private SafeUnpickler() {}

	/**
	 * Texts, numbers, {@code byte[]}, lists, {@link PickledArray}, and maps of them by text.
	 *
	 * @throws IOException
	 *             with the reason, when the file is no pickle or asks for more
	 */
	static @Nullable Object read(byte[] file) throws IOException {
		try {
			return new SafeUnpickler().loads(file);
		} catch (RuntimeException e) {
			throw new IOException(
					e instanceof PickleException ? e.getMessage() : "it is no pickle that makes sense", e);
		}
	}

	/** Bytes as Python 2 and 3 have them: themselves, or a text with one letter a byte. */
	static byte[] bytes(@Nullable Object value) {
		return switch (value) {
			case byte[] bytes -> bytes;
			case String text -> text.getBytes(StandardCharsets.ISO_8859_1);
			case null, default -> throw new PickleException("bytes of an unknown kind");
		};
	}

	private static Object never(Object[] arguments) {
		throw new PickleException("an array made in an unknown way");
	}

	private static Object buffer(Object[] arguments) {
		if (arguments.length != 4 || !"C".equals(arguments[3]))
			throw new PickleException("an array that is not in C order");
		PickledArray array = new PickledArray();
		array.fill(arguments[2], arguments[1], arguments[0]);
		return array;
	}

	@Override
	protected Object dispatch(short key) throws IOException {
		if (++instructions > MOST_INSTRUCTIONS)
			throw new PickleException("it holds more than a set of images needs");
		switch (key) {
			case Opcodes.GLOBAL -> stack.add(known(PickleUtils.readline(input) + "." + PickleUtils.readline(input)));
			case Opcodes.STACK_GLOBAL -> {
				Object name = stack.pop();
				if (!(stack.pop() instanceof String module) || !(name instanceof String text))
					throw new PickleException("it asks for a class without a name");
				stack.add(known(module + "." + text));
			}
			case Opcodes.BUILD -> build(stack.pop(), stack.peek());
			case Opcodes.SETITEM -> {
				Object value = stack.pop();
				put(stack.pop(), value, stack.peek());
			}
			case Opcodes.SETITEMS -> {
				List<Object> items = stack.pop_all_since_marker();
				for (int i = 0; i + 1 < items.size(); i += 2)
					put(items.get(i), items.get(i + 1), stack.peek());
			}
			case Opcodes.DICT -> {
				List<Object> items = stack.pop_all_since_marker();
				stack.add(new HashMap<>());
				for (int i = 0; i + 1 < items.size(); i += 2)
					put(items.get(i), items.get(i + 1), stack.peek());
			}
			case Opcodes.BINSTRING, Opcodes.BINUNICODE, Opcodes.BINBYTES -> {
				requireThere(4);
				return super.dispatch(key);
			}
			case Opcodes.BINUNICODE8, Opcodes.BINBYTES8, Opcodes.BYTEARRAY8 -> {
				requireThere(8);
				return super.dispatch(key);
			}
			default -> {
				if (!ALLOWED.contains(key))
					throw new PickleException("it holds more than numbers, texts and arrays");
				return super.dispatch(key);
			}
		}
		return NO_RETURN_VALUE;
	}

	private static IObjectConstructor known(String name) {
		IObjectConstructor constructor = CLASSES.get(name);
		if (constructor == null)
			throw new PickleException("it asks for `" + Printable.of(name) + "`, which no set of images needs");
		return constructor;
	}

	private static void build(@Nullable Object state, @Nullable Object target) {
		if (target instanceof PickledArray array && state instanceof Object[] parts)
			array.state(parts);
		else if (!(target instanceof PickledType))
			throw new PickleException("it gives a state to what has none");
	}

	/** Keys are texts: those of lists in lists could take for ever to compare. */
	private static void put(@Nullable Object key, @Nullable Object value, @Nullable Object target) {
		if (!(target instanceof HashMap<?, ?>))
			throw new PickleException("it gives entries to what is no dictionary");
		@SuppressWarnings("unchecked")
		HashMap<String, @Nullable Object> map = (HashMap<String, @Nullable Object>) target;
		map.put(key instanceof String text ? text : new String(bytes(key), StandardCharsets.ISO_8859_1), value);
	}

	/** Looks at a length before that many bytes are made room for. */
	private void requireThere(int width) throws IOException {
		input.mark(width);
		byte[] length = PickleUtils.readbytes(input, width);
		input.reset();
		long bytes = width == 4 ? PickleUtils.bytes_to_integer(length) : PickleUtils.bytes_to_long(length, 0);
		if (bytes < 0 || bytes > input.available() - width)
			throw new PickleException("it ends too early");
	}
}
