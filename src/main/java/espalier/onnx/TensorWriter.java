package espalier.onnx;

import java.lang.foreign.MemorySegment;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;

import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;

import espalier.graph.Tensor;

/** Tensors to messages: the file's own message where nothing changed, raw bytes otherwise. */
final class TensorWriter {
	private TensorWriter() {}

	static TensorProto write(Tensor tensor) {
		if (!(tensor.origin() instanceof Origins.OfTensor origin))
			return filled(tensor, TensorProto.newBuilder());
		Tensor before = origin.value();
		boolean same = tensor.type() == before.type() && tensor.shape().equals(before.shape())
				&& tensor.data().equals(before.data());
		if (!same || origin.proto().getDataLocation() == DataLocation.EXTERNAL)
			return filled(tensor, bare(origin.proto()));
		return tensor.name().equals(before.name())
				? origin.proto()
				: origin.proto().toBuilder().setName(tensor.name()).build();
	}

	/** The message of a sparse tensor, which is carried along as it was. */
	static SparseTensorProto writeSparse(Tensor tensor, Origins.OfSparse origin) {
		if (origin.proto().getValues().getName().equals(tensor.name()))
			return origin.proto();
		SparseTensorProto.Builder builder = origin.proto().toBuilder();
		builder.getValuesBuilder().setName(tensor.name());
		return builder.build();
	}

	/** All but the data, which {@code location} holds from {@code offset} on. */
	static TensorProto writeExternal(Tensor tensor, String location, long offset) {
		TensorProto.Builder builder = tensor.origin() instanceof Origins.OfTensor origin
				? bare(origin.proto())
				: TensorProto.newBuilder();
		head(tensor, builder).setDataLocation(DataLocation.EXTERNAL);
		builder.addExternalDataBuilder().setKey("location").setValue(location);
		builder.addExternalDataBuilder().setKey("offset").setValue(Long.toString(offset));
		builder.addExternalDataBuilder().setKey("length").setValue(Long.toString(tensor.bytes()));
		return builder.build();
	}

	/** The elements' little-endian bytes; a fill is spelled out. */
	static MemorySegment bytes(Tensor tensor) {
		return switch (tensor.data()) {
			case Tensor.Bytes(MemorySegment segment) -> segment;
			case Tensor.Fill(MemorySegment element) -> repeated(element, Math.toIntExact(tensor.bytes()));
			case Tensor.Opaque o -> throw new IllegalStateException("tensor " + tensor.name() + " was changed unread");
		};
	}

	private static TensorProto filled(Tensor tensor, TensorProto.Builder builder) {
		ByteString raw = UnsafeByteOperations.unsafeWrap(bytes(tensor).asReadOnly().asByteBuffer());
		return head(tensor, builder).setRawData(raw).build();
	}

	private static TensorProto.Builder head(Tensor tensor, TensorProto.Builder builder) {
		builder.setName(tensor.name()).setDataType(tensor.type().code());
		for (long dim : tensor.shape().toArray())
			builder.addDims(dim);
		return builder;
	}

	/** What the file says of the tensor beside its contents. */
	private static TensorProto.Builder bare(TensorProto proto) {
		return proto.toBuilder().clearDims().clearDataType().clearRawData().clearFloatData().clearInt32Data()
				.clearInt64Data().clearDoubleData().clearUint64Data().clearStringData().clearExternalData()
				.clearDataLocation();
	}

	private static MemorySegment repeated(MemorySegment element, int bytes) {
		MemorySegment all = MemorySegment.ofArray(new byte[bytes]);
		for (long at = 0; at < bytes; at += element.byteSize())
			MemorySegment.copy(element, 0, all, at, element.byteSize());
		return all;
	}
}
