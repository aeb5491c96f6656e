package espalier.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import espalier.evaluate.Sensitivity.Curve;
import espalier.evaluate.Sensitivity.Metric;
import espalier.evaluate.Sensitivity.Point;
import espalier.graph.BadInputException;

/** What is written is read again, and what is wrong is named. */
class SensitivityFilesTest {
	private static final Sensitivity SOME = new Sensitivity("ab12", "l2", Metric.ACCURACY, "cd34", 512,
			new Point(0, 0, 0.9, 0.87, 0.92, 512),
			List.of(new Curve("layer \"1\", conv", 16,
					List.of(new Point(0.1, 1, 0.89, 0.86, 0.91, 512), new Point(0.5, 8, 0.3, 0.2, 0.4, 64))),
					new Curve("fc", 4, List.of())));

	@TempDir
	Path folder = Path.of("");

	@Test
	void comesBackFromItsFile() {
		Path file = folder.resolve("some.json");
		SensitivityJson.write(SOME, file);
		assertThat(SensitivityJson.read(file)).isEqualTo(SOME);
		assertThat(folder.toFile().list()).containsExactly("some.json");
	}

	@Test
	void tableHasALineAPoint() {
		assertThat(SensitivityCsv.of(SOME)).isEqualTo("""
				group,units,ratio,removed,accuracy,low,high,images
				,,0.0,0,0.9,0.87,0.92,512
				"layer ""1"", conv",16,0.1,1,0.89,0.86,0.91,512
				"layer ""1"", conv",16,0.5,8,0.3,0.2,0.4,64
				""");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			"version":1|"version":2|version 2
			espalier-sensitivity|espalier-plan|it has no `format`
			"metric":"accuracy"|"metric":"speed"|`metric` must be one of accuracy, loss
			"units":16|"units":8|`removed` must be less than `units`
			"ratio":0.5|"ratio":0.05|`ratio` must ascend
			"ratio":0.5|"ratio":1.5|`ratio` must be from 0 to 1
			"low":0.2|"low":0.5|`low` must not be above `high`
			"value":0.3|"value":0.5|`value` must not lie outside of `low` and `high`
			"low":0.2|"low":-0.2|accuracy is never less than 0
			"high":0.4|"high":1.4|accuracy is never more than 1
			"value":0.3|"value":"0.3"|curves[0].points[1]`: `value` must be a number
			"value":0.3|"value":1e999|`value` must be a number
			"images":64|"images":0|`images` must be a whole number from 1
			"images":64|"images":6.4|`images` must be a whole number from 1
			"group":"fc"|"group":"layer \\"1\\", conv"|is there twice
			"whole":|"hole":|some.whole`: `ratio` must be a number
			"data":"cd34"|"data":3|`data` must be text
			"data":"cd34"|"data":"cd34","data":""|Duplicate field
			"curves":[|"curves":[3,|curves[0]`: `group` must be text
			]}|]|is no sensitivity
			""")
	void whatIsWrongIsNamed(String right, String wrong, String told) {
		String json = SensitivityJson.toJson(SOME).toString();
		assertThat(json).contains(right);
		int at = json.lastIndexOf(right);
		String broken = json.substring(0, at) + wrong + json.substring(at + right.length());
		assertThatThrownBy(() -> SensitivityJson.parse(broken, "some")).isInstanceOf(BadInputException.class)
				.hasMessageContaining(told);
	}

	@Test
	void fileThatIsTooLongIsNotReadIntoMemory() throws IOException {
		Path file = folder.resolve("long.json");
		try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
			sparse.setLength(3L << 30);
		}
		assertThatThrownBy(() -> SensitivityJson.read(file)).isInstanceOf(BadInputException.class)
				.hasMessageContaining("long.json");
	}

	@Test
	void fileThatIsNotThereIsToldOf() {
		assertThatThrownBy(() -> SensitivityJson.read(folder.resolve("none.json")))
				.isInstanceOf(BadInputException.class).hasMessageContaining("none.json");
		assertThatThrownBy(() -> SensitivityCsv.write(SOME, folder.resolve("none").resolve("some.csv")))
				.isInstanceOf(BadInputException.class).hasMessageContaining("some.csv");
	}
}
