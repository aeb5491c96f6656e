package espalier.app;

import espalier.allocate.Allocator;
import espalier.importance.Aggregation;
import espalier.importance.Criterion;

/** How channels are scored and how cuts are shared out. */
public record Method(Criterion criterion, Aggregation aggregation, Allocator allocator) {
	Method with(Criterion other) {
		return new Method(other, aggregation, allocator);
	}

	Method with(Allocator other) {
		return new Method(criterion, aggregation, other);
	}

	boolean scoresLike(Method other) {
		return criterion.id().equals(other.criterion.id()) && aggregation.equals(other.aggregation);
	}
}
