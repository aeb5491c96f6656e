package espalier.runtime.torch;

import espalier.graph.ElementType;

/** The numbers of torch's element types in TorchScript source. */
final class Dtype {
	static final int INT = 3;
	static final int LONG = 4;
	static final int BOOL = 11;

	private Dtype() {}

	static int of(ElementType type, Call call) {
		return switch (type) {
			case UINT8 -> 0;
			case INT8 -> 1;
			case INT16 -> 2;
			case INT32 -> INT;
			case INT64 -> LONG;
			case FLOAT16 -> 5;
			case FLOAT -> 6;
			case DOUBLE -> 7;
			case BOOL -> BOOL;
			case BFLOAT16 -> 15;
			default -> throw call.refused("libtorch does not compute with " + type);
		};
	}
}
