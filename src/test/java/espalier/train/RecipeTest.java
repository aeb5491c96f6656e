package espalier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import espalier.data.Augmentation;
import espalier.graph.BadInputException;
import espalier.graph.RefusedException;

class RecipeTest {
	@TempDir
	Path folder = Path.of("");

	@Test
	void filesGiveBackTheSameRecipe() {
		Recipe odd = new Recipe(7, 33, Long.MAX_VALUE,
				new Recipe.Optimiser(Recipe.Method.ADAMW, 0.85, false, 0.95, 0.03),
				new Schedule(Schedule.Kind.STEP, 0.012, 0.05, 0.2), new Recipe.Loss(0.1, 0.7, 2.5),
				new Recipe.Care(1.5, 3, 0.999), new Augmentation(false, 3, 8, 0.2));
		Stream.of(Recipe.quick(), Recipe.standard(), Recipe.thorough(), odd).forEach(recipe -> {
			Path file = folder.resolve("recipe.json");
			recipe.write(file);
			assertThat(Recipe.read(file)).isEqualTo(recipe);
		});
	}

	@ParameterizedTest
	@CsvSource({"epochs, 0, epochs are 1 or more", "batch, 0, a batch has 1 image or more",
			"rate, 0, the learning rate is above 0", "rate, 1e9, at most 1000", "warmup, 2, the warm-up's share",
			"last, -1, the last rate's share", "labelSmoothing, 1, label smoothing is from 0 up to 1",
			"distillation, 1.5, distillation's share", "temperature, 0, the temperature is above 0",
			"average, 1, the average keeps from 0 up to 1", "momentum, -0.1, momentum is from 0 up to 1",
			"secondBeta, 1, the second beta", "weightDecay, -1, weight decay is from 0 to 1",
			"clip, -1, are 0 or more"})
	void numbersOutOfBoundsAreRefused(String field, String number, String rule) throws IOException {
		String text = Recipe.standard().toJson();
		String changed = text.replaceFirst("(\"" + field + "\" : )[-\\d.E]+", "$1" + number);
		assertThat(changed).isNotEqualTo(text);
		Path file = Files.writeString(folder.resolve("recipe.json"), changed);
		assertThatThrownBy(() -> Recipe.read(file)).isInstanceOf(RefusedException.class)
				.hasMessageStartingWith("This recipe can't be used: ").hasMessageContaining(rule);
	}

	@Test
	void otherFilesAreNoRecipes() throws IOException {
		for (String text : new String[]{"", "[]", "{}", "{\"epochs\": 3}",
				Recipe.quick().toJson().replace("\"seed\"", "\"sead\"")}) {
			Path file = Files.writeString(folder.resolve("other.json"), text);
			assertThatThrownBy(() -> Recipe.read(file)).as(text).isInstanceOf(BadInputException.class)
					.hasMessageContaining("other.json` is no recipe")
					.hasMessageContaining("espalier train --save-recipe");
		}
		Path file = Files.writeString(folder.resolve("other.json"),
				Recipe.quick().toJson().replace("\"momentum\"", "\"momentun\""));
		assertThatThrownBy(() -> Recipe.read(file)).hasMessageContaining(
				"(its field `optimiser.momentum` is missing, unknown or of another kind)");
		assertThatThrownBy(() -> Recipe.read(folder.resolve("absent.json"))).isInstanceOf(BadInputException.class)
				.hasMessageContaining("absent.json");
	}
}
