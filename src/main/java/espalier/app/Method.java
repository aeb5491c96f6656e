package espalier.app;

import espalier.allocate.Allocator;
import espalier.importance.Aggregation;
import espalier.importance.Criterion;

/**
 * How channels are scored and how cuts are shared out.
 *
 * @param minimumWidth
 *            units that the allocator leaves in every group
 * @param roundTo
 *            widths that the allocator keeps are multiples of this where the group allows
 */
public record Method(Criterion criterion, Aggregation aggregation, Allocator allocator, int minimumWidth, int roundTo) {
	Method with(Criterion other) {
		return new Method(other, aggregation, allocator, minimumWidth, roundTo);
	}

	Method with(Aggregation other) {
		return new Method(criterion, other, allocator, minimumWidth, roundTo);
	}

	Method with(Allocator other) {
		return new Method(criterion, aggregation, other, minimumWidth, roundTo);
	}

	Method keepingAtLeast(int units) {
		return new Method(criterion, aggregation, allocator, units, roundTo);
	}

	Method roundingTo(int multiple) {
		return new Method(criterion, aggregation, allocator, minimumWidth, multiple);
	}

	/** The same criterion and allocator with the other's finer settings. */
	Method withOptionsOf(Method other) {
		return new Method(criterion, other.aggregation, allocator, other.minimumWidth, other.roundTo);
	}

	boolean scoresLike(Method other) {
		return criterion.id().equals(other.criterion.id()) && aggregation.equals(other.aggregation);
	}
}
