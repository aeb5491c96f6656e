package espalier.method;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

import espalier.allocate.Allocators;
import espalier.depth.DepthMethods;
import espalier.graph.RefusedException;
import espalier.importance.Aggregation;
import espalier.importance.Criteria;

/** One part of a method. How much is to go in all is the run's goal, so a recipe fits any. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "do")
@JsonSubTypes({@JsonSubTypes.Type(value = Step.Cut.class, name = "cut"),
		@JsonSubTypes.Type(value = Step.Train.class, name = "train"),
		@JsonSubTypes.Type(value = Step.Slim.class, name = "slim"),
		@JsonSubTypes.Type(value = Step.Soft.class, name = "soft"),
		@JsonSubTypes.Type(value = Step.Explore.class, name = "explore"),
		@JsonSubTypes.Type(value = Step.Cover.class, name = "cover"),
		@JsonSubTypes.Type(value = Step.Reconstruct.class, name = "reconstruct"),
		@JsonSubTypes.Type(value = Step.Blocks.class, name = "blocks"),
		@JsonSubTypes.Type(value = Step.Recalibrate.class, name = "recalibrate"),
		@JsonSubTypes.Type(value = Step.Rewind.class, name = "rewind")})
public sealed interface Step {
	/** More would take years. */
	int MOST_EPOCHS = 100_000;

	/** Passes over the training images that it takes. */
	default int epochs() {
		return 0;
	}

	/** The same with another number of passes, for steps that have any. */
	default Step withEpochs(int other) {
		return this;
	}

	/**
	 * Scores channels and cuts towards the goal, in rounds with training between them. For cuts at chosen epochs there are several
	 * such steps, each {@code to} a larger share, with training between them.
	 *
	 * @param criterion
	 *            by its id, as in {@code l1}
	 * @param aggregation
	 *            how the scores of tied channels become one
	 * @param allocator
	 *            by its id, as in {@code uniform}
	 * @param to
	 *            share of the way from the network before the run to its goal that is gone at the end; 1 for all of it
	 * @param pace
	 *            how far each round goes
	 * @param rounds
	 *            1 for one shot
	 * @param epochs
	 *            of training between rounds, in all; divided over the rounds but the last
	 */
	record Cut(String criterion, Aggregation aggregation, String allocator, double to, Pace pace, int rounds,
			int epochs) implements Step {
		public Cut {
			require(to > 0 && to <= 1, "a cut goes a share of the way above 0 and at most 1");
			require(rounds >= 1 && rounds <= 100, "a cut has 1 to 100 rounds");
			Criteria.byId(criterion);
			Allocators.byId(allocator);
			require(epochs <= MOST_EPOCHS, "there are at most " + MOST_EPOCHS + " epochs between rounds");
			require(epochs >= 0 && (rounds > 1 || epochs == 0), "training is between rounds, so one round has none");
		}

		@Override
		public Step withEpochs(int other) {
			return new Cut(criterion, aggregation, allocator, to, pace, rounds, rounds == 1 ? 0 : other);
		}
	}

	/** What is left of the way after so many rounds. */
	enum Pace {
		/** The same share each round. */
		LINEAR,
		/** Much at first, little at the end (Zhu and Gupta 2017). */
		CUBIC;

		/** Share of what is to go that is gone after a round. */
		double gone(int round, int rounds) {
			double left = 1 - (double) round / rounds;
			return this == LINEAR ? 1 - left : 1 - left * left * left;
		}
	}

	/**
	 * Trains what is left.
	 *
	 * @param rate
	 *            factor on the recipe's learning rate
	 */
	record Train(int epochs, double rate) implements Step {
		public Train {
			requireTraining(epochs, rate);
		}

		@Override
		public Step withEpochs(int other) {
			return new Train(other, rate);
		}
	}

	/**
	 * Trains while batch-norm scales are drawn to zero.
	 *
	 * @param lambda
	 *            times the sign of a scale is added to its gradient
	 */
	record Slim(int epochs, double rate, double lambda) implements Step {
		public Slim {
			requireTraining(epochs, rate);
			require(lambda > 0 && lambda <= 1000, "the strength of sparsity is above 0 and at most 1000");
		}

		@Override
		public Step withEpochs(int other) {
			return new Slim(other, rate, lambda);
		}
	}

	/**
	 * Trains, and zeroes the least important filters after each epoch, which may grow again; those that are zero at the end are cut.
	 *
	 * @param normShare
	 *            share of what goes that goes by L2 instead of the criterion, 0 to 1
	 * @param asymptotic
	 *            whether ever more filters are zeroed (ASFP), or as many after each epoch (SFP)
	 */
	record Soft(int epochs, double rate, String criterion, double normShare, boolean asymptotic) implements Step {
		public Soft {
			requireTraining(epochs, rate);
			require(!Criteria.byId(criterion).needs().images(),
					"filters are zeroed by a criterion of weights, such as l2 or fpgm");
			require(normShare >= 0 && normShare <= 1, "the share that goes by norm is from 0 to 1");
		}

		@Override
		public Step withEpochs(int other) {
			return new Soft(other, rate, criterion, normShare, asymptotic);
		}
	}

	/**
	 * CHEX: trains, and every so many epochs prunes by leverage and regrows; those that are off at the end are cut.
	 *
	 * @param every
	 *            epochs between two prunings
	 * @param until
	 *            share of the epochs after which nothing changes any more, above 0 and at most 1
	 * @param regrow
	 *            share of a layer's channels that are regrown at first
	 */
	record Explore(int epochs, double rate, int every, double until, double regrow) implements Step {
		public Explore {
			requireTraining(epochs, rate);
			requireTimes(every, until, regrow);
		}

		@Override
		public Step withEpochs(int other) {
			return new Explore(other, rate, every, until, regrow);
		}
	}

	/**
	 * REPrune: trains, and every so many epochs clusters kernels, keeps the filters that cover most clusters, and regrows; those
	 * that are off at the end are cut.
	 *
	 * @param byNorm
	 *            whether of filters that cover as many clusters the one of the largest norm is taken, or one that is drawn as in the
	 *            paper
	 */
	record Cover(int epochs, double rate, int every, double until, double regrow, boolean byNorm) implements Step {
		public Cover {
			requireTraining(epochs, rate);
			requireTimes(every, until, regrow);
		}

		@Override
		public Step withEpochs(int other) {
			return new Cover(other, rate, every, until, regrow, byNorm);
		}
	}

	/**
	 * Takes the blocks out that matter least, as many as come nearest to the goal.
	 *
	 * @param by
	 *            depth method by its id, as in {@code layerprune}
	 * @param criterion
	 *            that LayerPrune goes by
	 */
	record Blocks(String by, String criterion) implements Step {
		public Blocks {
			DepthMethods.byId(by);
			Criteria.byId(criterion);
		}
	}

	/**
	 * Cuts layer by layer, in order of depth, to the goal, and fits each layer that reads what is left to what it made before.
	 *
	 * @param choice
	 *            how channels are chosen
	 * @param images
	 *            training images to look at
	 * @param positions
	 *            of each layer's output that are looked at, an image
	 * @param shortcuts
	 *            whether the last layer of a branch makes good what its shortcut lost
	 */
	record Reconstruct(Choice choice, int images, int positions, boolean shortcuts) implements Step {
		/** By what the next layer misses least. */
		public enum Choice {
			/** Greedily, and with a factor for each channel that stays (Luo et al. 2017). */
			THINET,
			/** By LASSO, and with other weights (He et al. 2017). */
			LASSO
		}

		public Reconstruct {
			require(images >= 1 && positions >= 1, "layers are fitted on 1 image and 1 position or more");
		}
	}

	/** Takes the statistics of batch norms anew over so many training images. */
	record Recalibrate(int images) implements Step {
		public Recalibrate {
			require(images >= 1, "statistics are taken over 1 image or more");
		}
	}

	/**
	 * Gives what is left the weights that it had earlier in the run.
	 *
	 * @param behindStep
	 *            number of the step behind which it had them, from 1; 0 for those that the run began with
	 */
	record Rewind(int behindStep) implements Step {
		public Rewind {
			require(behindStep >= 0, "weights are rewound to behind a step, or to 0, the beginning");
		}
	}

	private static void requireTraining(int epochs, double rate) {
		require(epochs >= 1 && epochs <= MOST_EPOCHS, "a training has 1 to " + MOST_EPOCHS + " epochs");
		require(rate > 0 && rate <= 1000, "the factor on the learning rate is above 0 and at most 1000");
	}

	private static void requireTimes(int every, double until, double regrow) {
		require(every >= 1, "there is 1 epoch or more between two prunings");
		require(until > 0 && until <= 1, "pruning ends after a share of the epochs above 0 and at most 1");
		require(regrow >= 0 && regrow < 1, "the share that is regrown is from 0 up to 1");
	}

	private static void require(boolean holds, String rule) {
		if (!holds)
			throw new RefusedException("This recipe can't be used: " + rule + "; change it.");
	}
}
