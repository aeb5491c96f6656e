package espalier.onnx;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;

import espalier.graph.ElementType;
import espalier.graph.Shape;
import espalier.graph.Tensor;

/**
 * Tensors of the file as raw little-endian elements: views of the file where it stores them raw, decoded otherwise. Lengths
 * are checked against the shape before anything is allocated.
 */
final class TensorReader {
	private static final int MAX_RANK = 64;

	private final Source source;

	TensorReader(Source source) {
		this.source = source;
	}

	/** @param place what the tensor is, for messages: {@code tensor 'conv1.weight'} */
	Tensor read(TensorProto proto, String place) {
		ElementType type = type(proto.getDataType(), place);
		Shape shape = shape(proto.getDimsList(), place);
		long elements = elements(shape, place);
		long bytes = bytes(type, elements, place);
		Tensor value = new Tensor(proto.getName(), type, shape, data(proto, type, elements, bytes, place), null);
		return new Tensor(value.name(), type, shape, value.data(), new Origins.OfTensor(proto, value));
	}

	/** Carried along unread, with its shape and type. */
	Tensor readSparse(SparseTensorProto proto, String place) {
		ElementType type = type(proto.getValues().getDataType(), place);
		Shape shape = shape(proto.getDimsList(), place);
		elements(shape, place);
		refuseExternal(proto.getValues(), place);
		refuseExternal(proto.getIndices(), place);
		return new Tensor(proto.getValues().getName(), type, shape, new Tensor.Opaque(), new Origins.OfSparse(proto));
	}

	/** Data that nothing here reads must not name files for others to open. */
	void refuseExternal(TensorProto proto, String place) {
		if (proto.getDataLocation() == DataLocation.EXTERNAL || proto.getExternalDataCount() > 0)
			throw source.bad(place + " keeps its data in another file, which is not allowed there; "
					+ "save the model with its data inside");
	}

	private ElementType type(int code, String place) {
		ElementType type = ElementType.ofCode(code);
		if (type == ElementType.UNDEFINED)
			throw source.bad(place + " has element type " + code
					+ ", which no known version of ONNX defines; export the model again");
		return type;
	}

	private Shape shape(java.util.List<Long> dims, String place) {
		if (dims.size() > MAX_RANK)
			throw source.bad(place + " has " + dims.size() + " axes; the file is damaged, get it again");
		Shape shape = Shape.of(dims.stream().mapToLong(Long::longValue).toArray());
		if (!shape.known())
			throw source.bad(place + " has a negative size in its shape " + dims + "; export the model again");
		return shape;
	}

	private long elements(Shape shape, String place) {
		try {
			return shape.elements();
		} catch (ArithmeticException e) {
			throw source.bad(place + " claims the impossible shape " + shape + "; export the model again", e);
		}
	}

	private long bytes(ElementType type, long elements, String place) {
		try {
			return type.bytes(elements);
		} catch (ArithmeticException e) {
			throw source.bad(place + " claims the impossible size of " + elements + " elements; export the model again",
					e);
		}
	}

	private Tensor.Data data(TensorProto proto, ElementType type, long elements, long bytes, String place) {
		int typed = proto.getFloatDataCount() + proto.getInt32DataCount() + proto.getInt64DataCount()
				+ proto.getDoubleDataCount() + proto.getUint64DataCount() + proto.getStringDataCount();
		boolean external = proto.getDataLocation() == DataLocation.EXTERNAL;
		int ways = (typed > 0 ? 1 : 0) + (proto.getRawData().isEmpty() ? 0 : 1) + (external ? 1 : 0);
		if (ways > 1)
			throw source.bad(place + " states its data in two ways at once; export the model again");
		if (!external && proto.getExternalDataCount() > 0)
			refuseExternal(proto, place);
		if (external)
			return external(proto, type, bytes, place);
		if (proto.hasSegment())
			return new Tensor.Opaque();
		if (type == ElementType.STRING) {
			expect(proto.getStringDataCount(), elements, "texts", typed == proto.getStringDataCount(), place);
			return new Tensor.Opaque();
		}
		if (typed == 0) {
			expect(proto.getRawData().size(), bytes, "bytes", true, place);
			return new Tensor.Bytes(MemorySegment.ofBuffer(proto.getRawData().asReadOnlyByteBuffer()));
		}
		return new Tensor.Bytes(MemorySegment.ofArray(decode(proto, type, elements, bytes, typed, place)));
	}

	private Tensor.Data external(TensorProto proto, ElementType type, long bytes, String place) {
		if (type == ElementType.STRING)
			throw source.bad(place + " keeps texts in another file, which ONNX does not allow; export the model again");
		if (source.external() == null)
			throw source.bad(place + " keeps its data in another file, but the model was not opened from a folder; "
					+ "save it with its data inside");
		return new Tensor.Bytes(source.external().map(proto.getExternalDataList(), bytes, place));
	}

	private void expect(long found, long expected, String unit, boolean rightField, String place) {
		if (found != expected || !rightField)
			throw source.bad(place + " holds " + found + " " + unit + " where its shape and type need " + expected
					+ "; the file is damaged or was written wrongly, get or export it again");
	}

	private byte[] decode(TensorProto proto, ElementType type, long elements, long bytes, int typed, String place) {
		boolean complex = type == ElementType.COMPLEX64 || type == ElementType.COMPLEX128;
		int stored = switch (type) {
			case FLOAT, COMPLEX64 -> proto.getFloatDataCount();
			case DOUBLE, COMPLEX128 -> proto.getDoubleDataCount();
			case INT64 -> proto.getInt64DataCount();
			case UINT32, UINT64 -> proto.getUint64DataCount();
			default -> proto.getInt32DataCount();
		};
		long expected = complex ? 2 * elements : type.sliceable() ? elements : bytes;
		expect(stored, expected, "values", stored == typed, place);
		ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
		for (int i = 0; i < stored; i++)
			switch (type) {
				case FLOAT, COMPLEX64 -> out.putFloat(proto.getFloatData(i));
				case DOUBLE, COMPLEX128 -> out.putDouble(proto.getDoubleData(i));
				case INT64 -> out.putLong(proto.getInt64Data(i));
				case UINT64 -> out.putLong(proto.getUint64Data(i));
				case UINT32 -> out.putInt((int) proto.getUint64Data(i));
				case INT32 -> out.putInt(proto.getInt32Data(i));
				case INT16, UINT16, FLOAT16, BFLOAT16 -> out.putShort((short) proto.getInt32Data(i));
				default -> out.put((byte) proto.getInt32Data(i));
			}
		return out.array();
	}
}
