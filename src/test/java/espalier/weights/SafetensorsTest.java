package espalier.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import espalier.graph.BadInputException;
import espalier.graph.Shape;
import espalier.graph.Tensor;

class SafetensorsTest {
	@TempDir
	Path folder = Path.of("");

	private Path written() {
		Path file = folder.resolve("weights.safetensors");
		Safetensors.write(file, List.of(Tensor.ofFloats("a.weight", Shape.of(2, 2), 1, -2, Float.MIN_VALUE, 4),
				Tensor.ofLongs("steps", Shape.of(), 7)), Map.of("format", "pt"));
		return file;
	}

	@Test
	void whatIsWrittenIsReadBackBitByBit() {
		Safetensors.Content content = Safetensors.read(written());
		assertThat(content.metadata()).containsExactly(Map.entry("format", "pt"));
		assertThat(content.tensors().keySet()).containsExactly("a.weight", "steps");
		Tensor weight = content.tensors().get("a.weight");
		assertThat(weight.shape()).isEqualTo(Shape.of(2, 2));
		assertThat(weight.toFloats()).containsExactly(1, -2, Float.MIN_VALUE, 4);
		assertThat(content.tensors().get("steps").toLongs()).containsExactly(7);
	}

	/** The layout that the format's description fixes: length, JSON padded to eight bytes, then the numbers. */
	@Test
	void theLayoutIsThatOfTheFormat() throws IOException {
		ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(written())).order(ByteOrder.LITTLE_ENDIAN);
		int length = (int) bytes.getLong();
		assertThat(length % 8).isZero();
		byte[] header = new byte[length];
		bytes.get(header);
		assertThat(new String(header, StandardCharsets.UTF_8)).contains(
				"\"a.weight\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]}",
				"\"steps\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[16,24]}");
		assertThat(bytes.getFloat()).isEqualTo(1);
		assertThat(bytes.remaining()).isEqualTo(20);
	}

	@Test
	void everyBeginningOfAFileIsRefused() throws IOException {
		byte[] whole = Files.readAllBytes(written());
		for (int length = 0; length < whole.length; length++) {
			Path cut = Files.write(folder.resolve("cut.safetensors"), Arrays.copyOf(whole, length));
			assertThatThrownBy(() -> Safetensors.read(cut)).as("%d bytes", length).isInstanceOf(BadInputException.class)
					.hasMessageContaining("cut.safetensors");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = {"[]", "{", "{\"w\":1}", "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,8]}}",
			"{\"w\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}",
			"{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}}",
			"{\"w\":{\"dtype\":\"F99\",\"shape\":[1],\"data_offsets\":[0,4]}}",
			"{\"w\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,4]}}",
			"{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[9223372036854775807,4]}}"})
	void headersThatDoNotAddUpAreRefused(String header) throws IOException {
		byte[] text = header.getBytes(StandardCharsets.UTF_8);
		ByteBuffer file = ByteBuffer.allocate(8 + text.length + 4).order(ByteOrder.LITTLE_ENDIAN);
		file.putLong(text.length).put(text);
		Path bad = Files.write(folder.resolve("bad.safetensors"), file.array());
		assertThatThrownBy(() -> Safetensors.read(bad)).isInstanceOf(BadInputException.class)
				.hasMessageContaining("bad.safetensors");
	}
}
