package espalier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import espalier.graph.Shape;

class SafeUnpicklerTest {
	@Test
	void readsDictionariesOfListsAndArrays() throws IOException {
		Object read = SafeUnpickler.read(PickleBytes.dictionary().string("data")
				.array("u1", 2, (byte) 1, (byte) 2, (byte) 3, (byte) 200).string("labels").integers(5, 6).end());
		assertThat(read).isInstanceOfSatisfying(Map.class, map -> {
			assertThat(map.get("labels")).isEqualTo(List.of(5, 6));
			assertThat(map.get("data")).isInstanceOfSatisfying(PickledArray.class, array -> {
				assertThat(array.shape()).isEqualTo(Shape.of(2, 2));
				assertThat(array.bytes()).containsExactly(1, 2, 3, (byte) 200);
			});
		});
	}

	@Test
	void readsWhatNewerPythonWrites() throws IOException {
		PickleBytes pickle = new PickleBytes().raw(0x80, 5, '}', 0x94, '(', 'C', 1, 'd', 0x94);
		stackGlobal(pickle, "numpy._core.numeric", "_frombuffer").raw('(', 0x96, 2, 0, 0, 0, 0, 0, 0, 0, 8, 9, 0x94);
		stackGlobal(pickle, "numpy", "dtype").raw(0x8c, 2, 'u', '1', 0x89, 0x88, 0x87, 'R', 0x94, '(', 'K', 3, 0x8c, 1,
				'|', 'N', 'N', 'N', 'J', 255, 255, 255, 255, 'J', 255, 255, 255, 255, 'K', 0, 't', 0x94, 'b');
		Object read = SafeUnpickler.read(pickle.raw('K', 1, 'K', 2, 0x86, 0x8c, 1, 'C', 't', 'R').end());
		assertThat(read).isInstanceOfSatisfying(Map.class, map -> assertThat(map.get("d"))
				.isInstanceOfSatisfying(PickledArray.class, a -> assertThat(a.bytes()).containsExactly(8, 9)));
	}

	static Stream<Arguments> hostile() {
		return Stream.of(
				Arguments.of("global", "os.system", new PickleBytes().global("os", "system").stop()),
				Arguments.of("class known to the library", "decimal.Decimal",
						new PickleBytes().global("decimal", "Decimal").string("1").raw(0x85, 'R').stop()),
				Arguments.of("time zone known to the library", "dateutil.tz.tzfile",
						new PickleBytes().global("dateutil.tz", "tzfile").string("/etc/passwd").raw(0x85, 'R').stop()),
				Arguments.of("stack global", "builtins.eval",
						stackGlobal(new PickleBytes(), "builtins", "eval").stop()),
				Arguments.of("instance", "more than",
						new PickleBytes().raw('(', 'i', 'o', 's', '\n', 'x', '\n').stop()),
				Arguments.of("new object", "more than",
						new PickleBytes().global("numpy", "ndarray").raw(')', 0x81).stop()),
				Arguments.of("persistent id", "more than", new PickleBytes().raw('P', 'x', '\n').stop()),
				Arguments.of("extension", "more than", new PickleBytes().raw(0x82, 1).stop()),
				Arguments.of("state of a list", "state", new PickleBytes().raw(']', ']', 'b').stop()),
				Arguments.of("array called by its class", "unknown way",
						new PickleBytes().global("numpy", "ndarray").raw(')', 'R').stop()),
				Arguments.of("array of objects", "other numbers",
						new PickleBytes().array("O", 1, (byte) 1).stop()),
				Arguments.of("array shorter than its shape", "2 bytes for shape 1x3",
						new PickleBytes().array("u1", 3, (byte) 1, (byte) 2).stop()),
				Arguments.of("length of two gigabytes", "ends too early",
						new PickleBytes().raw('T', 255, 255, 255, 127).stop()),
				Arguments.of("negative length", "ends too early",
						new PickleBytes().raw('T', 255, 255, 255, 255).stop()),
				Arguments.of("length of eight bytes", "ends too early",
						new PickleBytes().raw(0x8e, 0, 0, 0, 0, 0, 0, 0, 127).stop()),
				Arguments.of("empty stack", "no pickle", new PickleBytes().raw('R').stop()),
				Arguments.of("list as a key", "unknown kind",
						new PickleBytes().raw('}', ']', ']', 's').stop()),
				Arguments.of("page", "more than", DataFiles.text("<html>")));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("hostile")
	void refuses(String name, String why, byte[] pickle) {
		assertThatThrownBy(() -> SafeUnpickler.read(pickle)).isInstanceOf(IOException.class).hasMessageContaining(why);
	}

	private static PickleBytes stackGlobal(PickleBytes pickle, String module, String name) {
		return text(text(pickle, module), name).raw(0x93, 0x94);
	}

	private static PickleBytes text(PickleBytes pickle, String text) {
		pickle.raw(0x8c, text.length());
		text.chars().forEach(pickle::raw);
		return pickle;
	}
}
