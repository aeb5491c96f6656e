package espalier.evaluate.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;

/** All points of a sweep, in the order in which they tell most: the middle of every group, then the ends, then the rest. */
final class Agenda {
	/**
	 * One cut to be measured.
	 *
	 * @param ratios
	 *            that it stands for; several where a group has few units
	 * @param round
	 *            0 for the most telling
	 * @param key
	 *            see {@link Journal#key}
	 */
	record Item(ChannelGroup group, List<Double> ratios, Cuts cuts, int removed, int round, String key) {}

	private Agenda() {}

	/** Round after round, each in network order. Cost: one plan written down for each cut. */
	static List<Item> of(SweepJob job) {
		List<Item> items = new ArrayList<>();
		List<Integer> rounds = rounds(job.ratios());
		for (ChannelGroup group : job.coupling().groups()) {
			if (!job.orders().containsKey(group))
				continue;
			Map<Integer, List<Double>> byCount = new LinkedHashMap<>();
			for (double ratio : job.ratios())
				byCount.computeIfAbsent(SweepJob.removed(ratio, group.units()), _ -> new ArrayList<>()).add(ratio);
			byCount.forEach((count, ratios) -> {
				int round = ratios.stream().mapToInt(r -> rounds.get(job.ratios().indexOf(r))).min().orElseThrow();
				Cuts cuts = job.cuts(group, count);
				items.add(new Item(group, ratios, cuts, cuts.count(group), round, Journal.key(job, cuts)));
			});
		}
		items.sort(java.util.Comparator.comparingInt(Item::round));
		return items;
	}

	/** The round of each ratio. */
	private static List<Integer> rounds(List<Double> ratios) {
		int middle = 0;
		for (int i = 1; i < ratios.size(); i++)
			if (Math.abs(ratios.get(i) - 0.5) < Math.abs(ratios.get(middle) - 0.5))
				middle = i;
		List<Integer> rounds = new ArrayList<>();
		for (int i = 0; i < ratios.size(); i++)
			rounds.add(i == middle ? 0 : i == 0 || i == ratios.size() - 1 ? 1 : 2);
		return rounds;
	}
}
