package espalier.app;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;

/**
 * The plan being edited, whole: an edit makes another one, so that undoing is keeping the old.
 *
 * @param manual
 *            groups set by hand, which the allocator leaves
 * @param locked
 *            groups that nothing changes
 * @param astray
 *            whether the plan was changed by hand since it was allocated, so that it no longer meets the target
 */
public record Draft(Cuts cuts, Set<ChannelGroup> manual, Set<ChannelGroup> locked, Method method, Target target,
		boolean astray) {
	public Draft {
		manual = Set.copyOf(manual);
		locked = Set.copyOf(locked);
	}

	static Draft empty(Method method) {
		return new Draft(Cuts.NONE, Set.of(), Set.of(), method, Target.EVERYTHING, false);
	}

	Draft with(Cuts other) {
		return new Draft(other, manual, locked, method, target, false);
	}

	Draft with(Method other) {
		return new Draft(cuts, manual, locked, other, target, astray);
	}

	Draft with(Target other) {
		return new Draft(cuts, manual, locked, method, other, false);
	}

	/** These cuts, made by hand in these groups. */
	Draft byHand(Cuts other, Collection<ChannelGroup> groups) {
		Set<ChannelGroup> more = new LinkedHashSet<>(manual);
		more.addAll(groups);
		return new Draft(other, more, locked, method, target, target.asks());
	}

	Draft released(Collection<ChannelGroup> groups) {
		Set<ChannelGroup> fewer = new LinkedHashSet<>(manual);
		fewer.removeAll(groups);
		return new Draft(cuts, fewer, locked, method, target, astray);
	}

	Draft locking(Collection<ChannelGroup> groups, boolean lock) {
		Set<ChannelGroup> changed = new LinkedHashSet<>(locked);
		if (lock)
			changed.addAll(groups);
		else
			changed.removeAll(groups);
		return new Draft(cuts, manual, changed, method, target, astray);
	}

	/** Whether the cuts are what the allocator made of the target. */
	boolean allocated() {
		return target.asks() && !astray;
	}

	/** Groups that the allocator leaves as they are. */
	Set<ChannelGroup> fixed() {
		Set<ChannelGroup> fixed = new LinkedHashSet<>(manual);
		fixed.addAll(locked);
		return fixed;
	}

	/** The cuts in {@link #fixed()} groups only. */
	Cuts fixedCuts() {
		Cuts only = Cuts.NONE;
		for (ChannelGroup group : cuts.groups())
			if (manual.contains(group) || locked.contains(group))
				only = only.with(group, cuts.removed(group));
		return only;
	}
}
