package espalier.onnx;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import com.google.protobuf.ByteString;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;

import espalier.graph.Attribute;
import espalier.graph.Graph;
import espalier.graph.Node;

/** Nodes to messages: the file's own message where nothing changed, with only what changed set otherwise. */
final class NodeWriter {
	private NodeWriter() {}

	static NodeProto write(Node node) {
		Origins.OfNode origin = node.origin() instanceof Origins.OfNode o ? o : null;
		NodeProto before = origin == null ? NodeProto.getDefaultInstance() : origin.proto();
		NodeProto.Builder builder = before.toBuilder();
		if (origin == null || !origin.name().equals(node.name()))
			builder.setName(node.name());
		if (!before.getOpType().equals(node.op()))
			builder.setOpType(node.op());
		if (!before.getDomain().equals(node.domain()))
			builder.setDomain(node.domain());
		if (!before.getInputList().equals(node.inputs()))
			builder.clearInput().addAllInput(node.inputs());
		if (!before.getOutputList().equals(node.outputs()))
			builder.clearOutput().addAllOutput(node.outputs());
		attributes(node, origin == null ? Map.of() : origin.attributes(), builder);
		return builder.build();
	}

	private static void attributes(Node node, Map<String, Origins.OfAttribute> before, NodeProto.Builder builder) {
		builder.clearAttribute();
		Set<String> kept = new HashSet<>();
		before.forEach((name, origin) -> {
			Attribute value = node.attributes().get(name);
			if (value == null)
				return;
			kept.add(name);
			builder.addAttribute(attribute(name, value, origin));
		});
		node.attributes().forEach((name, value) -> {
			if (!kept.contains(name))
				builder.addAttribute(value(AttributeProto.newBuilder().setName(name), value));
		});
	}

	private static AttributeProto attribute(String name, Attribute value, Origins.OfAttribute origin) {
		if (value instanceof Attribute.Subgraph(Graph body)) {
			GraphProto written = GraphWriter.body(body);
			return origin.proto().hasG() && written.equals(origin.proto().getG())
					? origin.proto()
					: origin.proto().toBuilder().setG(written).build();
		}
		boolean external = origin.proto().hasT() && origin.proto().getT().getExternalDataCount() > 0;
		if (value.equals(origin.value()) && !external)
			return origin.proto();
		AttributeProto.Builder builder = AttributeProto.newBuilder().setName(name);
		if (origin.proto().hasDocString())
			builder.setDocString(origin.proto().getDocString());
		return value(builder, value);
	}

	private static AttributeProto value(AttributeProto.Builder builder, Attribute value) {
		switch (value) {
			case Attribute.Int(long v) -> builder.setType(AttributeType.INT).setI(v);
			case Attribute.Real(float v) -> builder.setType(AttributeType.FLOAT).setF(v);
			case Attribute.Text(String v) -> builder.setType(AttributeType.STRING).setS(ByteString.copyFromUtf8(v));
			case Attribute.Ints(var v) -> builder.setType(AttributeType.INTS).addAllInts(v);
			case Attribute.Reals(var v) -> builder.setType(AttributeType.FLOATS).addAllFloats(v);
			case Attribute.Constant(var v) -> builder.setType(AttributeType.TENSOR).setT(TensorWriter.write(v));
			case Attribute.Subgraph(Graph v) -> builder.setType(AttributeType.GRAPH).setG(GraphWriter.body(v));
			case Attribute.Opaque o ->
				throw new IllegalStateException(
						"attribute " + builder.getName() + " was never read, so it can't be written");
		}
		return builder.build();
	}
}
