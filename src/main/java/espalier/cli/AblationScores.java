package espalier.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import espalier.graph.BadInputException;
import espalier.graph.RefusedException;
import espalier.region.Region;
import espalier.region.Regions;

/** What the command regions printed of how much worse a model gets without each of its regions. */
final class AblationScores {
	private static final String METHOD = "ablation";
	private static final long LONGEST = 64L << 20;
	private static final int DEEPEST = 512;
	private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).maxDocumentLength(LONGEST)
					.maxStringLength(1 << 16).build())
			.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

	private AblationScores() {}

	/**
	 * The scores of a file, by name of the region.
	 *
	 * @throws BadInputException
	 *             when it is no output of {@code regions --by ablation --json}, naming the field that is wrong
	 * @throws RefusedException
	 *             when it names a region that this model has not
	 */
	static SequencedMap<String, Double> read(Path file, Regions regions) {
		try {
			if (Files.size(file) > LONGEST)
				throw new BadInputException("`" + file + "` holds no scores of regions: it is longer than "
						+ (LONGEST >> 20) + " MiB.");
			return parse(Files.readString(file), file.toString(), regions);
		} catch (IOException e) {
			throw new BadInputException(
					"Cannot read the scores of regions `" + file + "`: check that the file is there and is text.", e);
		}
	}

	static SequencedMap<String, Double> parse(String json, String source, Regions regions) {
		JsonNode root;
		try {
			root = MAPPER.readTree(json);
		} catch (JsonProcessingException e) {
			throw new BadInputException("`" + source + "` holds no scores of regions: " + e.getOriginalMessage() + ".",
					e);
		}
		if (root == null || !METHOD.equals(root.path("method").asText()))
			throw new BadInputException("`" + source + "` holds no scores of regions by ablation: it has no `method` `"
					+ METHOD + "`; make it with `espalier regions MODEL --by ablation --data DATA --json`.");
		SequencedMap<String, Double> scores = new LinkedHashMap<>();
		collect(root.path("regions"), source + ": regions", regions, scores);
		if (scores.isEmpty())
			throw new BadInputException("`" + source + "` holds no score of any region; measure the regions first.");
		return scores;
	}

	private static void collect(JsonNode list, String at, Regions regions, SequencedMap<String, Double> scores) {
		if (!list.isArray())
			throw new BadInputException("`" + at + "` must be a list.");
		for (int i = 0; i < list.size(); i++) {
			JsonNode one = list.get(i);
			String where = at + "[" + i + "]";
			if (!one.path("name").isTextual())
				throw new BadInputException("`" + where + "`: `name` must be text.");
			if (one.has("score")) {
				double score = one.path("score").asDouble(Double.NaN);
				if (!one.path("score").isNumber() || !Double.isFinite(score))
					throw new BadInputException("`" + where + "`: `score` must be a number.");
				Region region = regions.named(one.path("name").asText());
				if (scores.put(region.name(), score) != null)
					throw new BadInputException("`" + where + "`: region `" + region.name() + "` is there twice.");
			}
			if (one.has("parts"))
				collect(one.path("parts"), where + ".parts", regions, scores);
		}
	}
}
