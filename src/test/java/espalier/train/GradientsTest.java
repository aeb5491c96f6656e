package espalier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Member;
import espalier.coupling.Role;
import espalier.data.Dataset;
import espalier.data.Picture;
import espalier.data.Preprocessing;
import espalier.data.Subset;
import espalier.data.UnreadableImage;
import espalier.graph.Attribute;
import espalier.graph.BadInputException;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.Use;
import espalier.graph.ValueInfo.Dim;
import espalier.importance.Aggregation;
import espalier.importance.Criterion;
import espalier.importance.Fisher;
import espalier.importance.GradientStatistics;
import espalier.importance.Scores;
import espalier.importance.Taylor;
import espalier.importance.TaylorAbsolute;
import espalier.runtime.Tracer;

/** Gradients against the reference's numbers and against finite differences. */
class GradientsTest {
	private static final Aggregation FILTERS = new Aggregation(Aggregation.Normalise.NONE, Aggregation.Reduce.SUM,
			Aggregation.MemberChoice.OUTPUTS);
	private static final Aggregation READERS = new Aggregation(Aggregation.Normalise.NONE, Aggregation.Reduce.SUM,
			Aggregation.MemberChoice.INPUTS);
	private static final int FEATURES = 12;
	private static final int HIDDEN = 5;
	private static final int CLASSES = 3;
	private static final Preprocessing PREPROCESSING = new Preprocessing(2, 2, 3, 0, false, false, 1 / 64f,
			List.of(2f, 2f, 2f), List.of(1f, 1f, 1f));

	@Test
	void numbersOfTheReference() {
		double[][] weights = {{1, -2}, {0.5, 0.5}, {3, 0}, {0, -1}};
		double[][][] gradients = {{{0.1, 0.2}, {-0.4, 0.4}, {0, 0.3}, {0.5, -0.1}},
				{{-0.1, 0.1}, {0.2, 0.2}, {0.1, 0}, {0.5, 0.3}}};
		Node node = new Node("conv", "", "Conv", List.of("x", "w"), List.of("y"), Map.of(), null);
		GradientSums sums = new GradientSums(new Member(Tensor.ofFloats("w", Shape.of(4, 2), new float[8]),
				new Use(node, 1), 0, Role.OUT, new int[]{0, 1, 2, 3}), 0, 4);
		for (double[][] batch : gradients) {
			float[] found = new float[8];
			for (int f = 0; f < 4; f++)
				for (int k = 0; k < 2; k++) {
					found[f] += (float) (batch[f][k] * weights[f][k]);
					found[4 + f] += (float) Math.pow(batch[f][k] * weights[f][k], 2);
				}
			sums.add(found, 0, 4);
		}
		GradientStatistics.Slice slice = sums.result(2);
		assertThat(slice.absolute()).containsExactly(new double[]{0.3, 0.1, 0.15, 0.2}, within(1e-6));
		assertThat(slice.squared()).containsExactly(new double[]{0.09, 0.02, 0.045, 0.05}, within(1e-6));
		assertThat(slice.curvature()).containsExactly(new double[]{0.055, 0.025, 0.0225, 0.025}, within(1e-6));
	}

	@Test
	void agreesWithFiniteDifferences() {
		Net net = new Net(new Random(5));
		// two whole batches and a short one
		Points data = Points.random(2 * Gradients.BATCH + 7, 8);
		Coupling coupling = coupling(net.graph());
		ChannelGroup group = coupling.prunable().getFirst();
		assertThat(group.units()).isEqualTo(HIDDEN);
		GradientStatistics found = measured(coupling, data);
		assertThat(found.images()).isEqualTo(data.size());
		assertThat(found.batches()).isEqualTo(3);
		double[][] expected = net.expected(data);
		double[][] scores = {score(coupling, new Taylor(found), FILTERS),
				score(coupling, new TaylorAbsolute(found), FILTERS), score(coupling, new Fisher(found), FILTERS),
				score(coupling, new Taylor(found), READERS), score(coupling, new TaylorAbsolute(found), READERS),
				score(coupling, new Fisher(found), READERS)};
		for (int i = 0; i < scores.length; i++)
			for (int u = 0; u < HIDDEN; u++)
				assertThat(scores[i][u]).as("score %d of unit %d", i, u).isCloseTo(expected[i][u],
						within(1e-5 + 1e-3 * expected[i][u]));
		assertThat(java.util.Arrays.stream(scores[0]).max().orElseThrow()).isPositive();
	}

	/** Shared vectors, a depthwise path, dropout and norms: the whole of a network is reached, and the mode is left as it was. */
	@Test
	void reachesEveryMemberOfAConvolutionalNet() {
		Graph graph = SmallNets.convolutional(1);
		Coupling coupling = coupling(graph);
		Dataset data = Subset.stratified(SmallNets.shapes(40, 10).train(), 20, 1);
		GradientStatistics found = Gradients.of(coupling, data, SmallNets.PREPROCESSING, 1, () -> false,
				(s, step, share) -> {
				});
		for (ChannelGroup group : coupling.prunable())
			assertThat(Objects.requireNonNull(found.groups().get(group.name())))
					.as("filters, scale, shift and readers; not the statistics").hasSize(4);
		GradientStatistics again = Gradients.of(coupling, data, SmallNets.PREPROCESSING, 1, () -> false,
				(s, step, share) -> {
				});
		assertThat(score(coupling, new Taylor(again), Aggregation.DEFAULT)).as("nothing is dropped at random")
				.containsExactly(score(coupling, new Taylor(found), Aggregation.DEFAULT));
	}

	@Test
	void withoutLabelsTheRemedyIsSaid() {
		Points data = Points.random(4, 1);
		Coupling coupling = coupling(new Net(new Random(1)).graph());
		Points unlabelled = new Points(data.pixels(), new int[]{-1, -1, -1, -1});
		assertThatThrownBy(() -> measured(coupling, unlabelled)).isInstanceOf(RefusedException.class)
				.hasMessageContaining("no labels").hasMessageContaining("folders by class")
				.hasMessageContaining("hrank");
		Points beyond = new Points(data.pixels(), new int[]{7, 7, 8, 9});
		assertThatThrownBy(() -> measured(coupling, beyond)).isInstanceOf(RefusedException.class)
				.hasMessageContaining("beyond the model's outputs");
	}

	@Test
	void cancelledBetweenBatches() {
		AtomicInteger asked = new AtomicInteger();
		assertThatThrownBy(() -> Gradients.of(coupling(new Net(new Random(1)).graph()), Points.random(80, 1),
				PREPROCESSING, 1, () -> asked.incrementAndGet() > 2, (s, step, share) -> {
				})).isInstanceOf(CancellationException.class);
		assertThat(asked).hasValue(3);
	}

	@Test
	void divergedWeightsAreRefused() {
		Net net = new Net(new Random(1));
		net.first[0][0] = 3e38;
		assertThatThrownBy(() -> measured(coupling(net.graph()), Points.random(4, 1)))
				.isInstanceOfAny(BadInputException.class, RefusedException.class);
	}

	@Test
	void anotherNetworksGradientsAreNotUsed() {
		Coupling coupling = coupling(new Net(new Random(1)).graph());
		GradientStatistics found = measured(coupling, Points.random(4, 1));
		assertThat(found.covers(coupling.prunable())).isTrue();
		assertThat(found.covers(coupling(SmallNets.convolutional(1)).prunable())).isFalse();
	}

	private static Coupling coupling(Graph graph) {
		return Coupling.of(graph, Tracer.trace(graph));
	}

	private static GradientStatistics measured(Coupling coupling, Dataset data) {
		return Gradients.of(coupling, data, PREPROCESSING, 1, () -> false, (s, step, share) -> {
		});
	}

	private static double[] score(Coupling coupling, Criterion criterion, Aggregation aggregation) {
		return Objects
				.requireNonNull(Scores.of(coupling, criterion, aggregation).of(coupling.prunable().getFirst()));
	}

	/** Images of 2x2 pixels. */
	private record Points(byte[][] pixels, int[] labels) implements Dataset {
		static Points random(int count, long seed) {
			Random random = new Random(seed);
			byte[][] pixels = new byte[count][FEATURES];
			for (byte[] image : pixels)
				random.nextBytes(image);
			return new Points(pixels, random.ints(count, 0, CLASSES).toArray());
		}

		@Override
		public String name() {
			return "points";
		}

		@Override
		public List<String> classes() {
			return List.of("a", "b", "c");
		}

		@Override
		public int size() {
			return labels.length;
		}

		@Override
		public int label(int index) {
			return labels[index];
		}

		@Override
		public Picture read(int index) throws UnreadableImage {
			return new Picture(2, 2, 3, pixels[index]);
		}

		@Override
		public String hash() {
			return "points";
		}
	}

	/** A hidden layer of rectified sums, in double precision beside its graph. */
	private static final class Net {
		private final double[][] first = new double[HIDDEN][FEATURES];
		private final double[][] second = new double[CLASSES][HIDDEN];
		private final double[] shift = new double[HIDDEN];

		Net(Random random) {
			for (double[] row : first)
				java.util.Arrays.setAll(row, i -> (float) random.nextGaussian() / 3);
			for (double[] row : second)
				java.util.Arrays.setAll(row, i -> (float) random.nextGaussian());
			java.util.Arrays.setAll(shift, i -> (float) random.nextGaussian());
		}

		Graph graph() {
			return SmallNets.graph(new Dim[]{new Dim(3, null), new Dim(2, null), new Dim(2, null)},
					List.of(Tensor.ofFloats("w1", Shape.of(HIDDEN, FEATURES), flat(first)),
							Tensor.ofFloats("b1", Shape.of(HIDDEN), flat(new double[][]{shift})),
							Tensor.ofFloats("w2", Shape.of(CLASSES, HIDDEN), flat(second)),
							Tensor.ofFloats("b2", Shape.of(CLASSES), new float[CLASSES])),
					new Node("flat", "", "Flatten", List.of("input"), List.of("f"), Map.of(), null),
					new Node("fc1", "", "Gemm", List.of("f", "w1", "b1"), List.of("h"),
							Map.of("transB", new Attribute.Int(1)), null),
					new Node("relu", "", "Relu", List.of("h"), List.of("r"), Map.of(), null),
					new Node("fc2", "", "Gemm", List.of("r", "w2", "b2"), List.of("logits"),
							Map.of("transB", new Attribute.Int(1)), null));
		}

		private static float[] flat(double[][] rows) {
			float[] flat = new float[rows.length * rows[0].length];
			for (int i = 0; i < flat.length; i++)
				flat[i] = (float) rows[i / rows[0].length][i % rows[0].length];
			return flat;
		}

		/** Taylor, its absolute form and Fisher by unit: of the first layer's rows, then of the second's columns. */
		double[][] expected(Points data) {
			double[][] expected = new double[6][HIDDEN];
			int batches = (data.size() + Gradients.BATCH - 1) / Gradients.BATCH;
			for (int b = 0; b < batches; b++) {
				int from = b * Gradients.BATCH;
				int to = Math.min(data.size(), from + Gradients.BATCH);
				for (int u = 0; u < HIDDEN; u++) {
					double[] rows = new double[2];
					for (int k = 0; k < FEATURES; k++)
						add(rows, first[u], k, data, from, to);
					double[] columns = new double[2];
					for (int c = 0; c < CLASSES; c++)
						add(columns, second[c], u, data, from, to);
					put(expected, 0, u, rows, batches);
					put(expected, 3, u, columns, batches);
				}
			}
			return expected;
		}

		private static void put(double[][] expected, int at, int unit, double[] sums, int batches) {
			expected[at][unit] += sums[0] * sums[0] / batches;
			expected[at + 1][unit] += Math.abs(sums[0]) / batches;
			expected[at + 2][unit] += sums[1] / 2 / batches;
		}

		/** Adds gradient times weight of one weight, and its square. */
		private void add(double[] sums, double[] row, int at, Points data, int from, int to) {
			double step = 1e-5;
			double weight = row[at];
			row[at] = weight + step;
			double above = loss(data, from, to);
			row[at] = weight - step;
			double below = loss(data, from, to);
			row[at] = weight;
			double product = weight * (above - below) / (2 * step);
			sums[0] += product;
			sums[1] += product * product;
		}

		private double loss(Points data, int from, int to) {
			double loss = 0;
			for (int i = from; i < to; i++) {
				double[] logits = new double[CLASSES];
				for (int u = 0; u < HIDDEN; u++) {
					double sum = shift[u];
					for (int k = 0; k < FEATURES; k++)
						// pixels lie colour by colour in a picture and plane by plane in the network
						sum += first[u][k]
								* (Byte.toUnsignedInt(data.pixels()[i][k % 4 * 3 + k / 4]) / 64.0 - 2);
					for (int c = 0; c < CLASSES; c++)
						logits[c] += second[c][u] * Math.max(0, sum);
				}
				double sum = 0;
				for (double logit : logits)
					sum += Math.exp(logit);
				loss += Math.log(sum) - logits[data.labels()[i]];
			}
			return loss / (to - from);
		}
	}
}
