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
record Exploring(Pruning pruning, Step.Explore step) implements Shaping {
	static Exploring of(Aim aim, Step.Explore step, long seed, Consumer<Shaped> watcher) {
		return new Exploring(new Pruning(aim, Periods.of(step.epochs(), step.every(), step.until()), step.regrow(),
				seed, watcher), step);
	}

	@Override
	public Reach reach(Graph graph) {
		return pruning.reach(graph);
	}

	@Override
	public void after(int epoch, Trainee trainee) {
		pruning.after(epoch, trainee, (present, _) -> going(present));
	}

	private Map<ChannelGroup, BitSet> going(Workpiece present) {
		Map<ChannelGroup, BitSet> going = new LinkedHashMap<>();
		new Scales(pruning.aim()).removed(present, false).forEach((group, count) -> {
			double stays = (double) (group.units() - count) / group.units();
			if (new Leverage(stays).score(group, Aim.FILTERS) instanceof Criterion.Ranking(double[] scores))
				going.put(group, Manual.lowest(scores, count));
		});
		return going;
	}

	@Override
	public boolean counts(int epoch) {
		return pruning.periods().over(epoch);
	}

	@Override
	public String identity() {
		return "explore " + step + " " + pruning.identity();
	}
}
