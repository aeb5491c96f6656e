package espalier.method;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Consumer;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;
import espalier.graph.Graph;
import espalier.session.Workpiece;
import espalier.train.Shaping;
import espalier.train.Trainee;

/**
 * Channels held at zero between prunings, some of which return: what CHEX and REPrune share.
 *
 * @param regrow
 *            share of a layer's channels that return at first; ever fewer, and none at the end
 */
record Pruning(Aim aim, Periods periods, double regrow, long seed, Consumer<Shaped> watcher) {
	/** Everything that makes a channel which may go has a mask. */
	Shaping.Reach reach(Graph graph) {
		Set<String> held = new LinkedHashSet<>();
		aim.groups(aim.piece(graph).coupling()).forEach(group -> held.addAll(Trainee.holdable(graph, group)));
		return new Shaping.Reach(0, Set.of(), held);
	}

	/** What is drawn and how far it goes, as text. */
	String identity() {
		return seed + " " + aim.residual() + " " + aim.budget();
	}

	/**
	 * After an epoch.
	 *
	 * @param choose
	 *            of the network as it is, and as it is with what held channels were last: the units that go, by group of either; of
	 *            groups that it leaves out nothing goes
	 */
	void after(int epoch, Trainee trainee, BiFunction<Workpiece, Workpiece, Map<ChannelGroup, BitSet>> choose) {
		Workpiece present = aim.piece(trainee.graph());
		if (periods.prunes(epoch)) {
			Workpiece whole = aim.piece(trainee.whole());
			choose.apply(present, whole).forEach((group, going) -> prune(trainee,
					whole.coupling().groups().get(group.id()), going, epoch));
		}
		Map<ChannelGroup, BitSet> off = new LinkedHashMap<>();
		aim.groups(present.coupling()).forEach(group -> off.put(group, trainee.held(group)));
		watcher.accept(Shaped.of(epoch, aim, present, Cuts.of(off)));
	}

	private void prune(Trainee trainee, ChannelGroup group, BitSet going, int epoch) {
		BitSet gone = (BitSet) going.clone();
		int returning = (int) (Regrowth.share(regrow, epoch, periods.end()) * group.units());
		if (returning > 0)
			gone.andNot(Regrowth.drawn(gone, Regrowth.residuals(Rows.of(group), others(going, group)), returning,
					new SplittableRandom(seed * 1_000_003 + epoch * 8191L + group.id())));
		trainee.giveBack(group, others(gone, group));
		trainee.hold(group, gone);
	}

	/** The other units of a group. */
	static BitSet others(BitSet units, ChannelGroup group) {
		BitSet others = (BitSet) units.clone();
		others.flip(0, group.units());
		return others;
	}
}
