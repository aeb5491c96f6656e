package espalier.coupling;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.ValueInfo;
import espalier.region.Bypass;
import espalier.region.End;

/**
 * What a person decides about a network before any of its channels is cut.
 *
 * @param openOutputs
 *            graph outputs whose channels may go, because they are features for another network and not answers
 * @param adapters
 *            in the order in which they are put in; of each kind there is one in front of a place, the first
 * @param bypasses
 *            regions that go; between the same entry and exit there is one, the first
 */
public record Choices(Set<String> openOutputs, List<Adapter> adapters, List<Bypass> bypasses) {
	public static final Choices NONE = new Choices(Set.of(), List.of(), List.of());

	public Choices {
		openOutputs = java.util.Collections.unmodifiableSet(new TreeSet<>(openOutputs));
		Map<Adapter.Kind, Set<Adapter.Place>> taken = new EnumMap<>(Adapter.Kind.class);
		List<Adapter> once = new ArrayList<>();
		for (Adapter adapter : adapters) {
			Set<Adapter.Place> known = taken.computeIfAbsent(adapter.kind(), k -> new HashSet<>());
			List<Adapter.Place> left = adapter.places().stream().filter(known::add).toList();
			if (!left.isEmpty())
				once.add(new Adapter(adapter.kind(), adapter.axis(), left));
		}
		adapters = List.copyOf(once);
		Map<List<End>, Bypass> different = new LinkedHashMap<>();
		bypasses.forEach(b -> different.putIfAbsent(List.of(b.entry(), b.exit()), b));
		bypasses = List.copyOf(different.values());
	}

	public static Choices opening(Set<String> outputs) {
		return new Choices(outputs, List.of(), List.of());
	}

	public static Choices adapting(List<Adapter> adapters) {
		return new Choices(Set.of(), adapters, List.of());
	}

	public static Choices bypassing(List<Bypass> bypasses) {
		return new Choices(Set.of(), List.of(), bypasses);
	}

	/**
	 * These choices, fit for a graph that has the adapters in it.
	 *
	 * @throws RefusedException
	 *             when it has no such output
	 */
	Choices checked(Graph graph) {
		Set<String> outputs = graph.outputs().stream().map(ValueInfo::name)
				.collect(Collectors.toCollection(TreeSet::new));
		for (String open : openOutputs)
			if (!outputs.contains(open))
				throw new RefusedException("The model has no output `" + open + "` to open; its outputs are "
						+ String.join(", ", outputs) + ".");
		return this;
	}

	/** Those that a graph still has: an adapter that a cut left whole is taken out again, and a region that went is gone. */
	public Choices left(Graph graph) {
		return new Choices(openOutputs, adapters.stream().filter(a -> graph.node(a.name()) != null).toList(),
				bypasses.stream().filter(b -> graph.node(b.exit().node()) != null).toList());
	}

	/** Both. */
	public Choices and(Choices others) {
		Set<String> outputs = new TreeSet<>(openOutputs);
		outputs.addAll(others.openOutputs);
		List<Adapter> all = new java.util.ArrayList<>(adapters);
		all.addAll(others.adapters);
		List<Bypass> gone = new ArrayList<>(bypasses);
		gone.addAll(others.bypasses);
		return new Choices(outputs, all, gone);
	}

	/** Names of nodes that sample. */
	Set<String> samplers() {
		return adapters.stream().filter(a -> a.kind() == Adapter.Kind.SAMPLER).map(Adapter::name)
				.collect(Collectors.toSet());
	}
}
