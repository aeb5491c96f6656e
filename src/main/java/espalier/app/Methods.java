package espalier.app;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import espalier.allocate.Allocator;
import espalier.coupling.Adapter;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;
import espalier.importance.Aggregation;
import espalier.importance.Criteria;
import espalier.region.Bypass;
import espalier.session.Origin;
import espalier.session.Version;
import espalier.session.Workpiece;

/** Which methods are offered, and how plans made by them are named. */
final class Methods {
	private Methods() {}

	static List<Allocator> allocators() {
		return espalier.allocate.Allocators.all();
	}

	/** A good start with no setting touched: L2 scores, one threshold for the whole network. */
	static Method usual() {
		Allocator first = allocators().stream().filter(a -> a.id().equals("global")).findFirst()
				.orElse(allocators().getFirst());
		return new Method(Criteria.byId("l2"), Aggregation.DEFAULT, first, 1, 1);
	}

	/** As people count: the file itself is version 1. */
	static int number(Version version) {
		return version.id() + 1;
	}

	/** What made a version, as a menu's undo names it. */
	static String act(Version version) {
		return switch (version.origin()) {
			case Origin.Read _ -> "reading of " + version.title();
			case Origin.Chosen _ -> version.title();
			case Origin.Cut _ -> "commit of " + version.title();
			case Origin.Trained _ -> "training: " + version.title();
			case Origin.ByMethod _ -> version.title();
			case Origin.Recalibrated _ -> "recalibration of batch norms";
		};
	}

	/** As a heading says it. */
	static String title(Adapter.Kind kind) {
		return kind == Adapter.Kind.PROJECTION ? "Projections" : "Samplers";
	}

	/** As in {@code global L2 to 50% MACs, 2 groups by hand}. */
	static String title(Draft draft) {
		Cuts cuts = draft.cuts();
		List<ChannelGroup> byHand = cuts.groups().stream().filter(draft.manual()::contains).toList();
		Method method = draft.method();
		String allocated = method.allocator().title() + " " + method.criterion().title() + " to "
				+ draft.target().label();
		if (draft.allocated())
			return byHand.isEmpty() ? allocated : allocated + ", " + Figures.count(byHand.size(), "group") + " by hand";
		if (cuts.groups().size() == 1) {
			ChannelGroup only = cuts.groups().iterator().next();
			return only.name() + " " + only.units() + "→" + cuts.kept(only);
		}
		return Figures.count(cuts.groups().size(), "group") + " by hand";
	}

	/** As in {@code layer1.1 removed} or {@code 3 regions removed, 12 groups cut}. */
	static String title(Draft draft, List<Bypass> removed) {
		if (removed.isEmpty())
			return title(draft);
		String gone = (removed.size() == 1 ? removed.getFirst().region() : Figures.count(removed.size(), "region"))
				+ " removed";
		return draft.cuts().isEmpty() ? gone
				: gone + ", "
						+ (draft.allocated() ? title(draft)
								: Figures.count(draft.cuts().groups().size(), "group") + " cut");
	}

	/** The locks of an earlier plan, found again by the groups' names. */
	static Draft relocked(Draft fresh, Draft earlier, Workpiece piece) {
		Set<ChannelGroup> locked = new LinkedHashSet<>();
		for (ChannelGroup group : earlier.locked()) {
			ChannelGroup same = piece.coupling().group(group.name());
			if (same != null)
				locked.add(same);
		}
		return fresh.locking(locked, true);
	}
}
