package espalier.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import espalier.allocate.Allocators;
import espalier.allocate.Budget;
import espalier.allocate.Uniform;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;
import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.importance.Criteria;
import espalier.importance.Dendrogram;
import espalier.importance.L2;
import espalier.importance.Scores;
import espalier.runtime.Tracer;
import espalier.session.Workpiece;
import espalier.train.Weights;
import espalier.zoo.ConvSpec;
import espalier.zoo.NetBuilder;

/** The numbers of an independent reference, and what must hold for any. */
class MethodNumbersTest {
	/** REPrune's example, [filters][inputs][kernel]. */
	private static final double[][][] KERNELS = {{{0.94, 0.15, -1.68, 1.02}, {-1.44, -1.34, -0.36, 0.79}},
			{{0.99, 0.2, -1.63, 1.07}, {-1.14, -0.32, 0.59, -0.3}},
			{{0.48, -0.57, -0.59, 0.04}, {-0.19, 0.59, 0.18, 1.74}},
			{{0.58, -0.47, -0.49, 0.14}, {0.68, -0.74, -0.05, 0.72}},
			{{-0.13, -0.52, 0.97, 0.1}, {-0.22, 0.56, 0.15, 1.71}}};

	private static BitSet units(int... some) {
		BitSet units = new BitSet();
		Arrays.stream(some).forEach(units::set);
		return units;
	}

	private static double[][][] byInput() {
		double[][][] kernels = new double[2][5][];
		for (int input = 0; input < 2; input++)
			for (int filter = 0; filter < 5; filter++)
				kernels[input][filter] = KERNELS[filter][input];
		return kernels;
	}

	@Test
	void wardJoinsAtTheReferencesHeights() {
		double[][] heights = {{0.1, 0.2, 1.90291, 3.263148}, {0.06, 1.794714, 2.181345, 3.156076}};
		for (int input = 0; input < 2; input++)
			assertThat(Dendrogram.ward(byInput()[input]).merges().stream().mapToDouble(Dendrogram.Merge::height)
					.toArray()).containsExactly(heights[input], within(1e-5));
	}

	@Test
	void numbersJoinAsPointsOfALineDo() {
		for (long seed = 0; seed < 200; seed++) {
			Random random = new Random(seed);
			double[][] numbers = new double[1 + random.nextInt(60)][1];
			for (double[] number : numbers)
				number[0] = seed % 2 == 0 || random.nextInt(3) > 0 ? random.nextGaussian() : 0.1;
			Dendrogram line = Dendrogram.ward(numbers);
			Dendrogram plane = Dendrogram.ward(
					Arrays.stream(numbers).map(n -> new double[]{0.6 * n[0], 0.8 * n[0]}).toArray(double[][]::new));
			assertThat(line.merges()).allSatisfy(m -> assertThat(m.height()).isNotNegative());
			double[] heights = plane.merges().stream().mapToDouble(Dendrogram.Merge::height).toArray();
			assertThat(line.merges().stream().mapToDouble(Dendrogram.Merge::height).toArray())
					.containsExactly(heights, within(1e-9));
			for (double height : heights)
				assertThat(line.clusters(height + 1e-9)).isEqualTo(plane.clusters(height + 1e-9));
		}
	}

	@Test
	void rePruneChoosesTheReferencesFilters() {
		int[][] clusters = Coverage.clusters(byInput(), 2);
		assertThat(clusters).isDeepEqualTo(new int[][]{{0, 0, 1, 1, 2}, {0, 0, 1, 2, 1}});
		double[] norms = Arrays.stream(KERNELS)
				.mapToDouble(f -> Arrays.stream(f).flatMapToDouble(Arrays::stream).map(w -> w * w).sum()).toArray();
		assertThat(Coverage.chosen(clusters, 3, norms, null)).containsExactly(0, 4, 3);
	}

	@Test
	void everyChosenFilterCoversAsMuchAsAnyLeft() {
		for (long seed = 0; seed < 30; seed++) {
			Random random = new Random(seed);
			int filters = 3 + random.nextInt(20);
			double[][][] kernels = new double[1 + random.nextInt(6)][filters][4];
			for (double[][] input : kernels)
				for (double[] kernel : input)
					Arrays.setAll(kernel, k -> random.nextGaussian());
			int[][] clusters = Coverage.clusters(kernels, random.nextInt(filters));
			List<Integer> chosen = Coverage.chosen(clusters, 1 + random.nextInt(filters), new double[filters],
					seed % 2 == 0 ? new SplittableRandom(seed) : null);
			for (int i = 0; i < chosen.size(); i++) {
				List<Integer> before = chosen.subList(0, i);
				int most = IntStream.range(0, filters).filter(f -> !before.contains(f))
						.map(f -> fresh(clusters, before, f)).max().orElseThrow();
				assertThat(fresh(clusters, before, chosen.get(i))).isEqualTo(most);
			}
			assertThat(new HashSet<>(chosen)).hasSameSizeAs(chosen);
		}
	}

	private static int fresh(int[][] clusters, List<Integer> chosen, int filter) {
		int fresh = 0;
		for (int[] input : clusters) {
			Set<Integer> covered = new HashSet<>();
			chosen.forEach(c -> covered.add(input[c]));
			if (!covered.contains(input[filter]))
				fresh++;
		}
		return fresh;
	}

	@Test
	void chexRegrowsWhatTheKeptTellLeastOf() {
		double[][] rows = {{1, 0, 1, 0.1}, {0, 1, 1, 0}, {0.1, 0, 0, 1}, {0, 0.1, 0.2, 0}, {2, 0, 2, 0.3}};
		double[] residuals = Regrowth.residuals(rows, units(1, 2, 4));
		assertThat(residuals[0]).isCloseTo(8e-6, within(5e-7));
		assertThat(residuals[3]).isCloseTo(0.003288, within(5e-7));
		assertThat(new double[]{residuals[1], residuals[2], residuals[4]}).containsExactly(new double[3], within(1e-8));
		int third = 0;
		int draws = 200_000;
		SplittableRandom random = new SplittableRandom(1);
		for (int i = 0; i < draws; i++)
			if (Regrowth.drawn(units(0, 3), residuals, 1, random).get(3))
				third++;
		assertThat((double) third / draws).isCloseTo(0.50082, within(0.005));
		assertThat(IntStream.of(0, 5, 10).mapToDouble(t -> Regrowth.share(0.3, t, 10)).toArray())
				.containsExactly(new double[]{0.3, 0.15, 0}, within(1e-12));
	}

	@Test
	void keptRowsMayDependOnEachOther() {
		double[][] rows = {{1, 2, 0}, {2, 4, 0}, {0, 0, 0}, {0, 0, 3}, {1, 2, 2}};
		assertThat(Regrowth.residuals(rows, units(0, 1, 2))).containsExactly(new double[]{0, 0, 0, 9, 4}, within(1e-7));
		assertThat(Regrowth.residuals(rows, units(2))).containsExactly(new double[]{5, 20, 0, 9, 9}, within(1e-12));
	}

	@Test
	void drawsFollowTheResiduals() {
		double[] residuals = {0, Math.log(3), 5};
		int[] first = new int[3];
		SplittableRandom random = new SplittableRandom(2);
		for (int i = 0; i < 100_000; i++)
			first[Regrowth.drawn(units(0, 1), residuals, 1, random).nextSetBit(0)]++;
		assertThat(first[1] / 100_000.0).isCloseTo(0.75, within(0.01));
		assertThat(first[2]).isZero();
		assertThat(Regrowth.drawn(units(0, 1, 2), residuals, 2, random).cardinality()).isEqualTo(2);
	}

	/** Two layers whose weights or scales are given; the second reads the first. */
	private static Workpiece piece(float[] first, float[] firstScales, float[] secondScales) {
		NetBuilder b = new NetBuilder("two", 1);
		String x = b.input("input", 1, 2, 4, 4);
		x = b.as("conv1").conv(x, ConvSpec.of(firstScales.length, 1));
		x = b.relu(b.as("bn1").batchNorm(x));
		x = b.as("conv2").conv(x, ConvSpec.of(secondScales.length, 1));
		x = b.relu(b.as("bn2").batchNorm(x));
		b.output(b.as("fc").gemm(b.flatten(b.globalPool(x)), 3, true, true), "logits");
		Graph drawn = b.build();
		Map<String, Tensor> weights = new HashMap<>(Map.of("bn1.weight",
				Tensor.ofFloats("bn1.weight", Shape.of(firstScales.length), firstScales), "bn2.weight",
				Tensor.ofFloats("bn2.weight", Shape.of(secondScales.length), secondScales)));
		if (first.length > 0)
			weights.put("conv1.weight", Tensor.ofFloats("conv1.weight", Shape.of(first.length / 2, 2, 1, 1), first));
		Graph graph = Weights.into(drawn, weights);
		return Workpiece.of(graph, Tracer.defaultInputs(graph));
	}

	private static Aim aim(Workpiece piece, double ratio) {
		return new Aim(new Budget.Ratio(ratio), piece.cost().original(), piece, MethodRecipe.Residual.SYNCHRONOUS, 1,
				1);
	}

	private static List<BitSet> removed(Workpiece piece, Cuts cuts) {
		return piece.coupling().prunable().stream().map(cuts::removed).toList();
	}

	@Test
	void slimmingTakesTheLowestScalesOfAllLayers() {
		Workpiece piece = piece(new float[0], new float[]{0.9f, -0.05f, 0.4f, 0.1f}, new float[]{0.02f, 0.3f, 0.8f});
		Step.Cut step = (Step.Cut) Methods.byId("slimming").steps().get(1);
		Cuts cuts = aim(piece, 0.4).allocate(piece,
				Scores.of(piece.coupling(), Criteria.byId(step.criterion()), step.aggregation()),
				Allocators.byId(step.allocator()), new Budget.Ratio(0.4), null).cuts();
		assertThat(removed(piece, cuts)).containsExactly(units(1), units(0));
	}

	@Test
	void softPruningTakesTheSmallestFilters() {
		Workpiece piece = piece(new float[]{1, -2, 0.5f, 0.5f, 3, 0, 0, -1}, new float[]{1, 1, 1, 1},
				new float[]{1, 1});
		Cuts cuts = aim(piece, 0.5).allocate(piece, Aim.filters(piece, new L2()), new Uniform(), new Budget.Ratio(0.5),
				null).cuts();
		assertThat(removed(piece, cuts).getFirst()).isEqualTo(units(1, 3));
	}

	@Test
	void aLayerOfWhichAllWouldGoIsSparedByRePruneAlone() {
		Workpiece piece = piece(new float[0], new float[]{0.9f, 0.8f, 0.7f, 0.6f}, new float[]{0.01f, 0.02f, 0.03f});
		Scales scales = new Scales(aim(piece, 3 / 7.0));
		ChannelGroup weak = piece.coupling().prunable().getLast();
		assertThat(scales.removed(piece, false).get(weak)).isEqualTo(2);
		// 3 of 7 at the threshold 0.03 would be all of it; 3 more of the first layer go instead
		assertThat(scales.removed(piece, true)).containsEntry(weak, 0)
				.containsEntry(piece.coupling().prunable().getFirst(), 3);
		assertThat(Coverage.clusters(byInput(), 0)[0]).containsExactly(0, 1, 2, 3, 4);
	}

	@Test
	void theAsymptoticRateGoesThroughItsThreePoints() {
		assertThat(IntStream.of(0, 5, 40).mapToDouble(e -> SoftPruning.asymptotic(e, 40)).toArray())
				.containsExactly(new double[]{0, 0.75, 1}, within(1e-9));
	}

	@Test
	void aShareOfFiltersGoesByNorm() {
		double[] distances = {1, 2, 3, 4, 5, 6};
		double[] norms = {6, 5, 4, 3, 2, 1};
		assertThat(SoftPruning.mixed(distances, norms, 3, 0)).isEqualTo(units(0, 1, 2));
		assertThat(SoftPruning.mixed(distances, norms, 3, 1)).isEqualTo(units(3, 4, 5));
		assertThat(SoftPruning.mixed(distances, norms, 3, 0.34)).isEqualTo(units(5, 0, 1));
	}

	@Test
	void cubicRoundsGoFarAtFirst() {
		assertThat(IntStream.rangeClosed(1, 4).mapToDouble(r -> Step.Pace.CUBIC.gone(r, 4)).toArray())
				.containsExactly(new double[]{0.578125, 0.875, 0.984375, 1}, within(1e-12));
		assertThat(Step.Pace.LINEAR.gone(1, 4)).isEqualTo(0.25);
	}
}
