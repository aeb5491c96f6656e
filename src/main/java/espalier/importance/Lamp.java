package espalier.importance;

import java.util.Arrays;
import java.util.Comparator;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Member;

/**
 * The squared norm of a unit's weights over the sum of those that are not smaller: comparable between layers, so that one
 * threshold serves all. Lee et al. 2021, "Layer-adaptive Sparsity for the Magnitude-based Pruning", for whole units instead of
 * single weights. The paper's setting is one layer's filters as they are: {@link Aggregation.MemberChoice#OUTPUTS} with
 * {@link Aggregation.Normalise#NONE}. Cost: one pass over the weights and a sort of the units.
 */
public record Lamp() implements Norm {
	@Override
	public String id() {
		return "lamp";
	}

	@Override
	public String title() {
		return "LAMP";
	}

	@Override
	public String summary() {
		return "Squared weights of a channel over those of all that are not smaller; comparable between layers (Lee et al. 2021).";
	}

	@Override
	public Slices.Measure measure() {
		return Slices.Measure.SQUARE;
	}

	@Override
	public double[] slices(ChannelGroup group, Member member) {
		return scores(Norm.super.slices(group, member));
	}

	/** From squared norms; of equal ones the first in order counts as the smaller. A layer of zeros scores zero. */
	static double[] scores(double[] squares) {
		Integer[] ascending = new Integer[squares.length];
		Arrays.setAll(ascending, i -> i);
		Arrays.sort(ascending, Comparator.comparingDouble(i -> squares[i]));
		double[] scores = new double[squares.length];
		double rest = 0;
		for (int k = ascending.length - 1; k >= 0; k--) {
			int unit = ascending[k];
			rest += squares[unit];
			scores[unit] = rest == 0 ? 0 : squares[unit] / rest;
		}
		return scores;
	}
}
