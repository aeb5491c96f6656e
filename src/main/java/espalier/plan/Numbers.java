package espalier.plan;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import espalier.graph.ElementType;
import espalier.graph.Shape;
import espalier.graph.Tensor;

/** Constants of a floating type. */
final class Numbers {
	private Numbers() {}

	static Tensor tensor(String name, Shape shape, float[] values, ElementType type) {
		ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, type.bits() / 8))
				.order(ByteOrder.LITTLE_ENDIAN);
		for (float value : values)
			switch (type) {
				case FLOAT -> bytes.putFloat(value);
				case DOUBLE -> bytes.putDouble(value);
				case FLOAT16 -> bytes.putShort(Float.floatToFloat16(value));
				case BFLOAT16 -> bytes.putShort((short) (Float.floatToRawIntBits(value) >>> 16));
				default -> throw new IllegalArgumentException(type.toString());
			}
		return new Tensor(name, type, shape, new Tensor.Bytes(MemorySegment.ofArray(bytes.array())), null);
	}
}
