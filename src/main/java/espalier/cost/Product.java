package espalier.cost;

import java.util.Arrays;

import espalier.graph.BadInputException;
import espalier.graph.Node;
import espalier.graph.Shape;

/** A constant times sizes of axes: how every cost grows. */
final class Product {
	private final Widths widths;
	private final String owner;
	private long constant = 1;
	private long whole = 1;
	private int[] factors = new int[0];

	/**
	 * @param owner
	 *            what is counted, for the message when it does not fit in a long
	 */
	Product(Widths widths, String owner) {
		this.widths = widths;
		this.owner = owner;
	}

	Product times(long factor) {
		constant = multiply(constant, factor);
		whole = multiply(whole, factor);
		return this;
	}

	/** Times the size of one axis at a node's slot, whose shape is known. */
	Product axis(Node node, int slot, int axis) {
		Shape shape = known(widths.shape(node, slot));
		int k = axis < 0 ? axis + shape.rank() : axis;
		return factor(shape.dim(k), widths.at(node, slot, k, shape.dim(k)));
	}

	/** Times all sizes at a node's slot, whose shape is known. */
	Product all(Node node, int slot) {
		for (int k = 0; k < known(widths.shape(node, slot)).rank(); k++)
			axis(node, slot, k);
		return this;
	}

	/** Times all sizes of an activation. */
	Product all(String value, Shape shape) {
		for (int k = 0; k < shape.rank(); k++)
			factor(shape.dim(k), widths.of(value, k, shape.dim(k)));
		return this;
	}

	private Product factor(long size, int number) {
		if (number == Widths.FIXED)
			return times(size);
		whole = multiply(whole, size);
		factors = Arrays.copyOf(factors, factors.length + 1);
		factors[factors.length - 1] = number;
		return this;
	}

	Term term() {
		int[] sorted = factors.clone();
		Arrays.sort(sorted);
		return new Term(constant, sorted);
	}

	private long multiply(long a, long b) {
		try {
			return Math.multiplyExact(a, b);
		} catch (ArithmeticException e) {
			throw new BadInputException("The cost of `" + owner
					+ "` does not fit in 64 bits; check the sizes of its tensors and of the model's inputs.", e);
		}
	}

	private static Shape known(@org.jspecify.annotations.Nullable Shape shape) {
		return java.util.Objects.requireNonNull(shape, "shape was checked before");
	}
}
