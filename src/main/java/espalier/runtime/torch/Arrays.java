package espalier.runtime.torch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;

import espalier.graph.ElementType;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.runtime.Value;

/** Values to libtorch's arrays and back. */
final class Arrays {
	private Arrays() {}

	static NDArray of(NDManager manager, Value value) {
		ai.djl.ndarray.types.Shape shape = new ai.djl.ndarray.types.Shape(value.shape().toArray());
		return switch (value.data()) {
			case float[] a when value.type() == ElementType.FLOAT -> manager.create(a, shape);
			case double[] a -> manager.create(a, shape);
			case long[] a when value.type() == ElementType.INT64 -> manager.create(a, shape);
			case int[] a when value.type() == ElementType.INT32 -> manager.create(a, shape);
			case byte[] a -> manager.create(ByteBuffer.wrap(a), shape, switch (value.type()) {
				case BOOL -> DataType.BOOLEAN;
				case UINT8 -> DataType.UINT8;
				default -> DataType.INT8;
			});
			default -> throw new RefusedException("Inputs of type " + value.type()
					+ " can't be handed to libtorch; only the part of the model without them can be trained.");
		};
	}

	/** A copy of an array. */
	static Value read(NDArray array) {
		Shape shape = Shape.of(array.getShape().getShape());
		return switch (array.getDataType()) {
			case FLOAT32 -> Value.floats(shape, array.toFloatArray());
			case FLOAT64 -> new Value(ElementType.DOUBLE, shape, array.toDoubleArray());
			case INT64 -> Value.longs(shape, array.toLongArray());
			case INT32 -> new Value(ElementType.INT32, shape, array.toIntArray());
			case BOOLEAN -> new Value(ElementType.BOOL, shape, bytes(array));
			case UINT8 -> new Value(ElementType.UINT8, shape, bytes(array));
			case INT8 -> new Value(ElementType.INT8, shape, bytes(array));
			default -> throw new IllegalStateException("no values of type " + array.getDataType());
		};
	}

	private static byte[] bytes(NDArray array) {
		ByteBuffer buffer = array.toByteBuffer().order(ByteOrder.nativeOrder());
		byte[] bytes = new byte[buffer.remaining()];
		buffer.get(bytes);
		return bytes;
	}
}
