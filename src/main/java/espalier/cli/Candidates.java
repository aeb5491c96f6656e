package espalier.cli;

import java.util.Iterator;

import espalier.allocate.Allocator;
import espalier.allocate.Allocators;
import espalier.importance.Criteria;
import espalier.importance.Criterion;

/** Words that an option takes, for help and for completion in the shell. */
final class Candidates {
	private Candidates() {}

	static final class OfCriteria implements Iterable<String> {
		@Override
		public Iterator<String> iterator() {
			return Criteria.all().stream().map(Criterion::id).iterator();
		}
	}

	static final class OfAllocators implements Iterable<String> {
		@Override
		public Iterator<String> iterator() {
			return Allocators.all().stream().map(Allocator::id).iterator();
		}
	}
}
