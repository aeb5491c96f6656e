package espalier.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import espalier.graph.BadInputException;
import espalier.graph.RefusedException;

class MethodRecipeTest {
	@TempDir
	private Path folder;

	static List<MethodRecipe> all() {
		return Methods.all();
	}

	@ParameterizedTest
	@MethodSource("all")
	void aRecipeSurvivesItsFile(MethodRecipe recipe) {
		Path file = folder.resolve("recipe.json");
		recipe.write(file);
		assertThat(MethodRecipe.read(file)).isEqualTo(recipe);
		assertThat(Methods.byId(recipe.id())).isSameAs(recipe);
	}

	@ParameterizedTest
	@MethodSource("all")
	void epochsAreDividedAsTheRecipeHasThem(MethodRecipe recipe) {
		assertThat(recipe.withEpochs(recipe.epochs())).isEqualTo(recipe);
		for (int epochs : new int[]{2, 7, 40})
			assertThat(recipe.withEpochs(epochs).epochs()).isEqualTo(epochs);
	}

	@Test
	void aStepThatTrainsKeepsAnEpoch() {
		assertThatThrownBy(() -> Methods.byId("sfp").withEpochs(1)).isInstanceOf(RefusedException.class)
				.hasMessageContaining("2 steps of at least one epoch");
	}

	@Test
	void anUnknownMethodIsToldThoseThereAre() {
		assertThatThrownBy(() -> Methods.byId("magic")).isInstanceOf(RefusedException.class)
				.hasMessageContaining("magic").hasMessageContaining("fpgm");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {"\"do\" : \"soft\"|\"do\" : \"guess\"|no recipe of a method",
			"\"epochs\" : 3|\"epochs\" : 0|a training has 1 to 100000 epochs",
			"\"normShare\" : 0.0|\"normShare\" : 2|the share that goes by norm is from 0 to 1",
			"\"asymptotic\" : false|\"asymptotical\" : false|steps", "\"rate\" : 1.0|\"rate\" : \"fast\"|rate",
			"\"l2\"|\"magic\"|There is no criterion `magic`",
			"\"l2\"|\"hrank\"|a criterion of weights",
			"\"id\" : \"sfp\"|\"id\" : \"../up\"|A recipe's id is of letters",
			"{|[|not one JSON object"})
	void aBrokenRecipeSaysWhatIsWrong(String right, String wrong, String said) throws IOException {
		Path file = folder.resolve("recipe.json");
		String json = Methods.byId("sfp").toJson();
		assertThat(json).contains(right);
		Files.writeString(file, json.replace(right, wrong));
		assertThatThrownBy(() -> MethodRecipe.read(file))
				.isInstanceOfAny(BadInputException.class, RefusedException.class).hasMessageContaining(said);
	}
}
