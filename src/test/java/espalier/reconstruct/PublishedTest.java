package espalier.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.BitSet;

import org.junit.jupiter.api.Test;

/** Numbers of an independent reference: method-examples, ThiNet and ChannelPruning_He2017. */
class PublishedTest {
	/** What each of four channels adds in twelve samples. */
	private static final double[][] ADDED = {
			{1.691, -0.466, 0.033, -0.047},
			{-0.789, 0.002, -0.001, 0.0},
			{1.018, 0.6, -0.625, 0.06},
			{0.505, -0.261, -0.243, -0.026},
			{0.555, 0.124, 0.274, 0.012},
			{1.651, 0.154, -0.387, 0.015},
			{-0.045, -1.451, -0.405, -0.145},
			{1.049, -0.416, -0.743, -0.042},
			{-1.651, 0.535, -2.064, 0.054},
			{-1.204, 1.462, 1.766, 0.146},
			{0.841, -0.18, 0.568, -0.018},
			{-1.708, -1.803, 0.383, -0.18}};

	/** What four channels are in thirty samples. */
	private static final double[][] READ = {
			{0.269, -0.525, 1.912, 0.0},
			{0.101, 0.253, -0.132, -0.02},
			{-1.435, 0.502, -0.095, -0.328},
			{-0.369, -1.906, -0.1, -0.064},
			{-0.383, -0.89, -1.194, -0.081},
			{-0.3, -1.18, 1.498, -0.012},
			{0.109, 1.438, 1.503, -0.025},
			{0.332, 0.735, -0.193, 0.06},
			{0.655, 0.894, 0.416, 0.179},
			{-0.196, -0.591, -0.3, -0.011},
			{1.53, 0.669, 0.549, 0.24},
			{-0.012, -0.076, -0.674, 0.031},
			{2.26, 0.869, -0.342, 0.428},
			{-0.864, 0.374, 0.392, -0.154},
			{0.486, -0.569, 1.427, 0.112},
			{1.718, -0.458, -0.288, 0.405},
			{1.056, 0.566, -1.234, 0.217},
			{0.022, -0.429, -0.648, -0.088},
			{-0.39, -0.846, 0.637, -0.146},
			{-0.076, 0.781, 0.489, 0.021},
			{0.964, 0.284, -0.617, 0.18},
			{-0.521, 0.21, -1.078, -0.047},
			{0.088, -1.337, -1.952, 0.031},
			{-0.711, 0.496, -0.531, -0.18},
			{-1.244, -0.515, -0.273, -0.195},
			{-0.281, -1.536, 0.014, -0.097},
			{-0.194, 0.697, 1.092, -0.141},
			{-1.556, 0.759, 1.206, -0.208},
			{-0.929, 0.412, 1.86, -0.281},
			{0.476, 1.112, -0.697, 0.127}};
	private static final double[] WEIGHTS = {1.0, 0.5, -1.0, 0.3, -0.4, 0.2, 2.0, 0.1};
	private static final double[] NO_CONSTANTS = {0, 0};
	private static final int[] EACH = {0, 1, 2, 3};

	/** All are to make together what they add. */
	private static Contributions added() {
		double[] gram = new double[16];
		double[] target = new double[4];
		double total = 0;
		for (double[] row : ADDED) {
			double sum = Arrays.stream(row).sum();
			total += sum * sum;
			for (int i = 0; i < 4; i++) {
				target[i] += row[i] * sum;
				for (int j = 0; j < 4; j++)
					gram[i * 4 + j] += row[i] * row[j];
			}
		}
		return new Contributions(4, gram, target, total, ADDED.length);
	}

	@Test
	void thinetTakesAwayWhatIsMissedLeast() {
		assertThat(ThiNet.removed(added(), 2)).containsExactly(3, 2);
		assertThat(added().missed(new double[]{1, 1, 0, 0})).isCloseTo(9.570241, within(1e-6));
	}

	@Test
	void thinetScalesWhatStays() {
		double[] scales = ThiNet.scales(added(), new int[]{3, 2});
		assertThat(scales).containsExactly(new double[]{0.949854, 1.241276, 0, 0}, within(1e-6));
		assertThat(added().missed(scales)).isCloseTo(9.021734, within(1e-6));
	}

	private static Moments read(Products engine) {
		Moments moments = new Moments(4, 2, 7, engine);
		for (double[] row : READ) {
			double[] both = Arrays.copyOf(row, 6);
			for (int o = 0; o < 2; o++)
				for (int c = 0; c < 4; c++)
					both[4 + o] += WEIGHTS[o * 4 + c] * row[c];
			moments.add(both);
		}
		moments.flush();
		return moments;
	}

	private static Contributions contributions() {
		try (Products engine = new Products()) {
			return read(engine).contributions(WEIGHTS, NO_CONSTANTS, EACH, 4);
		}
	}

	@Test
	void lassoGivesTheReferencesFactors() {
		double[][] expected = {
				{0.001, 1.042268, 0.997797, 0.998132, 0.0},
				{0.01, 1.027697, 0.913183, 0.994831, 0.0},
				{0.03, 0.995318, 0.725154, 0.987496, 0.0},
				{0.1, 0.881992, 0.067051, 0.961823, 0.0},
				{0.3, 0.447216, 0.0, 0.89928, 0.0}};
		for (double[] at : expected)
			assertThat(ChannelPruning.factors(contributions(), at[0], new double[]{1, 1, 1, 1},
					ChannelPruning.Patience.EXACT))
					.containsExactly(Arrays.copyOfRange(at, 1, 5), within(1e-6));
	}

	@Test
	void thePenaltyIsRaisedUntilSoManyStay() {
		assertThat(ChannelPruning.kept(contributions(), 3)).isEqualTo(units(0, 1, 2));
		assertThat(ChannelPruning.kept(contributions(), 2)).isEqualTo(units(0, 2));
		assertThat(ChannelPruning.kept(contributions(), 1)).isEqualTo(units(2));
	}

	/** Two channels that are alike leave at the same penalty, and one of them has to stay. */
	@Test
	void asManyStayWhenSeveralLeaveAtOnce() {
		Contributions alike = new Contributions(2, new double[]{4, 0, 0, 4}, new double[]{4, 4}, 8, 4);
		assertThat(ChannelPruning.kept(alike, 1)).isEqualTo(units(0));
	}

	private static BitSet units(int... units) {
		BitSet set = new BitSet();
		Arrays.stream(units).forEach(set::set);
		return set;
	}

	@Test
	void leastSquaresGiveTheReferencesWeights() {
		try (Products engine = new Products()) {
			Moments moments = read(engine);
			boolean[] gone = {false, false, false, true};
			double[] kept = WEIGHTS.clone();
			kept[3] = 0;
			kept[7] = 0;
			double[] solved = moments.solved(kept, gone, false, LeastSquares.LEAST);
			double[] expected = {1.057996, 0.499954, -1.004042, 0, -0.380668, 0.199985, 1.998653, 0};
			assertThat(solved).containsExactly(expected, within(1e-6));
			assertThat(sumOfSquares(moments, kept)).isCloseTo(0.094743, within(1e-6));
			assertThat(sumOfSquares(moments, solved)).isCloseTo(0.007426, within(1e-6));
		}
	}

	private static double sumOfSquares(Moments moments, double[] weights) {
		return moments.missed(weights, NO_CONSTANTS) * 2 * READ.length;
	}
}
