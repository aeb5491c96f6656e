package espalier.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import com.google.protobuf.InvalidProtocolBufferException;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;

import espalier.graph.Attribute;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.ValueInfo;

/** An edit writes what it changed and leaves the rest as it stood in the file. */
class ChangedGraphTest {
	private static final ModelProto MODEL = Protos.model(g -> {
		g.addNode(Protos.node("Add", "", "a", "x", "w").setDocString("sum"));
		g.addNode(Protos.node("Transpose", "turn", "y", "a").setDocString("turn")
				.addAttribute(Protos.ints("perm", 0, 1).toBuilder().setDocString("axes"))
				.addAttribute(Protos.integer("other", 5)));
		g.addInput(Protos.info("w", 1, 4)).addInitializer(Protos.zeros(1, 4));
		g.addValueInfo(Protos.info("a", 1, 4));
	}).setIrVersion(3).build();

	private final Graph graph = OnnxReader.parse(MODEL.toByteArray(), "m");

	@Test
	void attributes() throws InvalidProtocolBufferException {
		Node turn = graph.nodes().get(1).withAttribute("perm", new Attribute.Ints(List.of(1L, 0L))).withAttribute("new",
				new Attribute.Text("é"));
		NodeProto written = write(graph.with(List.of(graph.nodes().getFirst(), turn), graph.initializers())).getNode(1);
		assertThat(written.getAttribute(0))
				.isEqualTo(Protos.ints("perm", 1, 0).toBuilder().setDocString("axes").build());
		assertThat(written.getAttribute(1)).isEqualTo(MODEL.getGraph().getNode(1).getAttribute(1));
		assertThat(written.getAttribute(2).getS().toStringUtf8()).isEqualTo("é");
		assertThat(written.getDocString()).isEqualTo("turn");
	}

	@Test
	void wiring() throws InvalidProtocolBufferException {
		Node turn = graph.nodes().get(1).withInput(0, "x");
		GraphProto written = write(graph.with(List.of(turn), new LinkedHashMap<>()));
		assertThat(written.getNodeList())
				.containsExactly(MODEL.getGraph().getNode(1).toBuilder().setInput(0, "x").build());
		assertThat(written.getInputList()).extracting(ValueInfoProto::getName).containsExactly("x");
		assertThat(written.getInitializerList()).isEmpty();
	}

	@Test
	void namesThatTheFileLacksStayAway() throws InvalidProtocolBufferException {
		assertThat(graph.nodes().getFirst().name()).isEqualTo("Add_0");
		Node renamed = graph.nodes().getFirst().withInput(1, "v");
		var initializers = new LinkedHashMap<>(graph.initializers());
		initializers.put("v", Tensor.ofFloats("v", Shape.of(2, 4), new float[8]));
		GraphProto written = write(graph.with(List.of(renamed, graph.nodes().get(1)), initializers));
		assertThat(written.getNode(0).getName()).isEmpty();
		assertThat(written.getNode(0).getDocString()).isEqualTo("sum");
	}

	@Test
	void tensorsListedAsInputsFollowTheirTensor() throws InvalidProtocolBufferException {
		var initializers = new LinkedHashMap<String, Tensor>();
		initializers.put("w", Tensor.ofFloats("w", Shape.of(1, 3), new float[3]));
		initializers.put("v", Tensor.ofFloats("v", Shape.of(2), new float[2]));
		GraphProto written = write(graph.with(graph.nodes(), initializers));
		assertThat(written.getInputList()).extracting(ValueInfoProto::getName).containsExactly("x", "w", "v");
		assertThat(written.getInput(1)).isEqualTo(Protos.info("w", 1, 3));
		assertThat(written.getInput(2)).isEqualTo(Protos.info("v", 2));
	}

	@Test
	void declaredTypes() throws InvalidProtocolBufferException {
		assertThat(write(declaring(Map.of())).getValueInfoList()).isEmpty();
		assertThat(write(declaring(Map.of("a", ValueInfo.of("a", ElementType.FLOAT, 1, 2)))).getValueInfoList())
				.containsExactly(Protos.info("a", 1, 2));
		ValueInfo open = new ValueInfo("y", ElementType.UNDEFINED, null, null);
		assertThat(write(graph.withOutputs(List.of(open))).getOutputList())
				.containsExactly(ValueInfoProto.newBuilder().setName("y").build());
	}

	@Test
	void graphsMadeFromNothing() {
		List<Node> nodes = new ArrayList<>();
		nodes.add(new Node("add", "", "Add", List.of("x", "w"), List.of("y"), Map.of(), null));
		var initializers = new LinkedHashMap<String, Tensor>();
		initializers.put("w", Tensor.ofFloats("w", Shape.of(2), 1, 2));
		Graph made = new Graph("made", nodes, initializers, List.of(ValueInfo.of("x", ElementType.FLOAT, 3, 2)),
				List.of(ValueInfo.of("y", ElementType.FLOAT, 3, 2)), Map.of(), Map.of("", 17L), null);
		Graph read = OnnxReader.parse(OnnxWriter.toBytes(made), "made");
		assertThat(read.opset()).isEqualTo(17);
		assertThat(read.nodes()).usingRecursiveFieldByFieldElementComparatorIgnoringFields("origin").isEqualTo(nodes);
		assertThat(read.inputs().getFirst().fixedShape()).isEqualTo(Shape.of(3, 2));
		assertThat(read.initializers().get("w").toFloats()).containsExactly(1, 2);
	}

	private Graph declaring(Map<String, ValueInfo> declared) {
		return new Graph(graph.name(), graph.nodes(), graph.initializers(), graph.inputs(), graph.outputs(), declared,
				graph.opsets(), graph.origin());
	}

	private static GraphProto write(Graph graph) throws InvalidProtocolBufferException {
		return ModelProto.parseFrom(OnnxWriter.toBytes(graph)).getGraph();
	}
}
