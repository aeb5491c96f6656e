package espalier.method;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import espalier.allocate.Manual;
import espalier.coupling.ChannelGroup;
import espalier.graph.Graph;
import espalier.importance.Criterion;
import espalier.importance.Leverage;
import espalier.session.Workpiece;
import espalier.train.Shaping;
import espalier.train.Trainee;

/**
 * Channels go and come back while it trains. Every few epochs batch-norm scales say how wide each layer is, in each layer the
 * channels of the largest leverage stay, and some of the others return with the weights they had last. Hou et al. 2022, "CHEX:
 * CHannel EXploration for CNN Model Compression", algorithm 1.
 */
record Exploring(Aim aim, Step.Explore step, long seed, Consumer<Shaped> watcher) implements Shaping {
	@Override
	public Reach reach(Graph graph) {
		return Pruning.reach(aim, graph);
	}

	@Override
	public void after(int epoch, Trainee trainee) {
		Pruning pruning = new Pruning(aim, periods(), step.regrow(), seed, watcher);
		pruning.after(epoch, trainee, this::kept);
	}

	private Map<ChannelGroup, BitSet> kept(Workpiece present, Workpiece whole) {
		Map<ChannelGroup, BitSet> kept = new LinkedHashMap<>();
		new Scales(aim).removed(present, false).forEach((group, count) -> {
			int width = group.units() - count;
			if (new Leverage((double) width / group.units()).score(group,
					Aim.FILTERS) instanceof Criterion.Ranking(double[] scores)) {
				BitSet stays = new BitSet();
				stays.set(0, group.units());
				stays.andNot(Manual.lowest(scores, count));
				kept.put(group, stays);
			}
		});
		return kept;
	}

	private Periods periods() {
		return Periods.of(step.epochs(), step.every(), step.until());
	}

	@Override
	public boolean counts(int epoch) {
		return epoch >= periods().end();
	}

	@Override
	public String identity() {
		return "explore " + step + " " + seed + " " + aim.residual() + " " + aim.budget();
	}
}
