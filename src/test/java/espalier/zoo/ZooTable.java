package espalier.zoo;

import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import espalier.cost.CostModel;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.coupling.Member;
import espalier.graph.Graph;
import espalier.graph.Tensor;
import espalier.graph.Trace;
import espalier.plan.Surgeon;
import espalier.runtime.Tracer;

/** Prints what is found in each architecture as a table in Markdown; arguments pick some of them by name. */
public final class ZooTable {
	private static final int RUNS = 15;

	private ZooTable() {}

	public static void main(String[] names) {
		System.out
				.println("| network | nodes | groups | prunable parameters | pinned because it | coupling | surgery |");
		System.out.println("|---|--:|--:|--:|---|--:|--:|");
		Map<String, Supplier<Graph>> all = new LinkedHashMap<>(Zoo.all());
		Zoo.variants().forEach(all::putIfAbsent);
		all.forEach((name, net) -> {
			if (names.length == 0 || List.of(names).contains(name))
				System.out.println(line(name, net.get()));
		});
	}

	private static String line(String name, Graph graph) {
		Trace trace = Tracer.trace(graph);
		Coupling coupling = Coupling.of(graph, trace);
		Cuts half = half(coupling);
		double coupled = best(() -> Coupling.of(graph, trace));
		double cut = best(() -> Surgeon.apply(coupling, half));
		return String.format(Locale.ROOT, "| %s | %d | %d of %d | %.1f%% | %s | %.1f ms | %.1f ms |", name,
				graph.nodes().size(), coupling.prunable().size(), coupling.groups().size(),
				100.0 * prunable(coupling) / CostModel.of(coupling).original().parameters(), pins(coupling), coupled,
				cut);
	}

	private static Cuts half(Coupling coupling) {
		Map<ChannelGroup, BitSet> cuts = new LinkedHashMap<>();
		for (ChannelGroup group : coupling.prunable())
			if (group.units() > 1) {
				BitSet units = new BitSet();
				units.set(0, group.units() / 2);
				cuts.put(group, units);
			}
		return Cuts.of(cuts);
	}

	/** Milliseconds of the fastest run, the earlier ones warming up. */
	private static double best(Runnable work) {
		long best = Long.MAX_VALUE;
		for (int run = 0; run < RUNS; run++) {
			long start = System.nanoTime();
			work.run();
			best = Math.min(best, System.nanoTime() - start);
		}
		return best / 1e6;
	}

	/** Parameters that some group which can be cut takes along, each counted once however many groups span it. */
	private static long prunable(Coupling coupling) {
		Map<Tensor, Map<Integer, BitSet>> taken = new HashMap<>();
		for (ChannelGroup group : coupling.prunable())
			for (Member member : group.members())
				for (int i = 0; i < member.width(); i++)
					if (member.unitOfIndex()[i] >= 0)
						taken.computeIfAbsent(member.tensor(), t -> new HashMap<>())
								.computeIfAbsent(member.axis(), k -> new BitSet()).set(i);
		long sum = 0;
		for (Map.Entry<Tensor, Map<Integer, BitSet>> weight : taken.entrySet()) {
			Tensor tensor = weight.getKey();
			long left = 1;
			for (int axis = 0; axis < tensor.shape().rank(); axis++)
				left *= tensor.shape().dim(axis)
						- weight.getValue().getOrDefault(axis, new BitSet()).cardinality();
			sum += tensor.elements() - left;
		}
		return sum;
	}

	/** Reasons without the names in them, and how many groups each holds. */
	private static String pins(Coupling coupling) {
		Map<String, Long> reasons = coupling.groups().stream().map(ChannelGroup::pin).filter(p -> p != null)
				.map(p -> p.sentence().replaceAll("`[^`]*`", "…"))
				.collect(Collectors.groupingBy(s -> s, LinkedHashMap::new, Collectors.counting()));
		return reasons.entrySet().stream().map(r -> r.getKey() + " (" + r.getValue() + ")")
				.collect(Collectors.joining("; "));
	}
}
