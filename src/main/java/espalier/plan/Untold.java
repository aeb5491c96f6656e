package espalier.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.coupling.Passing;
import espalier.region.Bypass;

/**
 * Adapters of which a plan says nothing, because they were put in after it was made. What it cuts goes on through projections: on
 * both sides the same goes, even where nothing but the adapter tells of it, as with channels that are padded with zeros. The two
 * sides of an adapter in a region's place are told by what is around it.
 */
final class Untold {
	private final Coupling coupling;
	private final List<Passing> adapters = new ArrayList<>();
	private final Set<String> names = new HashSet<>();

	private Untold(Coupling coupling) {
		this.coupling = coupling;
	}

	/** @param places of which the plan says something */
	static Untold of(Coupling coupling, Set<Anchor.Place> places) {
		Set<String> told = new HashSet<>();
		places.forEach(p -> told.add(p.node()));
		Untold untold = new Untold(coupling);
		for (Passing adapter : coupling.adapters())
			if (!told.contains(adapter.node().name()) && !adapter.node().is("Gather")
					&& untold.names.add(adapter.node().name()))
				untold.adapters.add(adapter);
		for (Bypass bypass : coupling.choices().bypasses())
			for (String name : bypass.names())
				if (!told.contains(name))
					untold.names.add(name);
		return untold;
	}

	boolean at(String node) {
		return names.contains(node);
	}

	/** The cuts with those that follow from them at the projections. */
	Cuts through(Cuts cuts) {
		Cuts before;
		Cuts now = cuts;
		do {
			before = now;
			for (Passing adapter : adapters)
				now = through(adapter, now);
		} while (!now.equals(before));
		return now;
	}

	private Cuts through(Passing adapter, Cuts cuts) {
		String in = adapter.node().inputs().getFirst();
		String out = adapter.node().outputs().getFirst();
		BitSet before = gone(in, adapter.axis(), cuts);
		BitSet behind = new BitSet();
		for (int i = 0; i < adapter.picks().length; i++)
			behind.set(i, adapter.picks()[i] >= 0 && before.get(adapter.picks()[i]));
		Cuts after = with(out, adapter.axis(), behind, cuts);
		behind = gone(out, adapter.axis(), after);
		for (int i = 0; i < adapter.picks().length; i++)
			if (adapter.picks()[i] >= 0 && behind.get(i))
				before.set(adapter.picks()[i]);
		return with(in, adapter.axis(), before, after);
	}

	private BitSet gone(String value, int axis, Cuts cuts) {
		BitSet gone = new BitSet();
		int @Nullable [] kept = coupling.kept(value, axis, cuts);
		if (kept == null)
			return gone;
		gone.set(0, Math.toIntExact(Objects.requireNonNull(coupling.trace().shape(value)).dim(axis)));
		for (int i : kept)
			gone.clear(i);
		return gone;
	}

	/** The cuts and indices of a value, as far as they are units of groups that are at such adapters only. */
	private Cuts with(String value, int axis, BitSet indices, Cuts cuts) {
		Cuts more = cuts;
		for (ChannelGroup group : coupling.groupsOn(value, axis))
			if (!group.pinned() && group.members().stream().allMatch(m -> at(m.use().node().name())))
				for (ChannelGroup.ValueAxis on : group.values())
					if (on.value().equals(value) && on.axis() == axis) {
						BitSet units = more.removed(group);
						indices.stream().map(i -> on.unitOfIndex()[i]).filter(u -> u >= 0).forEach(units::set);
						more = more.with(group, units);
					}
		return more;
	}
}
