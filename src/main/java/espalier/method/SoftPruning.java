package espalier.method;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import espalier.allocate.Manual;
import espalier.allocate.Uniform;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.importance.Criteria;
import espalier.importance.Criterion;
import espalier.importance.L2;
import espalier.importance.Scores;
import espalier.session.Workpiece;
import espalier.train.Shaping;
import espalier.train.Trainee;

/**
 * After each epoch the filters that matter least are set to zero, as many of each layer as the goal asks for, and trained on: those
 * that grow again may stay. He et al. 2018, "Soft Filter Pruning for Accelerating Deep Convolutional Neural Networks", algorithm 1;
 * with ever more filters, He et al. 2019, "Asymptotic Soft Filter Pruning", section III.C; by their distance to the others, He et
 * al. 2019, "Filter Pruning via Geometric Median", algorithm 1, where a share may go by norm.
 */
record SoftPruning(Aim aim, Step.Soft step, Consumer<Shaped> watcher) implements Shaping {
	/** @throws RefusedException when no group can be judged */
	@Override
	public Reach reach(Graph graph) {
		Workpiece piece = aim.piece(graph);
		Scores scores = Aim.filters(piece, Criteria.byId(step.criterion()));
		if (aim.groups(piece.coupling()).stream().allMatch(g -> scores.notApplicable(g) != null))
			throw new RefusedException("No group that may be cut can be judged by `" + step.criterion()
					+ "`; choose another criterion.");
		return Reach.NONE;
	}

	@Override
	public void after(int epoch, Trainee trainee) {
		Workpiece piece = aim.piece(trainee.graph());
		Cuts off = chosen(piece, gone(epoch));
		off.groups().forEach(group -> trainee.zero(group, off.removed(group)));
		watcher.accept(Shaped.of(epoch, aim, piece, off));
	}

	private Cuts chosen(Workpiece piece, double gone) {
		Criterion criterion = Criteria.byId(step.criterion());
		Scores scores = Aim.filters(piece, criterion);
		Cuts cuts = aim.allocate(piece, scores, new Uniform(), aim.after(gone, piece), null).cuts();
		if (step.normShare() == 0)
			return cuts;
		Scores norms = Aim.filters(piece, new L2());
		Map<ChannelGroup, BitSet> mixed = new LinkedHashMap<>();
		for (ChannelGroup group : cuts.groups())
			if (scores.of(group) instanceof double[] of && norms.of(group) instanceof double[] norm)
				mixed.put(group, mixed(of, norm, cuts.count(group), step.normShare()));
		return Cuts.of(mixed);
	}

	/** So many units: first the share with the lowest norms, then of the others those with the lowest scores. */
	static BitSet mixed(double[] scores, double[] norms, int count, double normShare) {
		BitSet off = Manual.lowest(norms, (int) Math.round(count * normShare));
		for (int unit : Manual.ascending(scores)) {
			if (off.cardinality() == count)
				break;
			off.set(unit);
		}
		return off;
	}

	private double gone(int epoch) {
		return step.asymptotic() ? asymptotic(epoch, step.epochs()) : 1;
	}

	/**
	 * What of the final rate is reached after an epoch: a·exp(-k·e) + b through nothing at 0, three quarters after an eighth of all
	 * epochs, and everything at the end.
	 */
	static double asymptotic(double epoch, double epochs) {
		// with x = exp(-k E / 8): 1 - x = 3/4 (1 - x^8), whose root below 1 a fixed-point iteration finds
		double x = 0.25;
		for (int i = 0; i < 100; i++)
			x = 0.25 + 0.75 * Math.pow(x, 8);
		return (1 - Math.pow(x, 8 * epoch / epochs)) / (1 - Math.pow(x, 8));
	}

	/** Before the final rate is reached the network is too wide. */
	@Override
	public boolean counts(int epoch) {
		return !step.asymptotic() || epoch == step.epochs();
	}

	@Override
	public String identity() {
		return "soft " + step + " " + aim.residual() + " " + aim.budget() + " " + aim.minimumWidth() + " "
				+ aim.roundTo();
	}
}
