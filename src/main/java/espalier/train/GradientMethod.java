package espalier.train;

import java.util.List;
import java.util.Set;
import java.util.LinkedHashSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import espalier.runtime.torch.TorchScript;
import espalier.runtime.torch.TorchScript.Attribute;

/**
 * The gradient of the loss as a method of the module, summed up where it is: nothing as large as a weight leaves libtorch.
 */
final class GradientMethod {
	static final String NAME = "gradient_sums";

	private GradientMethod() {}

	/** One axis of a weight. */
	record Axis(Attribute weight, int axis) {
		int width() {
			return (int) weight.tensor().shape().dim(axis);
		}
	}

	/**
	 * The module with the method {@code (x, target) -> sums}: target [batch, classes] of probabilities; sums holds, for each
	 * axis in turn, the sum of gradient times weight of each index, then that of its squares.
	 */
	static TorchScript added(TorchScript script, List<Axis> axes) {
		Set<Attribute> weights = new LinkedHashSet<>();
		axes.forEach(a -> weights.add(a.weight));
		List<Attribute> order = List.copyOf(weights);
		StringBuilder source = new StringBuilder("  def " + NAME
				+ "(self: __torch__.Net, x: Tensor, target: Tensor) -> Tensor:\n");
		let(source, "o", "(self).forward(x, )");
		let(source, "loss", "torch.neg(torch.mean(torch.sum(torch.mul(target, torch.log_softmax(o, 1)), [1])))");
		let(source, "gs", "torch.autograd.grad([loss], ["
				+ order.stream().map(w -> "self." + w.identifier()).collect(Collectors.joining(", ")) + "])");
		for (int i = 0; i < order.size(); i++)
			let(source, "p" + i, "torch.mul(unchecked_cast(Tensor, gs[" + i + "]), torch.detach(self."
					+ order.get(i).identifier() + "))");
		let(source, "sums", axes.stream().map(a -> {
			String product = "p" + order.indexOf(a.weight);
			return summed(product, a) + ", " + summed("torch.mul(" + product + ", " + product + ")", a);
		}).collect(Collectors.joining(", ", "[", "]")));
		source.append("    return torch.cat(sums, 0)\n");
		return script.with(List.of(), source.toString());
	}

	/** Over all axes but one. */
	private static String summed(String product, Axis axis) {
		int rank = axis.weight.tensor().shape().rank();
		return rank == 1
				? product
				: IntStream.range(0, rank).filter(k -> k != axis.axis).mapToObj(Integer::toString)
						.collect(Collectors.joining(", ", "torch.sum(" + product + ", [", "])"));
	}

	private static void let(StringBuilder source, String name, String expression) {
		source.append("    ").append(name).append(" = ").append(expression).append('\n');
	}
}
