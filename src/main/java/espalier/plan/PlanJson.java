package espalier.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
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

import espalier.coupling.Adapter;
import espalier.coupling.Choices;
import espalier.graph.BadInputException;
import espalier.onnx.ModelFile;

/** Plans as files: one JSON object, {@code format} {@value #FORMAT}, {@code version} {@value #VERSION}. */
public final class PlanJson {
	private static final String FORMAT = "espalier-plan";
	private static final int VERSION = 1;
	private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(32)
					.maxDocumentLength(256L << 20).maxStringLength(64 << 20).build())
			.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

	private static final String OPEN = "openOutputs";
	private static final String ADAPTERS = "adapters";
	private static final String REGIONS = "regions";

	private PlanJson() {}

	/** Replaces the file only when all is written. */
	public static void write(Plan plan, Path file) {
		try {
			Path part = file.resolveSibling("." + file.getFileName() + "." + System.nanoTime() + ".part");
			try {
				Files.writeString(part, toJson(plan));
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
	public static Plan read(Path file) {
		try {
			return parse(Files.readString(file), file.toString());
		} catch (IOException e) {
			throw new BadInputException("Cannot read plan `" + file + "`: check that the file is there and is text.",
					e);
		}
	}

	/**
	 * A plan for this model.
	 *
	 * @throws BadInputException
	 *             naming the field that is wrong, or when the plan was made for another file
	 */
	public static Plan read(Path file, ModelFile model) {
		Plan plan = read(file);
		if (!plan.modelSha256().equals(model.sha256()))
			throw new BadInputException("`" + file + "` is a plan for another model (its SHA-256 begins with "
					+ plan.modelSha256().substring(0, Math.min(12, plan.modelSha256().length())) + ", that of `"
					+ model.path() + "` with " + model.sha256().substring(0, 12) + "); make one for this model.");
		return plan;
	}

	public static String toJson(Plan plan) {
		ObjectNode root = MAPPER.createObjectNode();
		root.put("format", FORMAT).put("version", VERSION).put("model", plan.modelSha256()).put("title", plan.title());
		if (!plan.choices().openOutputs().isEmpty())
			plan.choices().openOutputs().forEach(root.putArray(OPEN)::add);
		if (!plan.choices().adapters().isEmpty())
			write(plan.choices().adapters(), root.putArray(ADAPTERS));
		if (!plan.choices().bypasses().isEmpty())
			BypassJson.write(plan.choices().bypasses(), root.putArray(REGIONS));
		ArrayNode removals = root.putArray("removals");
		for (Removal removal : plan.removals()) {
			ObjectNode node = removals.addObject().put("group", removal.group());
			removal.units().forEach(node.putArray("units")::add);
			ArrayNode anchors = node.putArray("anchors");
			for (Anchor a : removal.anchors()) {
				ObjectNode anchor = anchors.addObject().put("node", a.node()).put("slot", a.slot())
						.put("axis", a.axis())
						.put("role", a.role()).put("width", a.width());
				a.removed().forEach(anchor.putArray("removed")::add);
			}
		}
		return root.toPrettyString() + "\n";
	}

	private static void write(List<Adapter> adapters, ArrayNode array) {
		for (Adapter adapter : adapters) {
			ArrayNode places = array.addObject().put("kind", adapter.kind().id()).put("axis", adapter.axis())
					.putArray("places");
			for (Adapter.Place place : adapter.places())
				places.addObject().put("node", place.node()).put("slot", place.slot());
		}
	}

	/**
	 * @param source
	 *            what to call the text in messages
	 */
	public static Plan parse(String json, String source) {
		JsonNode root;
		try {
			root = MAPPER.readTree(json);
		} catch (JsonProcessingException e) {
			throw new BadInputException("`" + source + "` is not a plan: " + e.getOriginalMessage() + ".", e);
		}
		if (root == null || !FORMAT.equals(root.path("format").asText()))
			throw new BadInputException("`" + source + "` is not a plan: it has no `format` `" + FORMAT + "`.");
		int version = integer(root, "version", source);
		if (version != VERSION)
			throw new BadInputException(
					"`" + source + "` is a plan of version " + version + "; this program reads version " + VERSION
							+ ".");
		List<Removal> removals = new ArrayList<>();
		for (JsonNode removal : array(root, "removals", source)) {
			String at = source + ": removals[" + removals.size() + "]";
			List<Anchor> anchors = new ArrayList<>();
			for (JsonNode anchor : array(removal, "anchors", at))
				anchors.add(anchor(anchor, at + ".anchors[" + anchors.size() + "]"));
			removals.add(new Removal(text(removal, "group", at), integers(removal, "units", at, Integer.MAX_VALUE),
					anchors));
		}
		return new Plan(text(root, "model", source), text(root, "title", source), choices(root, source), removals);
	}

	private static Choices choices(JsonNode root, String source) {
		Set<String> open = new LinkedHashSet<>();
		for (JsonNode name : root.path(OPEN).isMissingNode() ? List.<JsonNode>of() : array(root, OPEN, source)) {
			if (!name.isTextual())
				throw new BadInputException("`" + source + "`: `" + OPEN + "` must be a list of names.");
			open.add(name.asText());
		}
		return new Choices(open, adapters(root, source), root.path(REGIONS).isMissingNode()
				? List.of()
				: BypassJson.read(array(root, REGIONS, source), source + ": " + REGIONS));
	}

	private static List<Adapter> adapters(JsonNode root, String source) {
		List<Adapter> adapters = new ArrayList<>();
		for (JsonNode node : root.path(ADAPTERS).isMissingNode()
				? List.<JsonNode>of()
				: array(root, ADAPTERS, source)) {
			String at = source + ": " + ADAPTERS + "[" + adapters.size() + "]";
			String kind = text(node, "kind", at);
			List<Adapter.Place> places = new ArrayList<>();
			for (JsonNode place : array(node, "places", at))
				places.add(new Adapter.Place(text(place, "node", at), integer(place, "slot", at)));
			if (places.isEmpty())
				throw new BadInputException("`" + at + "`: `places` must not be empty.");
			adapters.add(new Adapter(
					Arrays.stream(Adapter.Kind.values()).filter(k -> k.id().equals(kind)).findFirst()
							.orElseThrow(() -> new BadInputException(
									"`" + at + "`: `kind` must be projection or sampler.")),
					integer(node, "axis", at), places));
		}
		return adapters;
	}

	private static Anchor anchor(JsonNode node, String at) {
		int width = integer(node, "width", at);
		return new Anchor(text(node, "node", at), integer(node, "slot", at), integer(node, "axis", at),
				text(node, "role", at), width, integers(node, "removed", at, width));
	}

	static String text(JsonNode node, String field, String at) {
		if (!node.path(field).isTextual())
			throw new BadInputException("`" + at + "`: `" + field + "` must be text.");
		return node.path(field).asText();
	}

	static int integer(JsonNode node, String field, String at) {
		return whole(node.path(field), at + "." + field, Integer.MAX_VALUE);
	}

	private static int whole(JsonNode value, String at, int below) {
		if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0 || value.intValue() >= below)
			throw new BadInputException("`" + at + "` must be a whole number from 0"
					+ (below == Integer.MAX_VALUE ? "." : " to " + (below - 1) + "."));
		return value.intValue();
	}

	private static JsonNode array(JsonNode node, String field, String at) {
		if (!node.path(field).isArray())
			throw new BadInputException("`" + at + "`: `" + field + "` must be a list.");
		return node.path(field);
	}

	private static List<Integer> integers(JsonNode node, String field, String at, int below) {
		List<Integer> values = new ArrayList<>();
		for (JsonNode value : array(node, field, at)) {
			int i = whole(value, at + "." + field + "[" + values.size() + "]", below);
			if (!values.isEmpty() && values.getLast() >= i)
				throw new BadInputException("`" + at + "." + field + "` must be ascending without repeats.");
			values.add(i);
		}
		return values;
	}
}
