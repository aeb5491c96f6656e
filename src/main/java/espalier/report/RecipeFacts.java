package espalier.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** A recipe of a training or of a method line by line, all of it as its file has it. */
final class RecipeFacts {
	private RecipeFacts() {}

	/** @param json of the recipe */
	static Report.Facts of(String json) {
		try {
			List<Report.Fact> facts = new ArrayList<>();
			collect("", new ObjectMapper().readTree(json), facts);
			return new Report.Facts(facts);
		} catch (JsonProcessingException e) {
			throw new IllegalStateException(e);
		}
	}

	private static void collect(String name, JsonNode node, List<Report.Fact> facts) {
		if (node.isObject())
			node.properties().forEach(f -> collect((name + " " + words(f.getKey())).strip(), f.getValue(), facts));
		else if (node.isArray())
			for (int i = 0; i < node.size(); i++)
				collect(name + " " + (i + 1), node.get(i), facts);
		else if (!node.asText().isEmpty())
			facts.add(new Report.Fact(name, node.asText()));
	}

	/** {@code label smoothing} for {@code labelSmoothing}. */
	private static String words(String field) {
		return field.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
	}
}
