package espalier.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.Random;

import org.junit.jupiter.api.Test;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;

import com.google.protobuf.InvalidProtocolBufferException;

import espalier.coupling.ChannelGroup;
import espalier.graph.Graph;
import espalier.onnx.OnnxReader;
import espalier.onnx.OnnxWriter;
import espalier.zoo.ConvSpec;
import espalier.zoo.NetBuilder;

/** Operators that a model defines itself keep what they touch, say so, and are written with the rest, which is pruned. */
class FunctionsTest {
	private static final String DOMAIN = "acme.functions";

	/** Four convolutions in a row, and between the second and the third an operator {@code Fold} of the model's own. */
	private static byte[] model() throws InvalidProtocolBufferException {
		NetBuilder b = new NetBuilder("functions", 4);
		String x = b.relu(b.as("a").conv(b.input("input", 1, 3, 6, 6), ConvSpec.of(5, 3)));
		x = b.unary("Neg", b.as("b").conv(x, ConvSpec.of(6, 3)));
		x = b.relu(b.as("c").conv(x, ConvSpec.of(4, 3)));
		b.output(b.as("d").conv(x, ConvSpec.of(2, 1)), "out");
		ModelProto.Builder model = ModelProto.parseFrom(OnnxWriter.toBytes(b.build())).toBuilder();
		for (NodeProto.Builder node : model.getGraphBuilder().getNodeBuilderList())
			if (node.getOpType().equals("Neg"))
				node.setOpType("Fold").setDomain(DOMAIN);
		OperatorSetIdProto own = OperatorSetIdProto.newBuilder().setDomain(DOMAIN).setVersion(1).build();
		OperatorSetIdProto standard = OperatorSetIdProto.newBuilder().setDomain("").setVersion(17).build();
		return model.setIrVersion(8).addOpsetImport(own)
				.addFunctions(FunctionProto.newBuilder().setName("Fold").setDomain(DOMAIN).addInput("x").addOutput("y")
						.addOpsetImport(standard).addNode(node("Abs", "x", "magnitude"))
						.addNode(node("Sqrt", "magnitude", "y")))
				.build().toByteArray();
	}

	private static NodeProto node(String op, String in, String out) {
		return NodeProto.newBuilder().setOpType(op).addInput(in).addOutput(out).build();
	}

	@Test
	void operatorsOfTheModelsOwnPinWhatTheyTouch() throws InvalidProtocolBufferException {
		Graph graph = OnnxReader.parse(model(), "functions");
		Oracle oracle = new Oracle(graph, 3);
		assertThat(oracle.coupling().prunable()).extracting(ChannelGroup::name).containsExactly("a", "c");
		ChannelGroup b = Objects.requireNonNull(oracle.coupling().group("b"));
		assertThat(Objects.requireNonNull(b.pin()).sentence())
				.contains("is an acme.functions.Fold, for which there is no rule");
		oracle.checkIdentity();
		Random random = new Random(2);
		boolean effect = false;
		for (int i = 0; i < 6; i++) {
			Oracle.Finding finding = oracle.check(oracle.randomCuts(random));
			effect |= finding.effect();
			assertThat(ModelProto.parseFrom(OnnxWriter.toBytes(finding.pruned())).getFunctionsList())
					.isEqualTo(ModelProto.parseFrom(model()).getFunctionsList());
		}
		assertThat(effect).isTrue();
	}
}
