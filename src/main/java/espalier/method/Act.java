package espalier.method;

import java.util.ArrayList;
import java.util.List;

import espalier.cost.Si;
import espalier.depth.DepthMethods;
import espalier.importance.Criteria;

/** What a run does at a time: a step, or a round of one. Each ends in a stage. */
sealed interface Act {
	/** For people. */
	String title();

	/** Scores channels and cuts so much of the way to the goal. */
	record CutTo(Step.Cut step, double gone) implements Act {
		@Override
		public String title() {
			return "Cut by " + Criteria.byId(step.criterion()).title()
					+ (gone < 1 ? ", " + Si.percent(gone) + " of the way" : "");
		}
	}

	/**
	 * Trains.
	 *
	 * @param step
	 *            says how the network is shaped meanwhile, if at all
	 */
	record Training(Step step, int epochs, double rate) implements Act {
		@Override
		public String title() {
			return switch (step) {
				case Step.Slim _ -> "Sparsity training";
				case Step.Soft soft -> soft.asymptotic() ? "Asymptotic soft pruning" : "Soft pruning";
				case Step.Explore _ -> "Channel exploration";
				case Step.Cover _ -> "Kernel representative selection";
				case Step.Cut _ -> "Training between rounds";
				default -> "Fine-tuning";
			};
		}
	}

	/** Cuts channels all of whose filters are zero. */
	record CutZeros() implements Act {
		@Override
		public String title() {
			return "Cut of what is zero";
		}
	}

	/** Takes blocks out. */
	record WithoutBlocks(Step.Blocks step) implements Act {
		@Override
		public String title() {
			return "Blocks out by " + DepthMethods.byId(step.by()).title();
		}
	}

	/** Cuts and fits layer by layer. */
	record Reconstruct(Step.Reconstruct step) implements Act {
		@Override
		public String title() {
			return step.choice() == Step.Reconstruct.Choice.THINET ? "Cut and scaled layer by layer"
					: "Cut and fitted layer by layer";
		}
	}

	/** New statistics of batch norms. */
	record NewStatistics(Step.Recalibrate step) implements Act {
		@Override
		public String title() {
			return "Batch norms recalibrated";
		}
	}

	/**
	 * Earlier weights.
	 *
	 * @param behind
	 *            how many acts they had gone through
	 */
	record Rewound(int behind) implements Act {
		@Override
		public String title() {
			return behind == 0 ? "Rewound to the first weights" : "Rewound to the weights behind part " + behind;
		}
	}

	/** The acts of a recipe in order. */
	static List<Act> of(MethodRecipe recipe) {
		List<Act> acts = new ArrayList<>();
		List<Integer> behind = new ArrayList<>(List.of(0));
		for (Step step : recipe.steps()) {
			switch (step) {
				case Step.Cut cut -> {
					int between = cut.rounds() - 1;
					for (int round = 1; round <= cut.rounds(); round++) {
						acts.add(new CutTo(cut, cut.to() * cut.pace().gone(round, cut.rounds())));
						int epochs = round > between ? 0
								: cut.epochs() * round / between - cut.epochs() * (round - 1) / between;
						if (epochs > 0)
							acts.add(new Training(cut, epochs, 1));
					}
				}
				case Step.Train(int epochs, double rate) -> acts.add(new Training(step, epochs, rate));
				case Step.Slim slim -> acts.add(new Training(slim, slim.epochs(), slim.rate()));
				case Step.Soft soft -> zeroing(acts, soft, soft.rate());
				case Step.Explore explore -> zeroing(acts, explore, explore.rate());
				case Step.Cover cover -> zeroing(acts, cover, cover.rate());
				case Step.Blocks blocks -> acts.add(new WithoutBlocks(blocks));
				case Step.Reconstruct reconstruct -> acts.add(new Reconstruct(reconstruct));
				case Step.Recalibrate recalibrate -> acts.add(new NewStatistics(recalibrate));
				case Step.Rewind(int behindStep) -> acts.add(new Rewound(behind.get(behindStep)));
			}
			behind.add(acts.size());
		}
		return acts;
	}

	private static void zeroing(List<Act> acts, Step step, double rate) {
		acts.add(new Training(step, step.epochs(), rate));
		acts.add(new CutZeros());
	}
}
