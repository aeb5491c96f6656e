package espalier.runtime.torch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

import espalier.graph.ElementType;
import espalier.graph.RefusedException;
import espalier.graph.Tensor;

/** A module's attributes as libtorch's unpickler reads them: protocol 2, tensors as references to storages by number. */
final class Pickle {
	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private Pickle() {}

	/** The pickle of a module whose attribute number {@code i} lies in storage {@code i}. */
	static byte[] of(String type, List<TorchScript.Attribute> attributes) {
		Pickle pickle = new Pickle();
		pickle.module(type, attributes);
		return pickle.out.toByteArray();
	}

	private void module(String type, List<TorchScript.Attribute> attributes) {
		out.write(0x80);
		out.write(2);
		global(type.substring(0, type.lastIndexOf('.')), type.substring(type.lastIndexOf('.') + 1));
		codes(")\u0081}(");
		text("training");
		out.write(0x89);
		for (int i = 0; i < attributes.size(); i++) {
			text(attributes.get(i).identifier());
			tensor(attributes.get(i).tensor(), i, attributes.get(i).kind() == TorchScript.Kind.PARAMETER);
		}
		codes("ub.");
	}

	private void tensor(Tensor tensor, int storage, boolean gradient) {
		global("torch._utils", "_rebuild_tensor_v2");
		codes("((");
		text("storage");
		global("torch", storageType(tensor));
		text(Integer.toString(storage));
		text("cpu");
		number(tensor.elements());
		codes("tQ");
		number(0);
		long[] dims = tensor.shape().toArray();
		out.write('(');
		for (long dim : dims)
			number(dim);
		codes("t(");
		for (int axis = 0; axis < dims.length; axis++)
			number(java.util.Arrays.stream(dims, axis + 1, dims.length).reduce(1, (a, b) -> a * b));
		out.write('t');
		out.write(gradient ? 0x88 : 0x89);
		global("collections", "OrderedDict");
		codes(")RtR");
	}

	private static String storageType(Tensor tensor) {
		return switch (tensor.type()) {
			case FLOAT -> "FloatStorage";
			case DOUBLE -> "DoubleStorage";
			case FLOAT16 -> "HalfStorage";
			case BFLOAT16 -> "BFloat16Storage";
			case INT64 -> "LongStorage";
			case INT32 -> "IntStorage";
			case INT16 -> "ShortStorage";
			case INT8 -> "CharStorage";
			case UINT8 -> "ByteStorage";
			case BOOL -> "BoolStorage";
			default -> throw unknown(tensor.name(), tensor.type());
		};
	}

	static RefusedException unknown(String name, ElementType type) {
		return new RefusedException("Constant `" + name + "` is of type " + type
				+ ", which libtorch does not know; only the part of the model without it can be trained.");
	}

	private void global(String module, String name) {
		out.write('c');
		out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
	}

	private void text(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		out.write('X');
		out.writeBytes(little(Integer.BYTES).putInt(bytes.length).array());
		out.writeBytes(bytes);
	}

	private void number(long value) {
		if (value >= 0 && value < 256) {
			out.write('K');
			out.write((int) value);
		} else if (value == (int) value) {
			out.write('J');
			out.writeBytes(little(Integer.BYTES).putInt((int) value).array());
		} else {
			out.write(0x8a);
			out.write(Long.BYTES);
			out.writeBytes(little(Long.BYTES).putLong(value).array());
		}
	}

	private void codes(String codes) {
		out.writeBytes(codes.getBytes(StandardCharsets.ISO_8859_1));
	}

	private static ByteBuffer little(int bytes) {
		return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
	}
}
