package espalier.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorAnnotation;

import espalier.graph.Graph;

class RoundTripTest {
	private static final UnknownFieldSet UNKNOWN = UnknownFieldSet.newBuilder()
			.addField(4711, UnknownFieldSet.Field.newBuilder().addVarint(42).build()).build();

	@Test
	void realFilesAreWrittenByteForByte() throws IOException {
		for (Path file : RealFiles.models())
			assertThat(OnnxWriter.toBytes(OnnxReader.read(file).graph())).as(file.toString())
					.isEqualTo(Files.readAllBytes(file));
	}

	@Test
	void mappedFilesGiveTheSame(@TempDir Path folder) throws IOException {
		Path file = folder.resolve("m.onnx");
		Files.write(file, everything().toByteArray());
		ModelFile mapped = OnnxReader.read(file, 0);
		assertThat(OnnxWriter.toBytes(mapped.graph())).isEqualTo(Files.readAllBytes(file));
		assertThat(mapped.sha256()).isEqualTo(OnnxReader.read(file).sha256()).hasSize(64);
		assertThat(mapped.bytes()).isEqualTo(Files.size(file));
	}

	@Test
	void whatIsNotUnderstoodSurvives() throws IOException {
		ModelProto model = everything();
		Graph graph = OnnxReader.parse(model.toByteArray(), "everything");
		assertThat(ModelProto.parseFrom(OnnxWriter.toBytes(graph))).isEqualTo(model);
		assertThat(graph.inputs()).extracting("name").containsExactly("x");
		assertThat(graph.nodes()).extracting("name").doesNotHaveDuplicates().doesNotContain("");
		assertThat(graph.initializers()).containsKeys("w", "sparse", "texts", "four");
		assertThat(graph.initializers().get("four").bytes()).isEqualTo(2);
	}

	/** A model with one of each thing that a careless copy would lose. */
	private static ModelProto everything() {
		SparseTensorProto sparse = SparseTensorProto.newBuilder().setValues(Protos.zeros(1).setName("sparse"))
				.setIndices(Protos.tensor(Protos.INT64, 1).addInt64Data(2).setName("at")).addDims(4).build();
		ModelProto.Builder model = Protos.model(g -> {
			g.addNode(Protos.node("Add", "", "a", "x", "w").setUnknownFields(UNKNOWN).setDocString("sum"));
			g.addNode(Protos.node("Add", "twice", "b", "a", "sparse"));
			g.addNode(Protos.node("Mine", "twice", "d", "b").setDomain("mine").addAttribute(AttributeProto.newBuilder()
					.setName("texts").setType(AttributeType.STRINGS).addStrings(ByteString.copyFromUtf8("ä"))));
			g.addNode(Protos.node("Constant", "", "c").addAttribute(AttributeProto.newBuilder().setName("value")
					.setType(AttributeType.TENSOR).setT(Protos.tensor(9).addInt32Data(1).setName(""))));
			g.addNode(Protos.nested(2));
			g.addNode(Protos.node("Add", "Add_5", "y", "d", "o2"));
			g.addInput(Protos.info("w", 1, 4));
			g.addInitializer(Protos.zeros(1, 4).setDocString("weights").setUnknownFields(UNKNOWN));
			g.addInitializer(Protos.tensor(8, 2).addStringData(ByteString.copyFromUtf8("a"))
					.addStringData(ByteString.copyFromUtf8("b")).setName("texts"));
			g.addInitializer(Protos.tensor(22, 3).addInt32Data(0x21).addInt32Data(0x3).setName("four"));
			g.addSparseInitializer(sparse);
			g.addValueInfo(Protos.info("a", 1, 4)).addValueInfo(Protos.info("a", 1, 4)).addValueInfo(Protos.info("no"));
			g.addQuantizationAnnotation(TensorAnnotation.newBuilder().setTensorName("w").addQuantParameterTensorNames(
					StringStringEntryProto.newBuilder().setKey("SCALE_TENSOR").setValue("w")));
			g.setUnknownFields(UNKNOWN);
		});
		model.setProducerName("test").setDocString("doc").setModelVersion(3).setUnknownFields(UNKNOWN);
		model.addMetadataPropsBuilder().setKey("author").setValue("me");
		model.addOpsetImportBuilder().setDomain("mine").setVersion(2);
		model.addFunctions(FunctionProto.newBuilder().setName("Mine").setDomain("mine").addInput("p").addOutput("q")
				.addAllNode(List.of(Protos.node("Relu", "", "q", "p").build())));
		return model.build();
	}
}
