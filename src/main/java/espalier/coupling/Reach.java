package espalier.coupling;

import java.util.BitSet;
import java.util.List;

/**
 * Which classes of axes can be part of a group: those that runs and products tie, over however many steps, to an axis of a
 * weight. Only their indices are worth telling apart; an axis that was widened to millions of copies costs nothing.
 */
final class Reach {
	private Reach() {}

	/** The classes, by their representative axes. */
	static BitSet of(Ties ties, Classes classes, List<Factors.Factored> products) {
		Axes axes = ties.axes;
		Classes parts = new Classes(axes);
		for (int axis = 0; axis < axes.count(); axis++)
			parts.join(axis, classes.of(axis));
		for (Ties.Run run : ties.runs)
			parts.join(run.a(), run.b());
		for (Ties.Sample sample : ties.samples)
			parts.join(sample.from(), sample.to());
		for (Factors.Factored product : products)
			for (int factor : product.factors())
				parts.join(product.flat(), factor);
		BitSet weighty = new BitSet();
		for (Axes.Carrier carrier : axes.carriers())
			for (int k = 0; carrier.leaf != null && k < carrier.shape.rank(); k++)
				if (carrier.shape.dim(k) > 1)
					weighty.set(parts.of(carrier.base + k));
		BitSet reached = new BitSet();
		for (int axis = 0; axis < axes.count(); axis++)
			if (classes.of(axis) == axis && weighty.get(parts.of(axis)))
				reached.set(axis);
		return reached;
	}
}
