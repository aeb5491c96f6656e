package espalier.oracle;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;
import espalier.graph.Graph;

/**
 * A network for which the oracle does not hold.
 *
 * @param removed
 *            units by group; empty when it fails before there are groups
 */
record Failure(Graph graph, Map<String, List<Integer>> removed, Throwable what) {
	/** Failures of the same kind are taken to have the same cause. */
	String kind() {
		return what instanceof OracleFailure f ? f.promise() : what.getClass().getSimpleName();
	}

	static Failure of(Graph graph, Cuts cuts, Throwable what) {
		Map<String, List<Integer>> removed = new LinkedHashMap<>();
		for (ChannelGroup group : cuts.groups())
			removed.put(group.name(), cuts.removed(group).stream().boxed().toList());
		return new Failure(graph, removed, what);
	}

	/** The first failure among a few cuts of a network: the ones that failed before, each group alone, then random ones. */
	static @Nullable Failure find(Graph graph, long seed, @Nullable Failure before) {
		Oracle oracle;
		try {
			oracle = new Oracle(graph, seed);
			oracle.checkIdentity();
		} catch (RuntimeException | OracleFailure e) {
			return of(graph, Cuts.NONE, e);
		}
		if (before != null && check(oracle, graph, named(oracle, before.removed)) instanceof Failure same)
			return same;
		Random random = new Random(seed);
		for (ChannelGroup group : oracle.coupling().prunable())
			for (int count : new int[]{1, group.units() / 2})
				if (count > 0 && count < group.units() && check(oracle, graph,
						Cuts.NONE.with(group, Oracle.some(group, count, random))) instanceof Failure failure)
					return failure;
		for (int i = 0; i < 6; i++)
			if (check(oracle, graph, oracle.randomCuts(random)) instanceof Failure failure)
				return fewer(oracle, failure);
		return null;
	}

	private static @Nullable Failure check(Oracle oracle, Graph graph, Cuts cuts) {
		if (cuts.isEmpty())
			return null;
		try {
			oracle.check(cuts);
			return null;
		} catch (RuntimeException | OracleFailure e) {
			return of(graph, cuts, e);
		}
	}

	/** Drops groups and units from the cuts while the failure stays. */
	private static Failure fewer(Oracle oracle, Failure failure) {
		Failure least = failure;
		for (String group : failure.removed.keySet()) {
			Map<String, List<Integer>> without = new LinkedHashMap<>(least.removed);
			without.remove(group);
			least = better(oracle, least, without);
			if (least.removed.containsKey(group))
				for (int unit : least.removed.get(group)) {
					Map<String, List<Integer>> less = new LinkedHashMap<>(least.removed);
					less.put(group, less.get(group).stream().filter(u -> u != unit).toList());
					least = better(oracle, least, less);
				}
		}
		return least;
	}

	private static Failure better(Oracle oracle, Failure failure, Map<String, List<Integer>> removed) {
		Failure found = check(oracle, failure.graph, named(oracle, removed));
		return found != null && found.kind().equals(failure.kind()) ? found : failure;
	}

	private static Cuts named(Oracle oracle, Map<String, List<Integer>> removed) {
		Map<ChannelGroup, BitSet> units = new LinkedHashMap<>();
		removed.forEach((name, list) -> {
			ChannelGroup group = oracle.coupling().group(name);
			if (group == null || group.pinned())
				return;
			BitSet set = new BitSet();
			list.stream().filter(u -> u < group.units()).forEach(set::set);
			if (set.cardinality() < group.units())
				units.put(group, set);
		});
		return Cuts.of(units);
	}
}
