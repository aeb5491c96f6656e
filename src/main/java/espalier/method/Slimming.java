package espalier.method;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;
import espalier.coupling.Member;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.Tensor;
import espalier.session.Workpiece;
import espalier.train.Shaping;
import espalier.train.Trainee;

/**
 * Sparsity training: λ·Σ|γ| is added to the loss, over the batch-norm scales of all channels that may be cut, by its subgradient
 * λ·sign γ. Liu et al. 2017, "Learning Efficient Convolutional Networks through Network Slimming", section 3, equation 1.
 */
record Slimming(Aim aim, Step.Slim step, Consumer<Shaped> watcher) implements Shaping {
	@Override
	public Reach reach(Graph graph) {
		Workpiece piece = aim.piece(graph);
		Set<String> scales = new LinkedHashSet<>();
		for (ChannelGroup group : aim.groups(piece.coupling()))
			for (Member member : group.members())
				if (member.use().node().is("BatchNormalization") && member.use().slot() == 1
						&& member.in(graph) instanceof Tensor scale)
					scales.add(scale.name());
		if (scales.isEmpty())
			throw new RefusedException("No channel that may be cut is followed by a batch normalisation, whose scale"
					+ " network slimming goes by; choose a method that goes by weights, such as l1 or fpgm.");
		return new Reach(step.lambda(), scales, Set.of());
	}

	@Override
	public void after(int epoch, Trainee trainee) {
		watcher.accept(Shaped.of(epoch, aim, aim.piece(trainee.graph()), Cuts.NONE));
	}

	/** Sparsity is there at the end, whatever the accuracy was before. */
	@Override
	public boolean counts(int epoch) {
		return epoch == step.epochs();
	}

	@Override
	public String identity() {
		return "slimming " + step + " " + aim.residual();
	}
}
