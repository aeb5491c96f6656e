package espalier.app;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.method.Shaped;
import espalier.method.Stage;
import espalier.session.Workpiece;

/** Which channels of a network are left while a method runs on it: those that were cut and those that are zero are off. */
final class MethodWidths {
	/**
	 * How wide groups are at a time.
	 *
	 * @param at
	 *            epochs that are over
	 * @param widths
	 *            in network order, those behind it that a method made; the same groups at all times
	 * @param macs
	 *            of a sample, without what is off
	 */
	record Moment(double at, Map<String, Integer> widths, long macs) {}

	/** By group, the units of the network before the run that are off. */
	record Off(Map<String, BitSet> units) {
		static final Off NONE = new Off(Map.of());

		/** The same as cuts of a network that has these groups. */
		Cuts cuts(Coupling coupling) {
			Map<ChannelGroup, BitSet> gone = new LinkedHashMap<>();
			units.forEach((name, off) -> {
				ChannelGroup group = coupling.group(name);
				if (group != null && off.length() <= group.units() && off.cardinality() < group.units())
					gone.put(group, off);
			});
			return Cuts.of(gone);
		}
	}

	private final List<Moment> moments = new ArrayList<>();
	/** By group, for each unit that was not cut its place before the run. */
	private final Map<String, int[]> left = new LinkedHashMap<>();
	private final Map<String, Integer> units = new LinkedHashMap<>();
	private Off off = Off.NONE;
	private boolean cut;

	MethodWidths(Workpiece before) {
		for (ChannelGroup group : groups(before)) {
			units.put(group.name(), group.units());
			left.put(group.name(), IntStream.range(0, group.units()).toArray());
		}
		moments.add(new Moment(0, Collections.unmodifiableMap(new LinkedHashMap<>(units)),
				before.cost().original().macs()));
	}

	private static List<ChannelGroup> groups(Workpiece piece) {
		return piece.coupling().prunable().stream().filter(g -> !g.alternative()).toList();
	}

	List<Moment> moments() {
		return List.copyOf(moments);
	}

	Off off() {
		return off;
	}

	/** Some channels are zero behind an epoch. */
	void shaped(double at, Shaped now) {
		learn(now.units());
		take(at, now.off(), now.macs());
	}

	/** Groups that a method made before it cut anything, as samplers do, were whole at first. */
	private void learn(Map<String, Integer> others) {
		others.forEach((group, width) -> {
			if (cut || left.containsKey(group))
				return;
			units.put(group, width);
			left.put(group, IntStream.range(0, width).toArray());
			moments.replaceAll(m -> {
				Map<String, Integer> widths = new LinkedHashMap<>(m.widths());
				widths.put(group, width);
				return new Moment(m.at(), Collections.unmodifiableMap(widths), m.macs());
			});
		});
	}

	/** An epoch in which nothing was zeroed or given back. */
	void same(double at) {
		if (!moments.isEmpty() && moments.getLast().at() < at)
			moments.add(new Moment(at, moments.getLast().widths(), moments.getLast().macs()));
	}

	/** Epochs of an earlier run told no widths: what is drawn begins behind them. */
	void forget() {
		moments.clear();
		off = Off.NONE;
	}

	/** An act is done: after a cut units are fewer. */
	void done(double at, Stage stage) {
		switch (stage.change()) {
			case Stage.Change.Cut(Workpiece planned, Cuts cuts) -> leave(planned, cuts);
			case Stage.Change.Fitted(Workpiece planned, Cuts cuts) -> leave(planned, cuts);
			case Stage.Change.Weights() -> {
				return;
			}
		}
		take(at, Map.of(), stage.piece().cost().original().macs());
	}

	private void leave(Workpiece planned, Cuts cuts) {
		if (planned.coupling().choices().bypasses().isEmpty())
			learn(groups(planned).stream().collect(Collectors.toMap(ChannelGroup::name, ChannelGroup::units,
					(a, b) -> a, LinkedHashMap::new)));
		cut = true;
		for (Map.Entry<String, int[]> entry : left.entrySet()) {
			ChannelGroup group = planned.coupling().group(entry.getKey());
			int[] places = entry.getValue();
			if (group == null || group.units() != places.length)
				entry.setValue(new int[0]);
			else
				entry.setValue(IntStream.range(0, places.length)
						.filter(i -> !cuts.isRemoved(group, i)).map(i -> places[i]).toArray());
		}
	}

	/** @param zero by group, among the units that are left */
	private void take(double at, Map<String, BitSet> zero, long macs) {
		Map<String, BitSet> all = new LinkedHashMap<>();
		Map<String, Integer> widths = new LinkedHashMap<>();
		left.forEach((group, places) -> {
			BitSet gone = new BitSet();
			gone.set(0, java.util.Objects.requireNonNull(units.get(group)));
			BitSet now = zero.getOrDefault(group, new BitSet());
			for (int i = 0; i < places.length; i++)
				if (!now.get(i))
					gone.clear(places[i]);
			widths.put(group, java.util.Objects.requireNonNull(units.get(group)) - gone.cardinality());
			all.put(group, gone);
		});
		off = new Off(Map.copyOf(all));
		moments.add(new Moment(at, Collections.unmodifiableMap(widths), macs));
	}
}
