package espalier.onnx;

import java.util.function.Consumer;

import com.google.protobuf.ByteString;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;

/** Small models as messages. */
final class Protos {
	static final int FLOAT = 1;
	static final int INT64 = 7;

	private Protos() {}

	/** A model of the graph that {@code edit} makes out of an input x [1, 4] and an output y. */
	static ModelProto.Builder model(Consumer<GraphProto.Builder> edit) {
		GraphProto.Builder graph = GraphProto.newBuilder().setName("small").addInput(info("x", 1, 4))
				.addOutput(info("y", 1, 4));
		edit.accept(graph);
		ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(8).setGraph(graph);
		model.addOpsetImportBuilder().setDomain("").setVersion(17);
		return model;
	}

	/** y = x + w, with w as given. */
	static ModelProto sum(TensorProto.Builder w) {
		return model(g -> g.addNode(node("Add", "add", "y", "x", "w")).addInitializer(w.setName("w"))).build();
	}

	static NodeProto.Builder node(String op, String name, String output, String... inputs) {
		return NodeProto.newBuilder().setOpType(op).setName(name).addOutput(output)
				.addAllInput(java.util.List.of(inputs));
	}

	static ValueInfoProto info(String name, long... dims) {
		TypeProto.Builder type = TypeProto.newBuilder();
		type.getTensorTypeBuilder().setElemType(FLOAT);
		for (long dim : dims)
			type.getTensorTypeBuilder().getShapeBuilder().addDimBuilder().setDimValue(dim);
		return ValueInfoProto.newBuilder().setName(name).setType(type).build();
	}

	static TensorProto.Builder tensor(int type, long... dims) {
		TensorProto.Builder tensor = TensorProto.newBuilder().setName("w").setDataType(type);
		for (long dim : dims)
			tensor.addDims(dim);
		return tensor;
	}

	static TensorProto.Builder zeros(long... dims) {
		int n = (int) java.util.Arrays.stream(dims).reduce(1, (a, b) -> a * b);
		return tensor(FLOAT, dims).setRawData(ByteString.copyFrom(new byte[4 * n]));
	}

	static TensorProto.Builder external(String location, long... dims) {
		TensorProto.Builder tensor = tensor(FLOAT, dims).setDataLocation(TensorProto.DataLocation.EXTERNAL);
		return entry(tensor, "location", location);
	}

	static TensorProto.Builder entry(TensorProto.Builder tensor, String key, String value) {
		tensor.addExternalDataBuilder().setKey(key).setValue(value);
		return tensor;
	}

	static AttributeProto ints(String name, long... values) {
		AttributeProto.Builder a = AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS);
		for (long v : values)
			a.addInts(v);
		return a.build();
	}

	static AttributeProto integer(String name, long value) {
		return AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value).build();
	}

	/** An If whose branches hold {@code depth} more Ifs within each other. */
	static NodeProto.Builder nested(int depth) {
		GraphProto.Builder body = GraphProto.newBuilder().setName("body").addOutput(info("b" + depth, 1, 4));
		if (depth == 0)
			body.addNode(node("Identity", "leaf", "b0", "x"));
		else
			body.addNode(nested(depth - 1)).addNode(node("Identity", "up", "b" + depth, "o" + (depth - 1)));
		return NodeProto.newBuilder().setOpType("If").addInput("c").addOutput("o" + depth)
				.addAttribute(
						AttributeProto.newBuilder().setName("then_branch").setType(AttributeType.GRAPH).setG(body))
				.addAttribute(
						AttributeProto.newBuilder().setName("else_branch").setType(AttributeType.GRAPH).setG(body));
	}
}
