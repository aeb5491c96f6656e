package espalier.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import espalier.train.Recipe;

/** A recipe line by line, all of it as its file has it. */
final class RecipeFacts {
	private RecipeFacts() {}

	static Report.Facts of(Recipe recipe) {
		try {
			List<Report.Fact> facts = new ArrayList<>();
			collect("", new ObjectMapper().readTree(recipe.toJson()), facts);
			return new Report.Facts(facts);
		} catch (JsonProcessingException e) {
			throw new IllegalStateException(e);
		}
	}

	private static void collect(String name, JsonNode node, List<Report.Fact> facts) {
		if (node.isObject())
			node.properties().forEach(f -> collect((name + " " + words(f.getKey())).strip(), f.getValue(), facts));
		else
			facts.add(new Report.Fact(name, node.asText()));
	}

	/** {@code label smoothing} for {@code labelSmoothing}. */
	private static String words(String field) {
		return field.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
	}
}
