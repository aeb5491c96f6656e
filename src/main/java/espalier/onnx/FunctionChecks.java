package espalier.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TrainingInfoProto;

/**
 * Parts of the model that are carried along unread must not smuggle a file's name or endless nesting past the checks of the
 * part that is read.
 */
final class FunctionChecks {
	private final Source source;
	private final TensorReader tensors;

	private FunctionChecks(Source source) {
		this.source = source;
		this.tensors = new TensorReader(source);
	}

	static void check(Source source, ModelProto model) {
		FunctionChecks checks = new FunctionChecks(source);
		for (FunctionProto function : model.getFunctionsList()) {
			function.getNodeList().forEach(node -> checks.node(node, function.getName(), 0));
			function.getAttributeProtoList().forEach(a -> checks.attribute(a, function.getName(), 0));
		}
		for (TrainingInfoProto training : model.getTrainingInfoList()) {
			checks.graph(training.getInitialization(), "training", 0);
			checks.graph(training.getAlgorithm(), "training", 0);
		}
	}

	private void graph(GraphProto graph, String place, int nesting) {
		if (nesting > GraphReader.MAX_NESTING)
			throw new GraphReader(source, java.util.Map.of()).tooDeep();
		graph.getInitializerList().forEach(t -> tensors.refuseExternal(t, "a tensor of " + Source.quote(place)));
		graph.getNodeList().forEach(node -> node(node, place, nesting));
	}

	private void node(NodeProto node, String place, int nesting) {
		node.getAttributeList().forEach(a -> attribute(a, place, nesting));
	}

	private void attribute(AttributeProto attribute, String place, int nesting) {
		String where = "a tensor of function " + Source.quote(place);
		tensors.refuseExternal(attribute.getT(), where);
		attribute.getTensorsList().forEach(t -> tensors.refuseExternal(t, where));
		if (attribute.hasG())
			graph(attribute.getG(), place, nesting + 1);
		attribute.getGraphsList().forEach(g -> graph(g, place, nesting + 1));
	}
}
