package espalier.app;

import java.util.Locale;
import java.util.StringJoiner;

import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import espalier.method.MethodRecipe;

/** What a recipe is: its paper, its steps, and where it is told otherwise than in the paper. */
final class MethodText extends ScrollPane {
	private static final ObjectMapper JSON = new ObjectMapper();
	private final VBox lines = new VBox(8);

	MethodText() {
		setId("method-text");
		getStyleClass().add("sheet");
		setFitToWidth(true);
		setHbarPolicy(ScrollBarPolicy.NEVER);
		lines.getStyleClass().add("method-text");
		setContent(lines);
	}

	void show(MethodRecipe recipe) {
		lines.getChildren().setAll(line(recipe.title(), "title"));
		VBox steps = new VBox(4);
		int number = 1;
		for (JsonNode step : steps(recipe))
			steps.getChildren().add(line(number++ + ". " + words(step), "method-step"));
		switch (recipe.residual()) {
			case SYNCHRONOUS -> {
			}
			case INNER -> steps.getChildren().add(line("Residual streams stay whole", "method-step"));
			case SAMPLER -> steps.getChildren()
					.add(line("Residual streams stay whole, and branches read a part of them", "method-step"));
		}
		lines.getChildren().add(steps);
		for (String more : new String[]{recipe.notes(), recipe.paper()})
			if (!more.isBlank())
				lines.getChildren().add(line(more, "caption"));
		setVvalue(0);
	}

	private static JsonNode steps(MethodRecipe recipe) {
		try {
			return JSON.readTree(recipe.toJson()).path("steps");
		} catch (JsonProcessingException e) {
			throw new IllegalStateException(e);
		}
	}

	/** As in {@code Soft: 3 epochs, criterion l2}; what is at nothing, and factors of one, are left out. */
	static String words(JsonNode step) {
		StringJoiner rest = new StringJoiner(", ");
		step.properties().forEach(f -> {
			JsonNode value = f.getValue();
			String name = f.getKey().replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
			boolean plain = value.isObject() || value.isNumber() && value.asDouble() == 0
					|| (name.equals("rate") || name.equals("to")) && value.asDouble() == 1
					|| name.equals("rounds") && value.asInt() == 1
					|| name.equals("pace") && step.path("rounds").asInt() == 1;
			if (f.getKey().equals("do") || plain || value.isBoolean() && !value.asBoolean())
				return;
			rest.add(value.isBoolean() ? name
					: name.equals("epochs") ? Figures.count(value.asLong(), "epoch")
							: name + " " + (value.isTextual() && value.asText().matches("[A-Z_]+")
									? value.asText().toLowerCase(Locale.ROOT).replace('_', ' ')
									: value.isIntegralNumber() ? Figures.grouped(value.asLong())
											: value.asText().replaceAll("\\.0$", "")));
		});
		String act = step.path("do").asText();
		return act.substring(0, 1).toUpperCase(Locale.ROOT) + act.substring(1)
				+ (rest.length() == 0 ? "" : ": " + rest);
	}

	private static Label line(String text, String style) {
		Label label = new Label(text);
		label.setWrapText(true);
		label.setMinHeight(Region.USE_PREF_SIZE);
		label.getStyleClass().add(style);
		return label;
	}
}
