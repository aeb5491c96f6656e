package espalier.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import ai.onnx.proto.OnnxMl.TensorProto;

import espalier.graph.BadInputException;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.graph.Tensor;

class ExternalDataTest {
	private static final float[] WEIGHTS = {1, 2, 3, 4};

	@TempDir
	Path root;
	private Path folder;

	@BeforeEach
	void data() throws IOException {
		folder = Files.createDirectory(root.resolve("model"));
		ByteBuffer bytes = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN).putLong(0);
		for (float weight : WEIGHTS)
			bytes.putFloat(weight);
		Files.write(folder.resolve("w.bin"), bytes.array());
		Files.write(root.resolve("secret.bin"), bytes.array());
	}

	@Test
	void isReadFromItsPlace() throws IOException {
		Graph graph = read(entries(Protos.external("w.bin", 1, 4), "offset", "8", "length", "16"));
		assertThat(graph.initializers().get("w").toFloats()).containsExactly(WEIGHTS);
	}

	@Test
	void isPutInsideWhenThereIsRoom() throws IOException {
		Graph graph = read(entries(Protos.external("w.bin", 1, 4), "offset", "8", "length", "16"));
		Graph again = OnnxReader.parse(OnnxWriter.toBytes(graph), "inside");
		assertThat(again.initializers().get("w").toFloats()).containsExactly(WEIGHTS);
	}

	@ParameterizedTest
	@ValueSource(strings = {"../secret.bin", "a/../../secret.bin", "/etc/passwd", "C:\\x", "C:x", "\\\\host\\share",
			"w.bin\0", "..", "a//b", ""})
	void staysInTheFolder(String location) {
		refused(entries(Protos.external(location, 1, 4), "offset", "8"), "'w'");
	}

	@Test
	void goesThroughNoLinks() throws IOException {
		Files.createSymbolicLink(folder.resolve("link.bin"), root.resolve("secret.bin"));
		Files.createSymbolicLink(folder.resolve("up"), root);
		Files.createLink(folder.resolve("hard.bin"), root.resolve("secret.bin"));
		refused(Protos.external("link.bin", 1, 4), "symbolic link");
		refused(Protos.external("up/secret.bin", 1, 4), "symbolic link");
		refused(Protos.external("hard.bin", 1, 4), "hard link");
		refused(Protos.external(".", 1, 4), "not an ordinary file");
	}

	@Test
	void rangesAreChecked() {
		refused(Protos.external("none.bin", 1, 4), "missing", "none.bin");
		refused(entries(Protos.external("w.bin", 1, 4), "offset", "12"), "only 24");
		refused(entries(Protos.external("w.bin", 1, 4), "offset", "-8"), "negative external offset");
		refused(entries(Protos.external("w.bin", 1, 4), "length", "-16"), "negative external length");
		refused(entries(Protos.external("w.bin", 1, 4), "length", Long.toString(1L << 60)), "external bytes");
		refused(entries(Protos.external("w.bin", 1, 4), "offset", Long.toString(Long.MAX_VALUE)), "only 24");
		refused(entries(Protos.external("w.bin", 1, 4), "offset", "many"), "impossible external offset");
		refused(Protos.external("w.bin", 1L << 50), "only 24");
		refused(entries(Protos.external("w.bin", 1, 4), "__class__", "x"), "__class__");
		refused(entries(Protos.external("w.bin", 1, 4), "offset", "0", "offset", "8"), "twice");
		refused(Protos.external("w.bin", 1, 4).addFloatData(1), "two ways");
	}

	@Test
	void isRefusedWithoutAFolder() {
		assertThatThrownBy(
				() -> OnnxReader.parse(Protos.sum(Protos.external("w.bin", 1, 4)).toByteArray(), "bytes"))
				.isInstanceOf(BadInputException.class).hasMessageContaining("not opened from a folder");
	}

	@Test
	void isWrittenBesideLargeModels() throws IOException {
		Path file = folder.resolve("large.onnx");
		Graph graph = large(2);
		OnnxWriter.write(graph, file, 1000, written -> assertThat(written).exists());
		assertThat(Files.size(file)).isLessThan(1000);
		Graph read = OnnxReader.read(file).graph();
		for (Tensor tensor : graph.initializers().values())
			assertThat(read.initializers().get(tensor.name()).toFloats()).containsExactly(tensor.toFloats());
		OnnxWriter.write(large(3), file, 1000, written -> {
		});
		assertThat(OnnxReader.read(file).graph().initializers().get("w").at(7)).isEqualTo(3);
	}

	@Test
	void moreThanFitsIntoOneMessage() throws IOException {
		long elements = 3L << 28;
		Path data = folder.resolve("huge.bin");
		try (FileChannel sparse = FileChannel.open(data, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW,
				StandardOpenOption.SPARSE)) {
			sparse.write(ByteBuffer.wrap(new byte[]{0, 0, -128, 63}), 4 * (elements - 1));
		}
		Graph graph = read(Protos.external("huge.bin", elements));
		assertThat(graph.initializers().get("w").at(elements - 1)).isEqualTo(1);
		assertThatThrownBy(() -> OnnxWriter.toBytes(graph)).isInstanceOf(RefusedException.class)
				.hasMessageContaining("2 GB");
	}

	@Test
	void failureReplacesNothing() throws IOException {
		Path file = folder.resolve("large.onnx");
		OnnxWriter.write(large(2), file);
		byte[] before = Files.readAllBytes(file);
		List<Path> files = files();
		for (long limit : new long[]{1000, OnnxWriter.INLINE_LIMIT})
			assertThatThrownBy(() -> OnnxWriter.write(large(3), file, limit, written -> {
				throw new BadInputException("refused");
			})).hasMessage("refused");
		assertThat(Files.readAllBytes(file)).isEqualTo(before);
		assertThat(files()).isEqualTo(files);
	}

	@Test
	void placesThatCantBeWrittenToAreNamed() {
		assertThatThrownBy(() -> OnnxWriter.write(large(1), folder.resolve("none").resolve("m.onnx")))
				.isInstanceOf(BadInputException.class).hasMessageContaining("can't be written");
		assertThatThrownBy(() -> OnnxWriter.write(large(1), folder)).isInstanceOf(BadInputException.class)
				.hasMessageContaining("folder");
	}

	/** y = x + w + v with a kilobyte of w and v as they come, all of one value. */
	private static Graph large(float value) {
		Graph graph = OnnxReader.parse(Protos.sum(Protos.zeros(300, 4)).toByteArray(), "large");
		float[] weights = new float[1200];
		java.util.Arrays.fill(weights, value);
		LinkedHashMap<String, Tensor> initializers = new LinkedHashMap<>();
		initializers.put("w", Tensor.ofFloats("w", Shape.of(300, 4), weights));
		initializers.put("v", Tensor.ofFloats("v", Shape.of(1, 4), WEIGHTS));
		return graph.with(graph.nodes(), initializers);
	}

	private Graph read(TensorProto.Builder w) throws IOException {
		Path file = folder.resolve("m.onnx");
		Files.write(file, Protos.sum(w).toByteArray());
		return OnnxReader.read(file).graph();
	}

	private void refused(TensorProto.Builder w, String... words) {
		assertThatThrownBy(() -> read(w)).isInstanceOf(BadInputException.class).hasMessageStartingWith("m.onnx: ")
				.message().contains(words);
	}

	private List<Path> files() throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.sorted().toList();
		}
	}

	private static TensorProto.Builder entries(TensorProto.Builder tensor, String... pairs) {
		for (int i = 0; i < pairs.length; i += 2)
			Protos.entry(tensor, pairs[i], pairs[i + 1]);
		return tensor;
	}
}
