package espalier.runtime.torch;

import java.util.Map;
import java.util.stream.IntStream;

import espalier.graph.Shape;

/** Normalisations and softmax. */
final class Normalisation {
	private Normalisation() {}

	static void register(Map<String, Operators.Translation> operators) {
		operators.put("BatchNormalization", Normalisation::batch);
		operators.put("InstanceNormalization", c -> c.out("torch.instance_norm(" + c.in(0) + ", " + c.in(1) + ", "
				+ c.in(2) + ", None, None, True, 0.1, " + epsilon(c) + ", False)"));
		operators.put("LayerNormalization", Normalisation::layer);
		operators.put("RMSNormalization", Normalisation::rms);
		operators.put("GroupNormalization", Normalisation::group);
		operators.put("LRN", c -> c.out(local(c)));
		operators.put("LpNormalization", Normalisation::lp);
		operators.put("Softmax", c -> soft(c, "softmax"));
		operators.put("LogSoftmax", c -> soft(c, "log_softmax"));
		operators.put("Hardmax", Normalisation::hard);
	}

	/** ONNX's momentum is what stays of the old value, torch's what comes of the new. */
	private static void batch(Call c) {
		double momentum = Math.round((1 - c.real("momentum", 0.9f)) * 1e6) / 1e6;
		c.out("torch.batch_norm(" + c.in(0) + ", " + c.in(1) + ", " + c.in(2) + ", " + c.in(3) + ", " + c.in(4)
				+ ", self.training, " + Call.number(momentum) + ", " + epsilon(c) + ", True)");
	}

	private static void layer(Call c) {
		int axis = c.axis(c.node().integer("axis", -1), c.rank(0));
		for (int output = 1; output < c.node().outputs().size(); output++)
			if (!c.node().outputs().get(output).isEmpty() && !c.graph().uses(c.node().outputs().get(output)).isEmpty())
				throw c.refused("its mean and deviation are read by other nodes");
		Shape normalised = c.fixedSpace(0, axis);
		String dims = Call.list(normalised.toArray());
		boolean plain = c.shape(1).equals(normalised) && (!c.has(2) || c.shape(2).equals(normalised));
		if (plain)
			c.out("torch.layer_norm(" + c.in(0) + ", " + dims + ", " + c.in(1) + ", " + c.optional(2) + ", "
					+ epsilon(c) + ", True)");
		else {
			String y = c.let("torch.mul(torch.layer_norm(" + c.in(0) + ", " + dims + ", None, None, " + epsilon(c)
					+ ", True), " + c.in(1) + ")");
			c.out(c.has(2) ? "torch.add(" + y + ", " + c.in(2) + ")" : y);
		}
	}

	private static void rms(Call c) {
		int axis = c.axis(c.node().integer("axis", -1), c.rank(0));
		String axes = Call.list(IntStream.range(axis, c.rank(0)).asLongStream().toArray());
		String x = c.in(0);
		c.out("torch.mul(torch.mul(" + x + ", torch.rsqrt(torch.add(torch.mean(torch.mul(" + x + ", " + x + "), "
				+ axes + ", True), " + epsilon(c) + "))), " + c.in(1) + ")");
	}

	/** Scale and bias are per channel from opset 21 on, per group before. */
	private static void group(Call c) {
		long groups = c.node().integer("num_groups", 1);
		long channels = c.fixedDim(0, 1);
		long[] dims = Call.filled(c.rank(0), 1);
		dims[1] = channels;
		String y = c.let("torch.group_norm(" + c.in(0) + ", " + groups + ", None, None, " + epsilon(c) + ", True)");
		c.out("torch.add(torch.mul(" + y + ", " + perChannel(c, 1, channels, dims) + "), "
				+ perChannel(c, 2, channels, dims) + ")");
	}

	private static String perChannel(Call c, int slot, long channels, long[] dims) {
		long given = c.shape(slot).elements();
		String values = given == channels
				? c.in(slot)
				: "torch.repeat_interleave(" + c.in(slot) + ", " + channels / given + ")";
		return "torch.reshape(" + values + ", " + Call.list(dims) + ")";
	}

	/** Sums of squares over neighbouring channels, the window one longer behind when its size is even. */
	private static String local(Call c) {
		long size = c.node().integer("size", 1);
		int rank = c.rank(0);
		String x = c.in(0);
		String squares = c.let("torch.unsqueeze(torch.flatten(torch.mul(" + x + ", " + x + "), 2, -1), 1)");
		if (rank < 3)
			throw c.refused("its input has no space");
		String padded = c.let("torch.constant_pad_nd(" + squares + ", [0, 0, " + (size - 1) / 2 + ", " + size / 2
				+ "], 0)");
		String means = c.let("torch.reshape(torch.squeeze(torch.avg_pool2d(" + padded + ", [" + size
				+ ", 1], [1, 1], [0, 0], False, True), 1), " + c.outDims(0) + ")");
		return "torch.div(" + x + ", torch.pow(torch.add(torch.mul(" + means + ", "
				+ Call.number(c.real("alpha", 1e-4f)) + "), " + Call.number(c.real("bias", 1)) + "), "
				+ Call.number(c.real("beta", 0.75f)) + "))";
	}

	private static void lp(Call c) {
		long axis = c.axis(c.node().integer("axis", -1), c.rank(0));
		String x = c.in(0);
		c.out("torch.div(" + x + ", torch.norm(" + x + ", " + c.node().integer("p", 2) + ", [" + axis + "], True))");
	}

	/** Before opset 13, all axes from the given one on count as one. */
	private static void soft(Call c, String torch) {
		boolean flat = c.graph().opset() < 13;
		int axis = c.axis(c.node().integer("axis", flat ? 1 : -1), c.rank(0));
		if (!flat || axis == c.rank(0) - 1)
			c.out("torch." + torch + "(" + c.in(0) + ", " + axis + ")");
		else
			c.out("torch.reshape(torch." + torch + "(torch.flatten(" + c.in(0) + ", " + axis + ", -1), " + axis
					+ "), " + c.outDims(0) + ")");
	}

	private static void hard(Call c) {
		if (c.graph().opset() < 13)
			throw c.refused("opset " + c.graph().opset() + " has it over several axes at once");
		int axis = c.axis(c.node().integer("axis", -1), c.rank(0));
		c.out("torch.to(torch.movedim(torch.one_hot(torch.argmax(" + c.in(0) + ", " + axis + ", False), "
				+ c.fixedDim(0, axis) + "), -1, " + axis + "), dtype=6)");
	}

	private static String epsilon(Call c) {
		return Call.number(c.real("epsilon", 1e-5f));
	}
}
