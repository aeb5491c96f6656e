package espalier.method;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

import espalier.coupling.ChannelGroup;
import espalier.graph.Graph;
import espalier.session.Workpiece;
import espalier.train.Shaping;
import espalier.train.Trainee;

/**
 * Every few epochs batch-norm scales say how sparse each layer is, and of each layer the filters stay whose kernels stand for those
 * of the others; some of the others return as in CHEX. A layer of which everything would go is left whole. Park et al. 2024,
 * "REPrune: Channel Pruning via Kernel Representative Selection", algorithm 1.
 */
record Covering(Pruning pruning, Step.Cover step) implements Shaping {
	static Covering of(Aim aim, Step.Cover step, long seed, Consumer<Shaped> watcher) {
		return new Covering(new Pruning(aim, Periods.of(step.epochs(), step.every(), step.until()), step.regrow(), seed,
				watcher), step);
	}

	@Override
	public Reach reach(Graph graph) {
		return pruning.reach(graph);
	}

	@Override
	public void after(int epoch, Trainee trainee) {
		pruning.after(epoch, trainee, (_, whole) -> going(whole, pruning.seed() * 31 + epoch));
	}

	private Map<ChannelGroup, BitSet> going(Workpiece whole, long draw) {
		Map<ChannelGroup, BitSet> going = new LinkedHashMap<>();
		SplittableRandom random = new SplittableRandom(draw);
		new Scales(pruning.aim()).removed(whole, true).forEach((group, count) -> {
			double[][][] kernels = Rows.makers(group).stream().map(m -> Rows.kernels(m, group.units()))
					.flatMap(Arrays::stream).toArray(double[][][]::new);
			if (kernels.length == 0)
				return;
			double[] norms = Arrays.stream(Rows.of(group)).mapToDouble(row -> Arrays.stream(row).map(w -> w * w).sum())
					.toArray();
			BitSet stays = new BitSet();
			Coverage.chosen(Coverage.clusters(kernels, count), group.units() - count, norms,
					step.byNorm() ? null : random).forEach(stays::set);
			going.put(group, Pruning.others(stays, group));
		});
		return going;
	}

	@Override
	public boolean counts(int epoch) {
		return pruning.periods().over(epoch);
	}

	@Override
	public String identity() {
		return "cover " + step + " " + pruning.identity();
	}
}
