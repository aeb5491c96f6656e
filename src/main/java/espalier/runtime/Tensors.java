package espalier.runtime;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

import org.jspecify.annotations.Nullable;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;

import espalier.graph.ElementType;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.graph.Tensor;

/** Values to the engine's tensors and back. */
final class Tensors {
	private Tensors() {}

	/** A tensor of the engine, to be closed by the caller. */
	static OnnxTensor of(String name, Value value) throws OrtException {
		OrtEnvironment env = Engine.environment();
		long[] dims = value.shape().toArray();
		return switch (value.type()) {
			case FLOAT -> OnnxTensor.createTensor(env, FloatBuffer.wrap((float[]) value.data()), dims);
			case DOUBLE -> OnnxTensor.createTensor(env, DoubleBuffer.wrap((double[]) value.data()), dims);
			case INT64 -> OnnxTensor.createTensor(env, LongBuffer.wrap((long[]) value.data()), dims);
			case INT32 -> OnnxTensor.createTensor(env, IntBuffer.wrap((int[]) value.data()), dims);
			case INT16 ->
				OnnxTensor.createTensor(env, ShortBuffer.wrap((short[]) value.data()), dims, OnnxJavaType.INT16);
			case INT8 -> OnnxTensor.createTensor(env, direct((byte[]) value.data()), dims, OnnxJavaType.INT8);
			case UINT8 -> OnnxTensor.createTensor(env, direct((byte[]) value.data()), dims, OnnxJavaType.UINT8);
			case BOOL -> OnnxTensor.createTensor(env, direct((byte[]) value.data()), dims, OnnxJavaType.BOOL);
			case FLOAT16 -> OnnxTensor.createTensor(env, halves(value), dims, OnnxJavaType.FLOAT16);
			case BFLOAT16 -> OnnxTensor.createTensor(env, halves(value), dims, OnnxJavaType.BFLOAT16);
			case STRING -> OnnxTensor.createTensor(env, (String[]) value.data(), dims);
			default -> throw new RefusedException("Input '" + name + "' has element type " + value.type()
					+ ", which can't be handed to ONNX Runtime from here; run the model elsewhere.");
		};
	}

	/** A copy of what the engine holds. */
	static Value read(OnnxTensor tensor) throws OrtException {
		TensorInfo info = tensor.getInfo();
		ElementType type = type(info);
		Shape shape = Shape.of(info.getShape());
		if (type == ElementType.STRING) {
			String[] texts = new String[Math.toIntExact(shape.elements())];
			flatten(tensor.getValue(), texts, 0);
			return new Value(type, shape, texts);
		}
		Value value = Value.zeros(type, shape);
		if (value.size() == 0)
			return value;
		ByteBuffer bytes = tensor.getByteBuffer().order(ByteOrder.nativeOrder());
		switch (value.data()) {
			case float[] a when type == ElementType.FLOAT -> bytes.asFloatBuffer().get(a);
			case float[] a -> {
				ShortBuffer halves = bytes.asShortBuffer();
				for (int i = 0; i < a.length; i++)
					a[i] = type == ElementType.FLOAT16
							? Float.float16ToFloat(halves.get(i))
							: Float.intBitsToFloat(halves.get(i) << 16);
			}
			case double[] a -> bytes.asDoubleBuffer().get(a);
			case long[] a -> bytes.asLongBuffer().get(a);
			case int[] a -> bytes.asIntBuffer().get(a);
			case short[] a -> bytes.asShortBuffer().get(a);
			case byte[] a -> bytes.get(a);
			default -> throw new IllegalStateException("values of type " + type);
		}
		return value;
	}

	/** A constant of the commonest types that holds the value, else null. */
	static @Nullable Tensor constant(String name, Value value) {
		return switch (value.data()) {
			case float[] a when value.type() == ElementType.FLOAT -> Tensor.ofFloats(name, value.shape(), a);
			case long[] a when value.type() == ElementType.INT64 -> Tensor.ofLongs(name, value.shape(), a);
			case int[] a when value.type() == ElementType.INT32 -> {
				ByteBuffer bytes = ByteBuffer.allocate(a.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
				bytes.asIntBuffer().put(a);
				yield stored(name, value, bytes.array());
			}
			case byte[] a -> stored(name, value, a);
			default -> null;
		};
	}

	private static Tensor stored(String name, Value value, byte[] bytes) {
		return new Tensor(name, value.type(), value.shape(), new Tensor.Bytes(MemorySegment.ofArray(bytes)), null);
	}

	static ElementType type(TensorInfo info) {
		return switch (info.onnxType) {
			case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT -> ElementType.FLOAT;
			case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE -> ElementType.DOUBLE;
			case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16 -> ElementType.FLOAT16;
			case ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16 -> ElementType.BFLOAT16;
			case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8 -> ElementType.INT8;
			case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8 -> ElementType.UINT8;
			case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16 -> ElementType.INT16;
			case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16 -> ElementType.UINT16;
			case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32 -> ElementType.INT32;
			case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32 -> ElementType.UINT32;
			case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64 -> ElementType.INT64;
			case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64 -> ElementType.UINT64;
			case ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL -> ElementType.BOOL;
			case ONNX_TENSOR_ELEMENT_DATA_TYPE_STRING -> ElementType.STRING;
			case ONNX_TENSOR_ELEMENT_DATA_TYPE_COMPLEX64 -> ElementType.COMPLEX64;
			case ONNX_TENSOR_ELEMENT_DATA_TYPE_COMPLEX128 -> ElementType.COMPLEX128;
			case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E4M3FN -> ElementType.FLOAT8E4M3FN;
			case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E4M3FNUZ -> ElementType.FLOAT8E4M3FNUZ;
			case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E5M2 -> ElementType.FLOAT8E5M2;
			case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E5M2FNUZ -> ElementType.FLOAT8E5M2FNUZ;
			case ONNX_TENSOR_ELEMENT_DATA_TYPE_UNDEFINED -> ElementType.UNDEFINED;
		};
	}

	private static ByteBuffer direct(byte[] data) {
		return ByteBuffer.allocateDirect(data.length).order(ByteOrder.nativeOrder()).put(data).flip();
	}

	private static ShortBuffer halves(Value value) {
		float[] floats = (float[]) value.data();
		ShortBuffer halves = ByteBuffer.allocateDirect(floats.length * Short.BYTES).order(ByteOrder.nativeOrder())
				.asShortBuffer();
		for (int i = 0; i < floats.length; i++)
			halves.put(i,
					value.type() == ElementType.FLOAT16 ? Float.floatToFloat16(floats[i]) : roundedToBfloat(floats[i]));
		return halves;
	}

	/** Nearest, ties to even. */
	private static short roundedToBfloat(float value) {
		int bits = Float.floatToRawIntBits(value);
		if (Float.isNaN(value))
			return (short) (bits >>> 16 | 0x40);
		return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
	}

	private static int flatten(Object nested, String[] into, int at) {
		if (nested instanceof Object[] parts) {
			for (Object part : parts)
				at = flatten(part, into, at);
			return at;
		}
		into[at] = String.valueOf(nested);
		return at + 1;
	}

	/** Frees whatever was made so far. */
	static void close(Iterable<OnnxTensor> tensors) {
		for (OnnxTensor tensor : tensors)
			tensor.close();
	}
}
