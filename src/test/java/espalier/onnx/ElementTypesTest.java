package espalier.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;

import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.graph.Tensor;

/** Every way in which the format spells out elements comes out as the same raw bytes. */
class ElementTypesTest {
	@ParameterizedTest
	@CsvSource({"INT32, 01000000feffffff", "INT16, 0100feff", "UINT16, 0100feff", "INT8, 01fe", "UINT8, 01fe",
			"BOOL, 01fe",
			"FLOAT16, 0100feff", "BFLOAT16, 0100feff", "FLOAT8E4M3FN, 01fe", "FLOAT8E5M2FNUZ, 01fe"})
	void packedIntoInt32(ElementType type, String expected) {
		assertThat(hex(Protos.tensor(type.code(), 2).addInt32Data(1).addInt32Data(-2))).isEqualTo(expected);
	}

	@Test
	void ofTheirOwnField() {
		assertThat(hex(Protos.tensor(1, 1).addFloatData(1))).isEqualTo("0000803f");
		assertThat(hex(Protos.tensor(11, 1).addDoubleData(1))).isEqualTo("000000000000f03f");
		assertThat(hex(Protos.tensor(7, 1).addInt64Data(-2))).isEqualTo("feffffffffffffff");
		assertThat(hex(Protos.tensor(13, 1).addUint64Data(-2))).isEqualTo("feffffffffffffff");
		assertThat(hex(Protos.tensor(12, 1).addUint64Data(0xfffffffeL))).isEqualTo("feffffff");
		assertThat(hex(Protos.tensor(14, 1).addFloatData(1).addFloatData(0))).isEqualTo("0000803f00000000");
	}

	@Test
	void halvesAreReadAsNumbers() {
		Tensor halves = tensor(Protos.tensor(ElementType.FLOAT16.code(), 2).addInt32Data(0x3c00).addInt32Data(0xc000));
		assertThat(halves.toFloats()).containsExactly(1, -2);
		Tensor brain = tensor(Protos.tensor(ElementType.BFLOAT16.code(), 2).addInt32Data(0x3f80).addInt32Data(0xc000));
		assertThat(brain.toFloats()).containsExactly(1, -2);
	}

	@Test
	void emptyTensorsAreLegal() {
		assertThat(tensor(Protos.tensor(1, 0, 3)).elements()).isZero();
	}

	@Test
	void changedTensorsAreWrittenRaw() throws Exception {
		Graph graph = OnnxReader.parse(
				Protos.sum(Protos.tensor(1, 2).addFloatData(1).addFloatData(2).setDocString("kept")).toByteArray(),
				"m");
		Tensor w = graph.initializers().get("w");
		Tensor half = new Tensor("w", w.type(), Shape.of(1),
				new Tensor.Bytes(((Tensor.Bytes) w.data()).segment().asSlice(4, 4)), w.origin());
		var changed = new java.util.LinkedHashMap<>(graph.initializers());
		changed.put("w", half);
		TensorProto written = ModelProto.parseFrom(OnnxWriter.toBytes(graph.with(graph.nodes(), changed))).getGraph()
				.getInitializer(0);
		assertThat(written.getDocString()).isEqualTo("kept");
		assertThat(written.getFloatDataCount()).isZero();
		assertThat(written.getDimsList()).containsExactly(1L);
		assertThat(written.getRawData().asReadOnlyByteBuffer().order(java.nio.ByteOrder.LITTLE_ENDIAN).getFloat())
				.isEqualTo(2);
	}

	@Test
	void fillsAreSpelledOut() {
		Graph graph = OnnxReader.parse(Protos.sum(Protos.zeros(1)).toByteArray(), "m");
		Tensor fill = new Tensor("w", ElementType.FLOAT, Shape.of(3),
				new Tensor.Fill(MemorySegment.ofArray(new byte[]{0, 0, -128, 63})), null);
		var changed = new java.util.LinkedHashMap<>(graph.initializers());
		changed.put("w", fill);
		Graph again = OnnxReader.parse(OnnxWriter.toBytes(graph.with(graph.nodes(), changed)), "m");
		assertThat(again.initializers().get("w").toFloats()).containsExactly(1, 1, 1);
	}

	private static Tensor tensor(TensorProto.Builder w) {
		return java.util.Objects.requireNonNull(
				OnnxReader.parse(Protos.sum(w).toByteArray(), "m").initializers().get("w"));
	}

	private static String hex(TensorProto.Builder w) {
		MemorySegment bytes = ((Tensor.Bytes) tensor(w).data()).segment();
		return java.util.HexFormat.of().formatHex(bytes.toArray(ValueLayout.JAVA_BYTE));
	}
}
