package espalier.plan;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import espalier.graph.BadInputException;
import espalier.region.Bypass;
import espalier.region.End;
import espalier.region.Fit;

/** Regions that go, in the JSON of a plan. Weights of adapters are 32-bit little-endian numbers in Base64. */
final class BypassJson {
	private BypassJson() {}

	static void write(List<Bypass> bypasses, ArrayNode array) {
		for (Bypass bypass : bypasses) {
			ObjectNode node = array.addObject().put("region", bypass.region());
			end(bypass.entry(), node.putObject("entry"));
			end(bypass.exit(), node.putObject("exit"));
			if (bypass.adapts())
				node.put("axis", bypass.axis());
			if (bypass.fit() instanceof Fit fit)
				node.putObject("fit").put("in", fit.in()).put("weight", text(fit.weight()))
						.put("bias", text(fit.bias()));
		}
	}

	private static void end(End end, ObjectNode node) {
		if (end.node().isEmpty())
			node.put("input", end.index());
		else
			node.put("node", end.node()).put("output", end.index());
	}

	private static String text(float[] values) {
		ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		bytes.asFloatBuffer().put(values);
		return Base64.getEncoder().encodeToString(bytes.array());
	}

	/**
	 * @param at
	 *            what to call the array in messages
	 */
	static List<Bypass> read(JsonNode array, String at) {
		List<Bypass> bypasses = new ArrayList<>();
		for (JsonNode node : array) {
			String here = at + "[" + bypasses.size() + "]";
			End exit = end(node.path("exit"), here + ".exit");
			if (exit.node().isEmpty())
				throw new BadInputException("`" + here + ".exit` must name a node.");
			bypasses.add(new Bypass(PlanJson.text(node, "region", here), end(node.path("entry"), here + ".entry"), exit,
					node.has("axis") ? PlanJson.integer(node, "axis", here) : -1,
					fit(node.path("fit"), here + ".fit")));
		}
		return bypasses;
	}

	private static End end(JsonNode node, String at) {
		return node.has("input")
				? new End("", PlanJson.integer(node, "input", at))
				: new End(PlanJson.text(node, "node", at), PlanJson.integer(node, "output", at));
	}

	private static @Nullable Fit fit(JsonNode node, String at) {
		if (node.isMissingNode())
			return null;
		int in = PlanJson.integer(node, "in", at);
		float[] weight = numbers(node, "weight", at);
		float[] bias = numbers(node, "bias", at);
		if (in == 0 || (long) in * bias.length != weight.length)
			throw new BadInputException("`" + at + "` has " + weight.length + " weights for " + in + " times "
					+ bias.length + " channels.");
		return new Fit(in, weight, bias);
	}

	private static float[] numbers(JsonNode node, String field, String at) {
		byte[] bytes;
		try {
			bytes = Base64.getDecoder().decode(PlanJson.text(node, field, at));
		} catch (IllegalArgumentException e) {
			throw new BadInputException("`" + at + "." + field + "` is not Base64.", e);
		}
		float[] values = new float[bytes.length / Float.BYTES];
		ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
		if (bytes.length % Float.BYTES != 0)
			throw new BadInputException("`" + at + "." + field + "` ends within a number.");
		for (float value : values)
			if (!Float.isFinite(value))
				throw new BadInputException("`" + at + "." + field + "` holds " + value + ".");
		return values;
	}
}
