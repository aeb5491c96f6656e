package espalier.train;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import espalier.graph.ElementType;
import espalier.graph.Tensor;
import espalier.runtime.torch.TorchScript;
import espalier.runtime.torch.TorchScript.Attribute;
import espalier.runtime.torch.TorchScript.Kind;

/**
 * One training step as a method of the module, so that a step is one call: forward, loss, gradients, update of all weights.
 * Its memory (momentum, means) are attributes of the module, and so are saved and restored with it.
 */
final class StepMethod {
	static final String NAME = "train_step";
	/** Places in the vector of numbers that change from step to step. */
	static final int RATE = 0;
	static final int CLIP = 1;
	static final int FIRST_CORRECTION = 2;
	static final int SECOND_CORRECTION = 3;
	static final int OPEN = 4;
	static final int NUMBERS = 5;
	private static final String MEMORY = "memory_";
	private static final String SQUARES = "squares_";
	private static final String AVERAGE = "average_";
	private static final String MASK = "mask_";
	private static final String LAST = "last_";

	private final TorchScript script;
	private final Recipe recipe;
	private final List<String> fading;
	private final Shaping.Reach reach;
	private final List<Attribute> more = new ArrayList<>();
	private final StringBuilder source = new StringBuilder();

	private StepMethod(TorchScript script, Recipe recipe, List<String> fading, Shaping.Reach reach) {
		this.script = script;
		this.recipe = recipe;
		this.fading = fading;
		this.reach = reach;
	}

	/**
	 * The module with the step method {@code (x, target, teacher, numbers) -> [loss, hits, norm]}: x as the network takes it,
	 * target [batch, classes] of probabilities, teacher [batch, classes] of the teacher's outputs or empty.
	 *
	 * @param fading
	 *            constants without axes that are set from the numbers first
	 * @param reach
	 *            which scales are drawn to zero, and which weights have a mask (ones at first) and a place for what was masked
	 */
	static TorchScript added(TorchScript script, Recipe recipe, List<String> fading, Shaping.Reach reach) {
		StepMethod method = new StepMethod(script, recipe, fading, reach);
		method.write();
		return script.with(method.more, method.source.toString());
	}

	/** The attribute with the moving average of another. */
	static String averageOf(String identifier) {
		return AVERAGE + identifier;
	}

	/** The attribute with ones where a weight is trained, and zeros where it is held. */
	static String maskOf(String name) {
		return MASK + name;
	}

	/** The attribute with what a weight was when it was held last. */
	static String lastOf(String name) {
		return LAST + name;
	}

	/** The attribute with the momentum of a weight. */
	static String momentumOf(String name) {
		return MEMORY + name;
	}

	private void write() {
		line("  def " + NAME
				+ "(self: __torch__.Net, x: Tensor, target: Tensor, teacher: Tensor, numbers: Tensor) -> Tensor:");
		for (String constant : fading)
			if (script.named(constant) instanceof Attribute faded && faded.kind() == Kind.CONSTANT
					&& faded.tensor().shape().rank() == 0)
				let("_", "torch.copy_(self." + faded.identifier() + ", torch.select(numbers, 0, " + OPEN + "))");
			else
				throw new IllegalArgumentException(
						constant + " is no constant of one number that the outputs depend on");
		let("o", "(self).forward(x, )");
		let("loss", "torch.neg(torch.mean(torch.sum(torch.mul(target, torch.log_softmax(o, 1)), [1])))");
		if (recipe.loss().distillation() > 0)
			distillation();
		List<Attribute> parameters = script.of(Kind.PARAMETER);
		let("gs", "torch.autograd.grad([loss], ["
				+ parameters.stream().map(p -> "self." + p.identifier()).collect(Collectors.joining(", ")) + "])");
		for (int i = 0; i < parameters.size(); i++)
			let("g" + i, "unchecked_cast(Tensor, gs[" + i + "])");
		let("norm", "torch.sqrt(torch.sum(torch.stack([" + java.util.stream.IntStream.range(0, parameters.size())
				.mapToObj(i -> "torch.sum(torch.mul(g" + i + ", g" + i + "))").collect(Collectors.joining(", "))
				+ "], 0)))");
		let("rate", "torch.select(numbers, 0, " + RATE + ")");
		let("clip", "torch.clamp(torch.div(torch.select(numbers, 0, " + CLIP
				+ "), torch.add(norm, 9.9999999999999995e-07)), None, 1.0)");
		for (int i = 0; i < parameters.size(); i++)
			update(parameters.get(i), i);
		script.attributes().stream()
				.filter(a -> a.kind() == Kind.STATISTIC && reach.held().contains(a.tensor().name()))
				.forEach(a -> remember(LAST, a, 0));
		if (recipe.care().average() > 0)
			script.attributes().stream().filter(a -> a.kind() == Kind.STATISTIC).forEach(this::average);
		let("hits",
				"torch.sum(torch.to(torch.eq(torch.argmax(o, 1, False), torch.argmax(target, 1, False)), dtype=6))");
		line("    return torch.stack([torch.detach(loss), hits, norm], 0)");
	}

	/** (1 - a) x cross-entropy + a x T^2 x KL(teacher || student), both at temperature T. */
	private void distillation() {
		Recipe.Loss loss = recipe.loss();
		let("ts", "torch.log_softmax(torch.div(teacher, " + loss.temperature() + "), 1)");
		let("kl", "torch.mean(torch.sum(torch.mul(torch.exp(ts), torch.sub(ts, torch.log_softmax(torch.div(o, "
				+ loss.temperature() + "), 1))), [1]))");
		let("loss", "torch.add(torch.mul(loss, " + (1 - loss.distillation()) + "), torch.mul(kl, "
				+ loss.distillation() * loss.temperature() * loss.temperature() + "))");
	}

	private void update(Attribute parameter, int i) {
		Recipe.Optimiser optimiser = recipe.optimiser();
		boolean decays = optimiser.weightDecay() > 0 && parameter.tensor().shape().rank() > 1;
		String memory = "self." + remember(MEMORY, parameter, 0);
		let("p", "torch.detach(self." + parameter.identifier() + ")");
		let("g", "torch.mul(g" + i + ", clip)");
		if (reach.sparsity() > 0 && reach.scales().contains(parameter.tensor().name()))
			let("g", "torch.add(g, torch.mul(torch.sign(p), " + reach.sparsity() + "))");
		switch (optimiser.method()) {
			case SGD -> {
				if (decays)
					let("g", "torch.add(g, torch.mul(p, " + optimiser.weightDecay() + "))");
				let("m", "torch.add_(torch.mul_(" + memory + ", " + optimiser.momentum() + "), g)");
				if (optimiser.nesterov())
					let("m", "torch.add(g, torch.mul(m, " + optimiser.momentum() + "))");
				let("_", "torch.sub_(p, torch.mul(m, rate))");
			}
			case ADAMW -> {
				String squares = "self." + remember(SQUARES, parameter, 0);
				if (decays)
					let("_", "torch.sub_(p, torch.mul(torch.mul(p, " + optimiser.weightDecay() + "), rate))");
				let("m", "torch.add_(torch.mul_(" + memory + ", " + optimiser.momentum() + "), torch.mul(g, "
						+ (1 - optimiser.momentum()) + "))");
				let("s", "torch.add_(torch.mul_(" + squares + ", " + optimiser.secondBeta()
						+ "), torch.mul(torch.mul(g, g), " + (1 - optimiser.secondBeta()) + "))");
				let("_", "torch.sub_(p, torch.mul(torch.div(torch.div(m, torch.select(numbers, 0, " + FIRST_CORRECTION
						+ ")), torch.add(torch.sqrt(torch.div(s, torch.select(numbers, 0, " + SECOND_CORRECTION
						+ "))), 1.0e-08)), rate))");
			}
		}
		if (reach.held().contains(parameter.tensor().name()))
			mask(parameter);
		if (recipe.care().average() > 0)
			average(parameter);
	}

	private void mask(Attribute parameter) {
		String mask = remember(MASK, parameter, 1);
		remember(LAST, parameter, 0);
		let("_", "torch.mul_(p, self." + mask + ")");
	}

	private void average(Attribute attribute) {
		Attribute average = new Attribute(averageOf(attribute.identifier()),
				attribute.tensor().withName(averageOf(attribute.tensor().name())), Kind.MEMORY);
		more.add(average);
		let("_", "torch.lerp_(self." + average.identifier() + ", torch.detach(self." + attribute.identifier() + "), "
				+ (1 - recipe.care().average()) + ")");
	}

	/** An attribute like a parameter, with the same number everywhere at first. */
	private String remember(String prefix, Attribute parameter, float filled) {
		Tensor like = new Tensor(prefix + parameter.tensor().name(), ElementType.FLOAT, parameter.tensor().shape(),
				new Tensor.Fill(MemorySegment.ofArray(ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN)
						.putFloat(filled).array())),
				null);
		more.add(new Attribute(prefix + parameter.identifier(), like, Kind.MEMORY));
		return prefix + parameter.identifier();
	}

	private void let(String name, String expression) {
		line("    " + name + " = " + expression);
	}

	private void line(String text) {
		source.append(text).append('\n');
	}
}
