package espalier.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.ojalgo.matrix.decomposition.SingularValue;
import org.ojalgo.matrix.store.R064Store;

import espalier.coupling.ChannelGroup;
import espalier.coupling.ChannelGroup.ValueAxis;
import espalier.coupling.Coupling;
import espalier.data.Dataset;
import espalier.data.Listed;
import espalier.data.Preprocessing;
import espalier.data.Skipped;
import espalier.data.Batches;
import espalier.data.Batch;
import espalier.graph.BadInputException;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.importance.ActivationStatistics;
import espalier.importance.Aggregation;
import espalier.importance.Apoz;
import espalier.importance.Criterion;
import espalier.importance.HRank;
import espalier.importance.MeanActivation;
import espalier.importance.Scores;
import espalier.runtime.Runner;
import espalier.runtime.Tracer;
import espalier.runtime.Value;
import espalier.zoo.ConvSpec;
import espalier.zoo.NetBuilder;
import espalier.zoo.Nets;

class ActivationsTest {
	private static final Aggregation PLAIN = new Aggregation(Aggregation.Normalise.NONE, Aggregation.Reduce.SUM,
			Aggregation.MemberChoice.ALL);
	private static final int[][][] MAPS = {
			{{1, 0, 0, 0, 1, 0, 0, 0, 1}, {0, 1, 2, 0, 1, 2, 0, 0, 0}, {1, 2, 3, 4, 5, 6, 7, 8, 9}},
			{{1, 0, 1, 2, 0, 2, 3, 0, 3}, {0, 0, 0, 0, 0, 0, 0, 0, 0}, {1, 0, 2, 0, 1, 0, 0, 0, 4}}};

	private static Preprocessing unchanged(int height, int width) {
		return new Preprocessing(height, width, 3, 0, false, false, 1, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f));
	}

	private static Preprocessing usual(int side) {
		return Preprocessing.guess(Shape.of(1, 3, side, side));
	}

	private static Coupling coupling(Graph graph) {
		return Coupling.of(graph, Tracer.trace(graph));
	}

	private static ActivationStatistics measured(Coupling coupling, Dataset data, Preprocessing preprocessing) {
		return Activations.of(coupling, data, preprocessing, true, () -> false, (s, step, share) -> {
		});
	}

	/** Pictures that are the maps, through a layer that passes them on. */
	private static Drawn pictures() {
		List<byte[]> pixels = new ArrayList<>();
		for (int[][] image : MAPS) {
			byte[] all = new byte[27];
			for (int c = 0; c < 3; c++)
				for (int i = 0; i < 9; i++)
					all[i * 3 + c] = (byte) image[c][i];
			pixels.add(all);
		}
		return new Drawn(3, 3, pixels);
	}

	private static Coupling passing(String tail) {
		espalier.cost.Small net = new espalier.cost.Small().batchInput("x", 1, 3, 3, 3)
				.floats("w", Shape.of(3, 3, 1, 1), 1, 0, 0, 0, 1, 0, 0, 0, 1).weight("v", 2, 3, 1, 1)
				.node("Conv", "y", Shape.of(1, 3, 3, 3), "x", "w");
		return (tail.isEmpty() ? net : net.node(tail, "r", Shape.of(1, 3, 3, 3), "y"))
				.node("Conv", "z", Shape.of(1, 2, 3, 3), tail.isEmpty() ? "y" : "r", "v").output("z").coupling();
	}

	@Test
	void numbersOfTheReference() {
		Coupling coupling = passing("Relu");
		ChannelGroup group = coupling.prunable().getFirst();
		ActivationStatistics found = measured(coupling, pictures(), unchanged(3, 3));
		assertThat(found.images()).isEqualTo(2);
		assertThat(Objects.requireNonNull(found.groups().get(group.name())).value()).isEqualTo("r");
		assertScores(coupling, group, new HRank(found), 2, 0.5, 2.5);
		assertScores(coupling, group, new Apoz(found), 1 - 0.5, 1 - 0.777778, 1 - 0.277778);
		assertScores(coupling, group, new MeanActivation(found), 0.833333, 0.333333, 2.944444);
	}

	private static void assertScores(Coupling coupling, ChannelGroup group, Criterion criterion, double... expected) {
		double[] scores = Objects.requireNonNull(Scores.of(coupling, criterion, PLAIN).of(group));
		assertThat(scores).containsExactly(expected, within(1e-5));
	}

	@Test
	void smallSingularValuesCountAboveTheTolerance() {
		// singular values 1 and s, sides 2 and 4: the tolerance is 4 x 2^-23
		for (int sign : new int[]{1, -1}) {
			float s = (float) (4 * Math.pow(2, -23) * (1 + sign * 0.01));
			float[] wide = {1, 0, 0, 0, 0, s, 0, 0};
			assertThat(new MapRank(2, 4).of(wide, 0, 4, 1)).isEqualTo(sign > 0 ? 2 : 1);
			assertThat(new MapRank(4, 2).of(wide, 0, 1, 4)).as("turned").isEqualTo(sign > 0 ? 2 : 1);
		}
		assertThat(new MapRank(3, 3).of(new float[9], 0, 3, 1)).isZero();
	}

	@Test
	void agreesWithAllActivationsAtOnce() {
		for (Graph graph : List.of(Nets.resNet("net", 5, 1, 8, 16), Nets.mobileNet("mobile", 6, 8, 32),
				Nets.seNet(2), Nets.shuffleNet(3), Nets.denseNet(4))) {
			Coupling coupling = coupling(graph);
			int side = (int) Tracer.defaultInputs(graph).values().iterator().next().dim(2);
			Drawn data = Drawn.random(11, side, side, 9);
			ActivationStatistics found = measured(coupling, data, usual(side));
			assertThat(found.groups().keySet())
					.containsExactlyInAnyOrderElementsOf(coupling.prunable().stream().map(ChannelGroup::name).toList());
			Observed observed = new Observed(graph);
			int looked = 0;
			for (ChannelGroup group : coupling.prunable()) {
				ValueAxis at = observed.of(group);
				ActivationStatistics.Maps maps = Objects.requireNonNull(found.groups().get(group.name()));
				if (at == null) {
					assertThat(maps.obstacle()).contains(group.name());
					continue;
				}
				looked++;
				Naive naive = Naive.of(graph, data, usual(side), at, group.units());
				// where nodes are fused, a number next to zero may fall on the other side
				assertThat(maps.active()).containsExactly(naive.active, within(1e-3));
				assertThat(maps.magnitude()).containsExactly(naive.magnitude, within(1e-5));
				if (Objects.requireNonNull(coupling.trace().shape(at.value())).rank() == 4)
					assertThat(maps.rank()).as(graph.name() + " " + at.value()).containsExactly(naive.rank,
							within(0.1));
			}
			assertThat(looked).as(graph.name()).isPositive();
		}
	}

	/** Everything kept, one image after the other. */
	private record Naive(double[] active, double[] magnitude, double[] rank) {
		static Naive of(Graph graph, Drawn data, Preprocessing preprocessing, ValueAxis at, int units) {
			Map<Integer, List<double[][]>> maps = new HashMap<>();
			try (Runner runner = Runner.of(graph, List.of(at.value()));
					Batches batches = Batches.of(data, preprocessing, 1, 100, new Skipped())) {
				for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
					Value value = Objects.requireNonNull(runner.run(Map.of(graph.inputs().getFirst().name(),
							Value.floats(preprocessing.shape(1), batch.numbers()))).get(at.value()));
					assertThat(at.axis()).isEqualTo(1);
					int h = value.shape().rank() > 2 ? (int) value.shape().dim(2) : 1;
					int w = value.shape().rank() > 3 ? (int) value.shape().dim(3) : 1;
					for (int c = 0; c < value.shape().dim(1); c++) {
						double[][] map = new double[h][w];
						for (int i = 0; i < h * w; i++)
							map[i / w][i % w] = value.toFloats()[c * h * w + i];
						if (at.unitOfIndex()[c] >= 0)
							maps.computeIfAbsent(at.unitOfIndex()[c], _ -> new ArrayList<>()).add(map);
					}
				}
			}
			Naive naive = new Naive(new double[units], new double[units], new double[units]);
			maps.forEach((unit, all) -> {
				double[] numbers = all.stream().flatMap(java.util.Arrays::stream)
						.flatMapToDouble(java.util.Arrays::stream).toArray();
				naive.active[unit] = java.util.Arrays.stream(numbers).filter(v -> v != 0).count()
						/ (double) numbers.length;
				naive.magnitude[unit] = java.util.Arrays.stream(numbers).map(Math::abs).average().orElseThrow();
				naive.rank[unit] = all.stream().mapToInt(Naive::rank).average().orElseThrow();
			});
			return naive;
		}

		private static int rank(double[][] map) {
			SingularValue<Double> svd = SingularValue.R064.make(map.length, map[0].length);
			svd.decompose(R064Store.FACTORY.copy(org.ojalgo.matrix.store.RawStore.wrap(map)));
			double largest = svd.getSingularValues().get(0);
			return (int) svd.getSingularValues().stream()
					.filter(s -> s > largest * Math.max(map.length, map[0].length) * Math.pow(2, -23)).count();
		}
	}

	@Test
	void portionsGiveWhatAllAtOnceGives() {
		Coupling coupling = coupling(Nets.resNet("net", 5, 1, 8, 16));
		Drawn data = Drawn.random(19, 16, 16, 1);
		ActivationStatistics whole = measured(coupling, data, usual(16));
		// two copies of floats of 8 channels of 16x16 for one image; so every group has a pass of its own
		long one = 2 * 4 * 8 * 16 * 16;
		ActivationStatistics parts = Activations.of(coupling, data, usual(16), true, () -> false,
				(s, step, share) -> {
				}, one);
		assertThat(Portion.divide(coupling, true, one).portions()).hasSizeGreaterThan(2);
		assertThat(parts.images()).isEqualTo(19);
		assertThat(parts.groups().keySet()).isEqualTo(whole.groups().keySet());
		whole.groups().forEach((name, maps) -> {
			ActivationStatistics.Maps other = Objects.requireNonNull(parts.groups().get(name));
			assertThat(other.active()).containsExactly(maps.active(), within(1e-4));
			assertThat(other.magnitude()).containsExactly(maps.magnitude(), within(1e-5));
			assertThat(other.rank()).containsExactly(maps.rank(), within(0.1));
		});
	}

	/** However many groups and images there are, no pass looks at more than there is room for. */
	@Test
	void activationsLookedAtFitInTheRoom() {
		Coupling coupling = coupling(Nets.resNet("net", 5, 2, 16, 32));
		for (long room : new long[]{300_000, 2_000_000, Activations.ROOM})
			assertThat(Portion.divide(coupling, true, room).portions()).isNotEmpty().allSatisfy(portion -> {
				long bytes = 0;
				for (String value : portion.values())
					bytes += 2 * 4 * Objects.requireNonNull(coupling.trace().shape(value)).elements()
							* portion.batch();
				assertThat(bytes).isLessThanOrEqualTo(room);
			});
		assertThat(Portion.divide(coupling, true, Activations.ROOM).portions()).hasSize(1);
	}

	@Test
	void looksBehindNormAndActivation() {
		NetBuilder b = new NetBuilder("net", 1);
		String x = b.openBatchInput("input", 1, 3, 8, 8);
		x = b.as("conv1").conv(x, ConvSpec.of(4, 3));
		String plain = b.relu(b.as("bn1").batchNorm(x));
		String swish = b.silu(b.as("bn2").batchNorm(b.as("conv2").conv(plain, ConvSpec.of(5, 3))));
		String bent = b.gelu(b.as("conv3").conv(swish, ConvSpec.of(6, 3)));
		String bare = b.as("conv4").conv(bent, ConvSpec.of(7, 3));
		String pooled = b.pool("MaxPool", bare, 2);
		b.output(b.as("fc").gemm(b.flatten(pooled), 3, true, true));
		Graph graph = b.build();
		Observed observed = new Observed(graph);
		Map<String, String> seen = new HashMap<>();
		for (ChannelGroup group : coupling(graph).prunable())
			seen.put(group.name(), Objects.requireNonNull(observed.of(group)).value());
		assertThat(seen).containsOnly(Map.entry("conv1", plain), Map.entry("conv2", swish), Map.entry("conv3", bent),
				Map.entry("conv4", bare));
	}

	@Test
	void sumsOfAStreamAreLookedThrough() {
		NetBuilder b = new NetBuilder("net", 1);
		String x = b.openBatchInput("input", 1, 3, 8, 8);
		String left = b.as("bn1").batchNorm(b.as("conv1").conv(x, ConvSpec.of(4, 3)));
		String right = b.as("conv2").conv(x, ConvSpec.of(4, 1));
		String sum = b.relu(b.add(left, right));
		b.output(b.as("fc").gemm(b.flatten(b.globalPool(sum)), 3, true, true));
		Graph graph = b.build();
		ChannelGroup group = coupling(graph).prunable().getFirst();
		assertThat(Objects.requireNonNull(new Observed(graph).of(group)).value()).isEqualTo(sum);
	}

	@Test
	void tokensHaveNoRankButTheRest() {
		NetBuilder b = new NetBuilder("tokens", 1);
		String x = b.openBatchInput("input", 1, 3, 8, 8);
		String tokens = b.transpose(b.reshape(b.as("patch").conv(x, ConvSpec.of(6, 4).strided(4)), 0, 6, -1), 0, 2, 1);
		String hidden = b.relu(b.as("up").matMul(tokens, 10));
		String back = b.as("down").matMul(hidden, 4);
		b.output(b.as("fc").gemm(b.flatten(back), 3, true, true));
		Coupling coupling = coupling(b.build());
		ChannelGroup group = Objects.requireNonNull(coupling.group("up"));
		ActivationStatistics found = measured(coupling, Drawn.random(5, 8, 8, 2), usual(8));
		assertThat(Scores.of(coupling, new HRank(found), PLAIN).of(group)).isNull();
		assertThat(Scores.of(coupling, new HRank(found), PLAIN).notApplicable(group)).contains("`up`",
				"no feature maps of two dimensions");
		double[] active = Objects.requireNonNull(Scores.of(coupling, new Apoz(found), PLAIN).of(group));
		assertThat(active).hasSize(10);
		assertThat(java.util.Arrays.stream(active).sum()).as("some numbers are zero, others are not").isBetween(0.1,
				9.9);
	}

	@Test
	void fixedBatchesOfSeveralImagesLeaveTheRestOut() {
		NetBuilder b = new NetBuilder("net", 1);
		String x = b.relu(b.as("conv1").conv(b.input("input", 4, 3, 8, 8), ConvSpec.of(4, 3)));
		b.output(b.as("fc").gemm(b.flatten(b.globalPool(x)), 3, true, true));
		Coupling coupling = coupling(b.build());
		assertThat(measured(coupling, Drawn.random(10, 8, 8, 2), usual(8)).images()).isEqualTo(8);
		assertThatThrownBy(() -> measured(coupling, Drawn.random(3, 8, 8, 2), usual(8)))
				.isInstanceOf(RefusedException.class).hasMessageContaining("4 images at a time");
	}

	@Test
	void cancelledBetweenBatches() {
		AtomicInteger asked = new AtomicInteger();
		assertThatThrownBy(() -> Activations.of(coupling(Nets.resNet("net", 5, 1, 8, 16)), Drawn.random(80, 16, 16, 1),
				usual(16), false, () -> asked.incrementAndGet() > 2, (s, step, share) -> {
				})).isInstanceOf(CancellationException.class);
		assertThat(asked).hasValue(3);
	}

	@Test
	void infiniteActivationsNameTheGroup() {
		Coupling coupling = passing("Exp");
		assertThatThrownBy(() -> measured(coupling, Drawn.random(2, 3, 3, 2), unchanged(3, 3)))
				.isInstanceOf(BadInputException.class).hasMessageContaining("`y`").hasMessageContaining("`r`")
				.hasMessageContaining("preprocessing");
	}

	@Test
	void labelsAreNotLookedAt() {
		Coupling coupling = passing("Relu");
		Dataset strange = new Listed(new int[]{99, 7}, new byte[][]{{1}, {2}});
		Preprocessing grey = new Preprocessing(3, 3, 3, 3, false, false, 1, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f),
				true);
		assertThat(measured(coupling, strange, grey).images()).isEqualTo(2);
	}

	@Test
	void beforeMeasuringNothingIsScored() {
		Coupling coupling = passing("Relu");
		ChannelGroup group = coupling.prunable().getFirst();
		for (Criterion criterion : espalier.importance.Criteria.measured()) {
			Scores scores = Scores.of(coupling, criterion, PLAIN);
			assertThat(scores.of(group)).isNull();
			assertThat(scores.notApplicable(group)).contains("has not been measured for " + criterion.title());
		}
	}
}
