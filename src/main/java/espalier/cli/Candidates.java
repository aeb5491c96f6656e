package espalier.cli;

import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.Stream;

import espalier.allocate.Allocator;
import espalier.allocate.Allocators;
import espalier.allocate.DepthAndWidth;
import espalier.depth.DepthMethod;
import espalier.depth.DepthMethods;
import espalier.importance.Aggregation;
import espalier.importance.Criteria;
import espalier.importance.Criterion;

/** Words that an option takes, for help and for completion in the shell. */
final class Candidates {
	private Candidates() {}

	static final class OfCriteria implements Iterable<String> {
		@Override
		public Iterator<String> iterator() {
			return Criteria.stream().map(Criterion::id).iterator();
		}
	}

	static final class OfAllocators implements Iterable<String> {
		@Override
		public Iterator<String> iterator() {
			return Stream.concat(Allocators.all().stream().map(Allocator::id), Stream.of(DepthAndWidth.ID)).iterator();
		}
	}

	static final class OfDepthMethods implements Iterable<String> {
		@Override
		public Iterator<String> iterator() {
			return DepthMethods.all().stream().map(DepthMethod::id).iterator();
		}
	}

	static final class OfMembers implements Iterable<String> {
		@Override
		public Iterator<String> iterator() {
			return Arrays.stream(Aggregation.MemberChoice.values()).map(Aggregation.MemberChoice::id).iterator();
		}
	}

	static final class OfNormalise implements Iterable<String> {
		@Override
		public Iterator<String> iterator() {
			return Arrays.stream(Aggregation.Normalise.values()).map(Aggregation.Normalise::id).iterator();
		}
	}

	static final class OfReduce implements Iterable<String> {
		@Override
		public Iterator<String> iterator() {
			return Arrays.stream(Aggregation.Reduce.values()).map(Aggregation.Reduce::id).iterator();
		}
	}
}
