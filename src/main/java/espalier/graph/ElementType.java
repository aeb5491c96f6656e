package espalier.graph;

/** Element types of ONNX tensors with their code in the file and their size in bits. */
public enum ElementType {
	UNDEFINED(0, 0), FLOAT(1, 32), UINT8(2, 8), INT8(3, 8), UINT16(4, 16), INT16(5, 16), INT32(6, 32), INT64(7, 64),
	STRING(8, 0), BOOL(9, 8), FLOAT16(10, 16), DOUBLE(11, 64), UINT32(12, 32), UINT64(13, 64), COMPLEX64(14, 64),
	COMPLEX128(15, 128), BFLOAT16(16, 16), FLOAT8E4M3FN(17, 8), FLOAT8E4M3FNUZ(18, 8), FLOAT8E5M2(19, 8),
	FLOAT8E5M2FNUZ(20, 8), UINT4(21, 4), INT4(22, 4), FLOAT4E2M1(23, 4), FLOAT8E8M0(24, 8), UINT2(25, 2), INT2(26, 2);

	private final int code;
	private final int bits;

	ElementType(int code, int bits) {
		this.code = code;
		this.bits = bits;
	}

	/** The number that stands for this type in an ONNX file. */
	public int code() {
		return code;
	}

	/** Bits of one element; 0 where elements have no fixed size. */
	public int bits() {
		return bits;
	}

	/** Whether elements fill whole bytes, so that single indices can be sliced. */
	public boolean sliceable() {
		return bits >= 8;
	}

	/** Bytes of {@code elements} packed elements. */
	public long bytes(long elements) {
		return (Math.multiplyExact(elements, (long) bits) + 7) / 8;
	}

	/** Real numbers in which weights are trained. */
	public boolean floating() {
		return switch (this) {
			case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> true;
			default -> false;
		};
	}

	/** The type of a code, or {@link #UNDEFINED} where the code is not known. */
	public static ElementType ofCode(int code) {
		for (ElementType type : values())
			if (type.code == code)
				return type;
		return UNDEFINED;
	}
}
