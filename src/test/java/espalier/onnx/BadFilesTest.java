package espalier.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.google.protobuf.ByteString;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;

import espalier.graph.BadInputException;
import espalier.graph.Graph;
import espalier.graph.Order;

class BadFilesTest {
	@TempDir
	Path folder;

	@Test
	void truncatedAtEverySixteenth() throws IOException {
		byte[] whole = Protos.sum(Protos.zeros(64, 4)).toByteArray();
		Path file = folder.resolve("cut.onnx");
		for (int part = 0; part < 16; part++) {
			Files.write(file, Arrays.copyOf(whole, whole.length * part / 16));
			assertThatThrownBy(() -> OnnxReader.read(file)).as("part " + part).isInstanceOf(BadInputException.class)
					.hasMessageStartingWith("cut.onnx: ");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			<!DOCTYPE html><html><body>404 | web page
			version https://git-lfs.github.com/spec/v1 | git lfs pull
			PK\u0003\u0004archive/data.pkl | torch.onnx.export
			{"format": "not a model"} | JSON
			Dear reader, this is plain text. | not an ONNX model
			""")
	void otherFilesAreNamed(String content, String expected) throws IOException {
		Path file = folder.resolve("model.onnx");
		Files.write(file, content.strip().getBytes(StandardCharsets.UTF_8));
		assertThatThrownBy(() -> OnnxReader.read(file)).isInstanceOf(BadInputException.class)
				.satisfies(e -> assertThat(e.getMessage()).containsAnyOf(expected, "no ONNX model"));
	}

	@Test
	void missingAndFolder() {
		assertThatThrownBy(() -> OnnxReader.read(folder.resolve("none.onnx"))).isInstanceOf(BadInputException.class)
				.hasMessageContaining("no such file");
		assertThatThrownBy(() -> OnnxReader.read(folder)).isInstanceOf(BadInputException.class)
				.hasMessageContaining("folder");
	}

	@Test
	void wiring() {
		refused(g -> g.addNode(Protos.node("Relu", "r", "y", "nowhere")), "'r'", "'nowhere'");
		refused(g -> g.addNode(Protos.node("Relu", "r", "z", "x")), "output 'y'");
		refused(g -> g.addNode(Protos.node("Relu", "r", "y", "x")).addNode(Protos.node("Tanh", "t", "y", "x")), "'y'",
				"'r'", "'t'");
		refused(g -> g.addNode(Protos.node("Add", "first", "a", "x", "b"))
				.addNode(Protos.node("Relu", "second", "b", "a"))
				.addNode(Protos.node("Relu", "after", "y", "b")), "cycle");
		refused(g -> g.addNode(Protos.node("Relu", "r", "y", "x")).addInitializer(Protos.zeros(1))
				.addInitializer(Protos.zeros(1)), "'w'", "twice");
	}

	@Test
	void tensors() {
		refused(Protos.zeros(1, 4).clearDims().addDims(1).addDims(-4), "'w'", "negative");
		refused(Protos.zeros(1).clearDims().addDims(1L << 40).addDims(1L << 40), "'w'", "impossible");
		refused(Protos.zeros(1).clearDims().addDims(1L << 61), "'w'", "impossible");
		refused(Protos.zeros(1).clearDims().addDims(1L << 50), "'w'", "holds 4 bytes");
		refused(Protos.zeros(1, 4).clearDims().addDims(5), "'w'", "16 bytes", "need 20");
		refused(Protos.zeros(1, 4).addFloatData(1), "'w'", "two ways");
		refused(Protos.zeros(1, 4).setDataType(999), "'w'", "999");
		refused(Protos.tensor(Protos.INT64, 2).addFloatData(1).addFloatData(2), "'w'", "0 values");
	}

	@Test
	void convolutions() {
		refusedConv(c -> c.addAttribute(Protos.integer("group", 0)), "group 0", 2, 1, 3, 3);
		refusedConv(c -> c.addAttribute(Protos.ints("strides", 0, 1)), "strides", 2, 1, 3, 3);
		refusedConv(c -> c.addAttribute(Protos.ints("dilations", 1L << 40, 1)), "dilations", 2, 1, 3, 3);
		refusedConv(c -> c.addAttribute(Protos.ints("kernel_shape", 5, 5)), "kernel", 2, 1, 3, 3);
		refusedConv(c -> {
		}, "3 axes", 2, 1);
		refusedConv(c -> {
		}, "5 axes", 2, 1, 3, 3, 3);
	}

	@Test
	void nesting() {
		assertThat(OnnxReader.parse(nested(GraphReader.MAX_NESTING - 1).toByteArray(), "m").nodes()).hasSize(2);
		for (int depth : new int[]{GraphReader.MAX_NESTING + 1, 11})
			assertThatThrownBy(() -> OnnxReader.parse(nested(depth).toByteArray(), "m"))
					.isInstanceOf(BadInputException.class).hasMessageContaining("deeper than 8");
	}

	@Test
	void nestingBeyondWhatParses() {
		ByteString graph = GraphProto.newBuilder().setName("leaf").build().toByteString();
		for (int i = 0; i < 200; i++)
			graph = wrap(1, wrap(5, wrap(6, graph)));
		byte[] model = Protos.model(g -> {
		}).clearGraph().build().toByteString().concat(wrap(7, graph)).toByteArray();
		assertThatThrownBy(() -> OnnxReader.parse(model, "m")).isInstanceOf(BadInputException.class)
				.hasMessageContaining("deeper than 8");
	}

	@Test
	void longChainsAndWideNodes() {
		ModelProto chain = Protos.model(g -> {
			g.addNode(Protos.node("Relu", "", "v0", "x"));
			for (int i = 1; i < 50_000; i++)
				g.addNode(Protos.node("Relu", "", "v" + i, "v" + (i - 1)));
			NodeProto.Builder wide = Protos.node("Sum", "wide", "y");
			for (int i = 0; i < 50_000; i++)
				wide.addInput("v" + i);
			g.addNode(wide);
		}).build();
		Graph graph = OnnxReader.parse(chain.toByteArray(), "chain");
		assertThat(Order.topological(graph)).hasSize(50_001);
	}

	@Test
	void namesCannotDisguiseTheMessage() {
		String name = "a\u202Eb\n" + "x".repeat(5_000_000);
		assertThatThrownBy(() -> OnnxReader.parse(
				Protos.model(g -> g.addNode(Protos.node("Relu", name, "y", "nowhere"))).build().toByteArray(), "m"))
				.isInstanceOf(BadInputException.class)
				.satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400).doesNotContain("\n", "\u202E"));
	}

	private static ModelProto nested(int depth) {
		return Protos.model(g -> g.addInput(Protos.info("c")).addNode(Protos.nested(depth))
				.addNode(Protos.node("Relu", "", "y", "o" + depth))).build();
	}

	/** A length-delimited field around bytes. */
	private static ByteString wrap(int field, ByteString content) {
		ByteString.Output out = ByteString.newOutput();
		try {
			var coded = com.google.protobuf.CodedOutputStream.newInstance(out);
			coded.writeBytes(field, content);
			coded.flush();
		} catch (IOException e) {
			throw new java.io.UncheckedIOException(e);
		}
		return out.toByteString();
	}

	private static void refused(Consumer<GraphProto.Builder> graph, String... words) {
		assertThatThrownBy(() -> OnnxReader.parse(Protos.model(graph).build().toByteArray(), "bad.onnx"))
				.isInstanceOf(BadInputException.class).hasMessageStartingWith("bad.onnx: ").message().contains(words);
	}

	private static void refused(TensorProto.Builder w, String... words) {
		refused(g -> g.addNode(Protos.node("Add", "add", "y", "x", "w")).addInitializer(w), words);
	}

	private static void refusedConv(Consumer<NodeProto.Builder> edit, String word, long... weights) {
		NodeProto.Builder conv = Protos.node("Conv", "conv", "y", "image", "w");
		edit.accept(conv);
		refused(g -> g.addInput(Protos.info("image", 1, 1, 8, 8)).addNode(conv).addInitializer(Protos.zeros(weights)),
				"'conv'", word);
	}
}
