package espalier.app;

import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

import espalier.allocate.Request;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;
import espalier.graph.BadInputException;
import espalier.importance.Scores;
import espalier.plan.Anchor;
import espalier.plan.Plan;
import espalier.session.Workpiece;

/** How a plan goes on where channels hang together otherwise. */
final class Carrying {
	private Carrying() {}

	/** Slow: it may allocate anew. */
	static Draft carried(Draft before, Workpiece from, Thinned into, Scores scores) {
		Workpiece to = into.piece();
		// curves were measured of the groups as they were
		boolean anew = before.allocated() && !before.method().allocator().needsSensitivity();
		Cuts byHand = again(anew ? before.fixedCuts() : before.cuts(), from, to);
		Set<ChannelGroup> decided = new LinkedHashSet<>(byHand.groups());
		for (ChannelGroup group : before.manual())
			if (before.cuts().count(group) == 0 && to.coupling().group(group.name()) instanceof ChannelGroup whole)
				decided.add(whole);
		Draft next = Methods.relocked(Draft.empty(before.method()), before, to).byHand(byHand, decided);
		if (!anew)
			return next;
		Draft aimed = next.with(before.target());
		if (before.method().criterion().needs().images())
			// allocated once the criterion is measured of the groups that there are now
			return aimed;
		return aimed.with(before.method().allocator().allocate(new Request(to.coupling(), to.cost(), scores,
				before.target().budget(), byHand, aimed.fixed(), before.method().minimumWidth(),
				before.method().roundTo()).outOf(into.base().cost().original())).cuts());
	}

	/** The same cuts on the groups that there are now, as far as each can be made there. */
	private static Cuts again(Cuts cuts, Workpiece from, Workpiece to) {
		Plan plan = Plan.of(from.coupling(), cuts, "", "");
		Set<String> gone = plan.removals().stream().flatMap(r -> r.anchors().stream()).map(Anchor::node)
				.filter(node -> to.graph().node(node) == null).collect(Collectors.toSet());
		try {
			return plan.without(gone).cuts(to.coupling());
		} catch (BadInputException e) {
			return oneByOne(cuts, from, to, gone);
		}
	}

	private static Cuts oneByOne(Cuts cuts, Workpiece from, Workpiece to, Set<String> gone) {
		Cuts made = Cuts.NONE;
		for (ChannelGroup group : cuts.groups()) {
			Cuts alone = Cuts.NONE.with(group, cuts.removed(group));
			try {
				Cuts found = Plan.of(from.coupling(), alone, "", "").without(gone).cuts(to.coupling());
				for (ChannelGroup other : found.groups()) {
					BitSet all = made.removed(other);
					all.or(found.removed(other));
					if (all.cardinality() < other.units())
						made = made.with(other, all);
				}
			} catch (BadInputException e) {
				System.getLogger(Carrying.class.getName()).log(System.Logger.Level.DEBUG, "not carried on: " + group,
						e);
			}
		}
		return made;
	}
}
