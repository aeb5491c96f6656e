package espalier.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import espalier.cost.Small;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Choices;
import espalier.coupling.Coupling;
import espalier.coupling.Residual;
import espalier.graph.BadInputException;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.importance.Aggregation.MemberChoice;
import espalier.importance.Aggregation.Normalise;
import espalier.importance.Aggregation.Reduce;
import espalier.runtime.Tracer;
import espalier.session.Workpiece;
import espalier.zoo.Nets;

class ScoresTest {
	private static final float[] FILTERS = {1, -2, 0.5f, 0.5f, 3, 0, 0, -1};
	private static final Aggregation FILTERS_ONLY = new Aggregation(Normalise.NONE, Reduce.SUM, MemberChoice.OUTPUTS);

	@Test
	void l1OfFilters() {
		assertScores(score(normed(), new L1(), FILTERS_ONLY), 3, 1, 3, 1);
	}

	@Test
	void l2OfFilters() {
		assertScores(score(normed(), new L2(), FILTERS_ONLY), 2.236068, 0.707107, 3, 1);
	}

	@Test
	void l2OfWhatReadsTheChannels() {
		assertScores(score(normed(), new L2(), new Aggregation(Normalise.NONE, Reduce.SUM, MemberChoice.INPUTS)),
				2.236068, 1.414214, 2.236068, 1.5);
	}

	@Test
	void distancesToAllFilters() {
		assertScores(score(normed(), new Fpgm(), FILTERS_ONLY), 6.79215, 6.680158, 8.540215, 6.15763);
	}

	@Test
	void lampOfFilters() {
		assertScores(score(normed(), new Lamp(), FILTERS_ONLY), 0.357143, 0.032258, 1, 0.066667);
		assertThat(Lamp.scores(new double[]{2, 2, 4})).as("of equal ones the first is the smaller").containsExactly(
				0.25,
				2 / 6.0, 1);
		assertThat(Lamp.scores(new double[2])).containsExactly(0, 0);
	}

	@Test
	void leverageOfFilters() {
		double[] expected = {0.202639, 0.982573, 0.997916, 0.017717, 0.799155};
		float[] rows = {1, 0, 1, 0.1f, 0, 1, 1, 0, 0.1f, 0, 0, 1, 0, 0.1f, 0.2f, 0, 2, 0, 2, 0.3f};
		assertScores(Leverage.scores(Tensor.ofFloats("w", Shape.of(5, 4), rows), 0, 3), expected);
		// the same filters as columns, and with weights of zero added so that they are longer than there are many
		float[] columns = new float[20];
		float[] padded = new float[5 * 7];
		for (int f = 0; f < 5; f++)
			for (int k = 0; k < 4; k++) {
				columns[k * 5 + f] = rows[f * 4 + k];
				padded[f * 7 + k] = rows[f * 4 + k];
			}
		assertScores(Leverage.scores(Tensor.ofFloats("w", Shape.of(4, 5), columns), 1, 3), expected);
		assertScores(Leverage.scores(Tensor.ofFloats("w", Shape.of(5, 7), padded), 0, 3), expected);
		assertThat(java.util.Arrays.stream(Leverage.scores(Tensor.ofFloats("w", Shape.of(5, 4), rows), 0, 5)).sum())
				.as("no more directions than the matrix has").isCloseTo(4, within(1e-9));
		assertScores(Leverage.scores(Tensor.ofFloats("w", Shape.of(3, 2), new float[6]), 0, 2), 0, 0, 0);
		assertThat(new Leverage(0.6).slices(normed().prunable().getFirst(),
				normed().prunable().getFirst().members().getFirst())).hasSize(4);
	}

	@Test
	void longMatricesHaveTheSameLeverageOnBothWays() {
		java.util.Random random = new java.util.Random(3);
		float[] values = new float[40 * 700];
		for (int i = 0; i < values.length; i++)
			values[i] = (float) random.nextGaussian() * (1 + i / 700 % 7);
		float[] turned = new float[values.length];
		for (int f = 0; f < 40; f++)
			for (int k = 0; k < 700; k++)
				turned[k * 40 + f] = values[f * 700 + k];
		double[] filters = Leverage.scores(Tensor.ofFloats("w", Shape.of(40, 700), values), 0, 20);
		assertThat(java.util.Arrays.stream(filters).sum()).isCloseTo(20, within(1e-9));
		assertScores(Leverage.scores(Tensor.ofFloats("w", Shape.of(700, 40), turned), 1, 20), filters);
		double[] many = Leverage.scores(Tensor.ofFloats("w", Shape.of(700, 40), turned), 0, 20);
		assertThat(many).hasSize(700);
		assertThat(java.util.Arrays.stream(many).sum()).isCloseTo(20, within(1e-9));
	}

	@Test
	void absoluteBatchNormScale() {
		assertScores(score(normed(), new BatchNormGamma(), FILTERS_ONLY), 0.9, 0.05, 0.4, 0.1);
	}

	@Test
	void meanOfMembersNormalisedByTheirMean() {
		assertThat(Aggregation.DEFAULT).isEqualTo(new Aggregation(Normalise.MEAN, Reduce.MEAN, MemberChoice.ALL));
		assertScores(score(normed(), new L2(), Aggregation.DEFAULT), 1.660629, 0.437051, 1.347561, 0.554759);
	}

	@Test
	void otherWaysToCombineMembers() {
		assertScores(all(Normalise.NONE, Reduce.SUM), 5.372136, 2.17132, 5.636068, 2.6);
		assertScores(all(Normalise.MAX, Reduce.MAX), 1, 0.632456, 1, 0.67082);
		assertScores(all(Normalise.NONE, Reduce.L2), 3.287856, 1.581929, 3.762978, 1.805547);
		assertScores(all(Normalise.NONE, Reduce.FIRST), 2.236068, 0.707107, 3, 1);
		assertScores(all(Normalise.SUM, Reduce.FIRST), 0.322048, 0.10184, 0.432073, 0.144024);
	}

	@Test
	void standardDeviationsFromTheMean() {
		assertThat(Normalise.GAUSSIAN.apply(new double[]{2, 4, 4, 4, 5, 5, 7, 9})).containsExactly(-1.5, -0.5, -0.5,
				-0.5, 0,
				0, 1, 2);
	}

	@Test
	void nothingToNormaliseByGivesZeroNotNaN() {
		for (Normalise normalise : Normalise.values())
			assertThat(normalise.apply(new double[3])).containsExactly(0, 0, 0);
	}

	@Test
	void channelsSpreadByFlattenAddUp() {
		// two channels of 1x2 pixels; a unit is two columns of the second weight
		Coupling coupling = new Small().input("x", 1, 1, 1, 2).floats("w", Shape.of(2, 1, 1, 1), 1, 2)
				.floats("v", Shape.of(1, 4), 3, 4, -6, 8).node("Conv", "y", Shape.of(1, 2, 1, 2), "x", "w")
				.node("Flatten", "f", Shape.of(1, 4), "y")
				.node("Gemm", "z", Shape.of(1, 1), Map.of("transB", Small.integer(1)), "f", "v").output("z").coupling();
		Aggregation inputs = new Aggregation(Normalise.NONE, Reduce.SUM, MemberChoice.INPUTS);
		assertScores(score(coupling, new L1(), inputs), 7, 14);
		assertScores(score(coupling, new L2(), inputs), 5, 10);
	}

	@Test
	void readsEveryRealType() {
		double[] expected = {3, 1, 3, 1};
		for (ElementType type : new ElementType[]{ElementType.FLOAT, ElementType.DOUBLE, ElementType.FLOAT16,
				ElementType.BFLOAT16}) {
			Coupling coupling = plain(new Tensor("w", type, Shape.of(4, 2, 1, 1), new Tensor.Bytes(bytes(type)), null));
			assertScores(score(coupling, new L1(), FILTERS_ONLY), expected);
		}
	}

	@Test
	void slicesLongerThanABlock() {
		float[] values = new float[3 * 10_000];
		for (int i = 0; i < values.length; i++)
			values[i] = i / 10_000 + 1;
		Tensor tensor = Tensor.ofFloats("w", Shape.of(3, 10_000), values);
		assertThat(Slices.sums(tensor, 0, Slices.Measure.ABSOLUTE).byIndex()).containsExactly(10_000, 20_000, 30_000);
		assertThat(Slices.sums(tensor, 1, Slices.Measure.SQUARE).byIndex()).hasSize(10_000).containsOnly(14);
	}

	@Test
	void distancesAcrossTilesAndAxes() {
		// filter i is (i, 2i, ..., 300i): distances are |i - j| times the norm of (1, 2, ..., 300)
		int n = 150;
		int length = 300;
		float[] rows = new float[n * length];
		float[] columns = new float[n * length];
		for (int i = 0; i < n; i++)
			for (int k = 0; k < length; k++)
				rows[i * length + k] = columns[k * n + i] = i * (k + 1);
		double norm = Math.sqrt(length * (length + 1.0) * (2 * length + 1) / 6);
		for (double[] sums : new double[][]{Fpgm.distances(Tensor.ofFloats("w", Shape.of(n, 3, 100), rows), 0),
				Fpgm.distances(Tensor.ofFloats("w", Shape.of(length, n), columns), 1)})
			for (int i = 0; i < n; i++)
				assertThat(sums[i]).isCloseTo(norm * (i * (i + 1) / 2 + (n - 1 - i) * (n - i) / 2), within(1e-3));
	}

	@Test
	void randomDependsOnSeedAndGroupOnly() {
		assertThat(score(normed(), new RandomScore(1), FILTERS_ONLY))
				.containsExactly(score(normed(), new RandomScore(1), Aggregation.DEFAULT))
				.isNotEqualTo(score(normed(), new RandomScore(2), FILTERS_ONLY));
	}

	@Test
	void notANumberNamesLayerAndWeight() {
		Coupling coupling = plain(Tensor.ofFloats("w", Shape.of(4, 2, 1, 1), 1, 2, 3, Float.NaN, 5, 6, 7, 8));
		for (Criterion criterion : new Criterion[]{new L1(), new L2(), new Fpgm(), new Lamp(), Leverage.HALF})
			assertThatThrownBy(() -> Scores.of(coupling, criterion, Aggregation.DEFAULT))
					.isInstanceOf(BadInputException.class).hasMessageContaining("`w`").hasMessageContaining("`y`")
					.hasMessageContaining("export");
	}

	@Test
	void withoutBatchNormTheScaleDoesNotApply() {
		Coupling coupling = plain(Tensor.ofFloats("w", Shape.of(4, 2, 1, 1), FILTERS));
		ChannelGroup group = coupling.prunable().getFirst();
		Scores scores = Scores.of(coupling, new BatchNormGamma(), Aggregation.DEFAULT);
		assertThat(scores.of(group)).isNull();
		assertThat(scores.notApplicable(group)).contains("`" + group.name() + "`").contains("no batch normalisation");
	}

	@Test
	void pinnedGroupsSayWhy() {
		Coupling coupling = normed();
		Scores scores = Scores.of(coupling, new L2(), Aggregation.DEFAULT);
		assertThat(coupling.groups()).filteredOn(ChannelGroup::pinned).isNotEmpty()
				.allSatisfy(g -> assertThat(scores.notApplicable(g)).contains("can't be cut"));
	}

	@Test
	void equalScoresAreCautionedAgainst() {
		Coupling coupling = plain(Tensor.ofFloats("w", Shape.of(4, 2, 1, 1), new float[8]));
		ChannelGroup group = coupling.prunable().getFirst();
		Scores scores = Scores.of(coupling, new L2(), FILTERS_ONLY);
		assertScores(Objects.requireNonNull(scores.of(group)), 0, 0, 0, 0);
		assertThat(scores.caution(group)).contains("score zero");
		assertThat(Scores.of(normed(), new L2(), FILTERS_ONLY).caution(normed().prunable().getFirst())).isNull();
	}

	@Test
	void fillsCountWithoutBeingSpelledOut() {
		byte[] half = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(0.5f).array();
		Coupling coupling = plain(new Tensor("w", ElementType.FLOAT, Shape.of(4, 2, 1, 1),
				new Tensor.Fill(MemorySegment.ofArray(half)), null));
		assertScores(score(coupling, new L1(), FILTERS_ONLY), 1, 1, 1, 1);
		assertScores(score(coupling, new Fpgm(), FILTERS_ONLY), 0, 0, 0, 0);
	}

	@Test
	void criteriaAreFoundById() {
		for (Criterion criterion : Criteria.stream().toList())
			assertThat(Criteria.byId(criterion.id())).isEqualTo(criterion);
		assertThatThrownBy(() -> Criteria.byId("l3")).isInstanceOf(RefusedException.class)
				.hasMessageContaining(
						"l2, l1, fpgm, bn, lamp, leverage, random, hrank, apoz, activation, taylor, taylor-abs, fisher");
	}

	private static double[] all(Normalise normalise, Reduce reduce) {
		return score(normed(), new L2(), new Aggregation(normalise, reduce, MemberChoice.ALL));
	}

	private static double[] score(Coupling coupling, Criterion criterion, Aggregation aggregation) {
		Scores scores = Scores.of(coupling, criterion, aggregation);
		return Objects.requireNonNull(scores.of(coupling.prunable().getFirst()));
	}

	private static void assertScores(double[] actual, double... expected) {
		assertThat(actual).hasSameSizeAs(expected);
		for (int i = 0; i < expected.length; i++)
			assertThat(actual[i]).as("unit %d", i).isCloseTo(expected[i], within(1e-5 * Math.max(1, expected[i])));
	}

	/** Convolution, batch normalisation with shifts and statistics that must not count, convolution. */
	private static Coupling normed() {
		Shape wide = Shape.of(1, 4, 1, 1);
		return new Small().input("x", 1, 2, 1, 1).floats("w", Shape.of(4, 2, 1, 1), FILTERS)
				.floats("gamma", Shape.of(4), 0.9f, -0.05f, 0.4f, 0.1f).floats("beta", Shape.of(4), 5, 6, 7, 8)
				.floats("mean", Shape.of(4), 9, 9, 1, 1).floats("var", Shape.of(4), 1, 2, 3, 4)
				.floats("v", Shape.of(2, 4, 1, 1), 1, 1, 2, 1.5f, 2, 1, 1, 0).node("Conv", "y", wide, "x", "w")
				.node("BatchNormalization", "n", wide, "y", "gamma", "beta", "mean", "var").node("Relu", "r", wide, "n")
				.node("Conv", "z", Shape.of(1, 2, 1, 1), "r", "v").output("z").coupling();
	}

	private static Coupling plain(Tensor w) {
		return new Small().input("x", 1, 2, 1, 1).tensor(w).floats("v", Shape.of(1, 4, 1, 1), 1, 1, 1, 1)
				.node("Conv", "y", Shape.of(1, 4, 1, 1), "x", "w").node("Conv", "z", Shape.of(1, 1, 1, 1), "y", "v")
				.output("z").coupling();
	}

	private static MemorySegment bytes(ElementType type) {
		ByteBuffer buffer = ByteBuffer.allocate(FILTERS.length * type.bits() / 8).order(ByteOrder.LITTLE_ENDIAN);
		for (float value : FILTERS)
			switch (type) {
				case DOUBLE -> buffer.putDouble(value);
				case FLOAT16 -> buffer.putShort(Float.floatToFloat16(value));
				case BFLOAT16 -> buffer.putShort((short) (Float.floatToIntBits(value) >>> 16));
				default -> buffer.putFloat(value);
			}
		return MemorySegment.ofArray(buffer.array());
	}

	/** The weights of a stream are those of the groups that projections make of it, each once. */
	@Test
	void projectionsThatPassEverythingOnHaveNoSay() {
		Graph graph = Nets.resNet("resnet", 3, 3, 8, 16);
		Aggregation sum = new Aggregation(Normalise.NONE, Reduce.SUM, MemberChoice.ALL);
		Workpiece plain = Workpiece.of(graph, Tracer.trace(graph));
		ChannelGroup stream = Residual.streams(plain.coupling()).keySet().iterator().next();
		Choices choices = Choices
				.adapting(Residual.adapters(plain.coupling(), stream, espalier.coupling.Adapter.Kind.PROJECTION));
		Workpiece freed = Workpiece.of(graph, plain.trace(), choices);
		double[] whole = Objects.requireNonNull(Scores.of(plain.coupling(), new L1(), sum).of(stream));
		Scores scores = Scores.of(freed.coupling(), new L1(), sum);
		double[] parts = new double[whole.length];
		int groups = 0;
		for (ChannelGroup group : freed.coupling().prunable())
			if (plain.coupling().group(group.name()) == null || group.name().equals(stream.name())) {
				double[] part = Objects.requireNonNull(scores.of(group));
				for (int unit = 0; unit < parts.length; unit++)
					parts[unit] += part[unit];
				groups++;
			}
		assertThat(groups).isEqualTo(1 + choices.adapters().size());
		assertThat(parts).containsExactly(whole, within(1e-4));
	}
}
