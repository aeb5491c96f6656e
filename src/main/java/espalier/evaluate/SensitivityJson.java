package espalier.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import espalier.evaluate.Sensitivity.Curve;
import espalier.evaluate.Sensitivity.Metric;
import espalier.evaluate.Sensitivity.Point;
import espalier.graph.BadInputException;

/** Sensitivity as a file: one JSON object, {@code format} {@value #FORMAT}, {@code version} {@value #VERSION}. */
public final class SensitivityJson {
	private static final String FORMAT = "espalier-sensitivity";
	private static final int VERSION = 1;
	private static final long LONGEST = 64L << 20;
	/** By how much cosines may be more than 1, and losses less than 0, by rounding. */
	private static final double ROUNDING = 1e-6;
	private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(16)
					.maxDocumentLength(LONGEST).maxStringLength(1 << 16).build())
			.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

	private SensitivityJson() {}

	/**
	 * Replaces the file only when all is written.
	 *
	 * @throws BadInputException
	 *             when it can't be written
	 */
	public static void write(Sensitivity sensitivity, Path file) {
		write(toJson(sensitivity).toPrettyString() + "\n", file);
	}

	static void write(String text, Path file) {
		try {
			Path part = file.resolveSibling("." + file.getFileName() + "." + System.nanoTime() + ".part");
			try {
				Files.writeString(part, text);
				Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
			} finally {
				Files.deleteIfExists(part);
			}
		} catch (IOException e) {
			throw BadInputException.unwritable(file, e);
		}
	}

	/**
	 * @throws BadInputException
	 *             naming the field that is wrong
	 */
	public static Sensitivity read(Path file) {
		try {
			if (Files.size(file) > LONGEST)
				throw new BadInputException("`" + file + "` is no sensitivity: it is longer than " + (LONGEST >> 20)
						+ " MiB.");
			return parse(Files.readString(file), file.toString());
		} catch (IOException e) {
			throw new BadInputException(
					"Cannot read sensitivity `" + file + "`: check that the file is there and is text.", e);
		}
	}

	public static ObjectNode toJson(Sensitivity sensitivity) {
		ObjectNode root = MAPPER.createObjectNode();
		root.put("format", FORMAT).put("version", VERSION).put("model", sensitivity.modelSha256())
				.put("criterion", sensitivity.criterion()).put("metric", sensitivity.metric().id())
				.put("data", sensitivity.dataHash()).put("images", sensitivity.images());
		root.set("whole", object(sensitivity.whole()));
		ArrayNode curves = root.putArray("curves");
		for (Curve curve : sensitivity.curves()) {
			ArrayNode points = curves.addObject().put("group", curve.group()).put("units", curve.units())
					.putArray("points");
			curve.points().forEach(p -> points.add(object(p)));
		}
		return root;
	}

	private static ObjectNode object(Point point) {
		return MAPPER.createObjectNode().put("ratio", point.ratio()).put("removed", point.removed())
				.put("value", point.value()).put("low", point.low()).put("high", point.high())
				.put("images", point.images());
	}

	/**
	 * @param source
	 *            what to call the text in messages
	 * @throws BadInputException
	 *             naming the field that is wrong
	 */
	public static Sensitivity parse(String json, String source) {
		JsonNode root;
		try {
			root = MAPPER.readTree(json);
		} catch (JsonProcessingException e) {
			throw new BadInputException("`" + source + "` is no sensitivity: " + e.getOriginalMessage() + ".", e);
		}
		if (root == null || !FORMAT.equals(root.path("format").asText()))
			throw new BadInputException("`" + source + "` is no sensitivity: it has no `format` `" + FORMAT + "`.");
		int version = whole(root, "version", source, 0);
		if (version != VERSION)
			throw new BadInputException("`" + source + "` is a sensitivity of version " + version
					+ "; this program reads version " + VERSION + ".");
		Metric metric = metric(root, source);
		List<Curve> curves = new ArrayList<>();
		Set<String> seen = new HashSet<>();
		for (JsonNode curve : array(root, "curves", source)) {
			String at = source + ": curves[" + curves.size() + "]";
			if (!seen.add(text(curve, "group", at)))
				throw new BadInputException("`" + at + "`: group `" + text(curve, "group", at) + "` is there twice.");
			curves.add(curve(curve, metric, at));
		}
		return new Sensitivity(text(root, "model", source), text(root, "criterion", source), metric,
				text(root, "data", source), whole(root, "images", source, 1),
				point(root.path("whole"), metric, source + ".whole"), curves);
	}

	private static Metric metric(JsonNode root, String source) {
		String id = text(root, "metric", source);
		return Arrays.stream(Metric.values()).filter(m -> m.id().equals(id)).findFirst()
				.orElseThrow(() -> new BadInputException("`" + source + "`: `metric` must be one of "
						+ String.join(", ", Arrays.stream(Metric.values()).map(Metric::id).toList()) + "."));
	}

	private static Curve curve(JsonNode node, Metric metric, String at) {
		int units = whole(node, "units", at, 1);
		List<Point> points = new ArrayList<>();
		for (JsonNode each : array(node, "points", at)) {
			String where = at + ".points[" + points.size() + "]";
			Point point = point(each, metric, where);
			if (point.removed() >= units)
				throw new BadInputException("`" + where + "`: `removed` must be less than `units`.");
			if (!points.isEmpty() && points.getLast().ratio() >= point.ratio())
				throw new BadInputException("`" + where + "`: `ratio` must ascend from point to point.");
			points.add(point);
		}
		return new Curve(text(node, "group", at), units, points);
	}

	private static Point point(JsonNode node, Metric metric, String at) {
		double ratio = number(node, "ratio", at);
		if (ratio < 0 || ratio > 1)
			throw new BadInputException("`" + at + "`: `ratio` must be from 0 to 1.");
		double low = number(node, "low", at);
		double high = number(node, "high", at);
		if (low > high)
			throw new BadInputException("`" + at + "`: `low` must not be above `high`.");
		double value = number(node, "value", at);
		if (value < low || value > high)
			throw new BadInputException("`" + at + "`: `value` must not lie outside of `low` and `high`.");
		if (low < metric.least() - ROUNDING || high > metric.most() + ROUNDING)
			throw new BadInputException("`" + at + "`: " + metric.id() + " is never "
					+ (low < metric.least() - ROUNDING ? "less than " : "more than ")
					+ Math.round(low < metric.least() - ROUNDING ? metric.least() : metric.most()) + ".");
		return new Point(ratio, whole(node, "removed", at, 0), value, low, high, whole(node, "images", at, 1));
	}

	private static String text(JsonNode node, String field, String at) {
		if (!node.path(field).isTextual())
			throw new BadInputException("`" + at + "`: `" + field + "` must be text.");
		return node.path(field).asText();
	}

	private static int whole(JsonNode node, String field, String at, int least) {
		JsonNode value = node.path(field);
		if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < least)
			throw new BadInputException("`" + at + "`: `" + field + "` must be a whole number from " + least + ".");
		return value.intValue();
	}

	private static double number(JsonNode node, String field, String at) {
		JsonNode value = node.path(field);
		if (!value.isNumber() || !Double.isFinite(value.doubleValue()))
			throw new BadInputException("`" + at + "`: `" + field + "` must be a number.");
		return value.doubleValue();
	}

	private static JsonNode array(JsonNode node, String field, String at) {
		if (!node.path(field).isArray())
			throw new BadInputException("`" + at + "`: `" + field + "` must be a list.");
		return node.path(field);
	}
}
