package espalier.importance;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Member;

/** Root of the sum of squared weights. He et al. 2018, "Soft Filter Pruning". */
public record L2() implements Norm {
	@Override
	public String id() {
		return "l2";
	}

	@Override
	public String title() {
		return "L2 norm";
	}

	@Override
	public String summary() {
		return "Root of the sum of the squared weights of a channel (He et al. 2018).";
	}

	@Override
	public Slices.Measure measure() {
		return Slices.Measure.SQUARE;
	}

	@Override
	public double[] slices(ChannelGroup group, Member member) {
		double[] squares = Norm.super.slices(group, member);
		for (int u = 0; u < squares.length; u++)
			squares[u] = Math.sqrt(squares[u]);
		return squares;
	}
}
