package espalier.train;

import java.util.Set;

import espalier.graph.Graph;

/**
 * What a pruning method does to a network while it is trained: it may draw scales to zero, and after each epoch zero channels,
 * hold them at zero, and give them back. It keeps nothing between epochs but what the {@link Trainee} holds, so that a training
 * that was killed goes on as it would have.
 */
public interface Shaping {
	/**
	 * How far it reaches into each step. Names are those of initializers of the graph that is trained.
	 *
	 * @param sparsity
	 *            λ: its product with the sign of each scale is added to that scale's gradient; 0 for none
	 * @param scales
	 *            that are drawn to zero
	 * @param held
	 *            weights of which parts may be held at zero; each costs a multiplication by a mask in every step
	 */
	record Reach(double sparsity, Set<String> scales, Set<String> held) {
		/** Nothing within steps. */
		public static final Reach NONE = new Reach(0, Set.of(), Set.of());

		public Reach {
			scales = Set.copyOf(scales);
			held = Set.copyOf(held);
		}
	}

	/** Asked once, with the graph as it is trained: every vector has one reader. */
	Reach reach(Graph graph);

	/**
	 * Called after the steps of each epoch, before the network is measured.
	 *
	 * @param epoch
	 *            counted from 1
	 */
	void after(int epoch, Trainee trainee);

	/** Whether the network after this epoch is a result: it may be too wide before. */
	boolean counts(int epoch);

	/** Everything that its effect follows from, as text. */
	String identity();
}
