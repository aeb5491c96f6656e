package espalier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import espalier.graph.BadInputException;
import espalier.graph.Shape;
import espalier.runtime.Value;

class NpyArrayTest {
	@TempDir
	Path folder = Path.of("");

	@Test
	void readsFloatsInOrder() throws IOException {
		ByteBuffer data = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
		for (int i = 0; i < 6; i++)
			data.putFloat(i / 2f);
		Value value = NpyArray.read(file("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", data.array()))
				.value();
		assertThat(value.shape()).isEqualTo(Shape.of(2, 3));
		assertThat(value.toFloats()).containsExactly(0, 0.5f, 1, 1.5f, 2, 2.5f);
	}

	@Test
	void readsBigEndianNumbers() throws IOException {
		Value value = NpyArray
				.read(file("{'descr': '>i2', 'fortran_order': False, 'shape': (2,), }", new byte[]{1, 2, -1, -2}))
				.value();
		assertThat(value.toLongs()).containsExactly(258, -2);
	}

	@ParameterizedTest
	@ValueSource(strings = {"{'descr': '<f4', 'fortran_order': True, 'shape': (6,), }",
			"{'descr': '<f4', 'fortran_order': False, 'shape': (7,), }",
			"{'descr': '|O', 'fortran_order': False, 'shape': (6,), }",
			"{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999, 9999999999), }",
			"{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", "nonsense"})
	void refusesWhatModelsDoNotTake(String header) throws IOException {
		Path file = file(header, new byte[24]);
		assertThatThrownBy(() -> NpyArray.read(file)).isInstanceOf(BadInputException.class)
				.hasMessageContaining("numpy.save");
	}

	@Test
	void refusesTruncatedHeaders() throws IOException {
		Path file = Files.write(folder.resolve("short.npy"),
				new byte[]{(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, -1, -1, -1, -1});
		assertThatThrownBy(() -> NpyArray.read(file)).isInstanceOf(BadInputException.class);
	}

	private Path file(String header, byte[] data) throws IOException {
		byte[] text = header.getBytes(StandardCharsets.UTF_8);
		ByteBuffer buffer = ByteBuffer.allocate(10 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
		buffer.put(new byte[]{(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) text.length).put(text)
				.put(data);
		return Files.write(folder.resolve("array.npy"), buffer.array());
	}
}
