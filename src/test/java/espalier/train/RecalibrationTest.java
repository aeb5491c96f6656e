package espalier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.Test;

import espalier.data.Dataset;
import espalier.data.Picture;
import espalier.data.Preprocessing;
import espalier.graph.Attribute;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.ValueInfo.Dim;
import espalier.zoo.Nets;

/** Statistics against numbers worked out in plain Java. */
class RecalibrationTest {
	private static final int SIDE = 4;
	private static final int AREA = SIDE * SIDE;
	private static final int IMAGES = 12;
	private static final Preprocessing PREPROCESSING = new Preprocessing(SIDE, SIDE, 3, 0, false, false, 1 / 255f,
			List.of(0f, 0f, 0f), List.of(1f, 1f, 1f));
	private static final double EPSILON = 0.01;

	private static final float[][] FIRST = {{0.5f, -1, 2}, {1, 0.3f, -0.4f}};
	private static final float[][] SECOND = {{1.5f, -0.7f}, {-2, 0.9f}};
	private static final float[] SCALE = {1.2f, 0.6f};
	private static final float[] SHIFT = {-0.1f, 0.4f};

	/** Random pictures in two classes. */
	private record Noise(int size) implements Dataset {
		@Override
		public String name() {
			return "noise";
		}

		@Override
		public List<String> classes() {
			return List.of("a", "b");
		}

		@Override
		public int label(int index) {
			return index % 2;
		}

		@Override
		public Picture read(int index) {
			byte[] pixels = new byte[AREA * 3];
			new Random(index).nextBytes(pixels);
			return new Picture(SIDE, SIDE, 3, pixels);
		}

		@Override
		public String hash() {
			return "noise";
		}
	}

	/** Two convolutions of single pixels, a norm behind each, the second behind a Relu and a dropout. */
	private static Graph graph() {
		List<Tensor> stored = new ArrayList<>(List.of(
				Tensor.ofFloats("w1", Shape.of(2, 3, 1, 1), 0.5f, -1, 2, 1, 0.3f, -0.4f),
				Tensor.ofFloats("w2", Shape.of(2, 2, 1, 1), 1.5f, -0.7f, -2, 0.9f),
				Tensor.ofFloats("scale", Shape.of(2), SCALE), Tensor.ofFloats("shift", Shape.of(2), SHIFT)));
		for (String norm : List.of("1", "2")) {
			stored.add(Tensor.ofFloats("mean" + norm, Shape.of(2), 7, -7));
			stored.add(Tensor.ofFloats("var" + norm, Shape.of(2), 3, 0.1f));
		}
		Dim side = new Dim(SIDE, null);
		return SmallNets.graph(new Dim[]{new Dim(3, null), side, side}, stored,
				new Node("conv1", "", "Conv", List.of("input", "w1"), List.of("a"), Map.of(), null),
				norm("1", "a", "b"),
				new Node("relu", "", "Relu", List.of("b"), List.of("c"), Map.of(), null),
				new Node("drop", "", "Dropout", List.of("c"), List.of("d"), Map.of(), null),
				new Node("conv2", "", "Conv", List.of("d", "w2"), List.of("e"), Map.of(), null), norm("2", "e", "f"),
				new Node("pool", "", "GlobalAveragePool", List.of("f"), List.of("g"), Map.of(), null),
				new Node("flat", "", "Flatten", List.of("g"), List.of("logits"), Map.of(), null));
	}

	private static Node norm(String number, String in, String out) {
		return new Node("norm" + number, "", "BatchNormalization",
				List.of(in, "scale", "shift", "mean" + number, "var" + number), List.of(out),
				Map.of("epsilon", new Attribute.Real((float) EPSILON)), null);
	}

	/** Means and biased variances of one layer, by channel. */
	private record Statistics(double[] mean, double[] variance) {
		static Statistics of(double[][] values) {
			double[] mean = Arrays.stream(values).mapToDouble(v -> Arrays.stream(v).average().orElseThrow()).toArray();
			double[] variance = new double[mean.length];
			for (int c = 0; c < mean.length; c++)
				for (double value : values[c])
					variance[c] += (value - mean[c]) * (value - mean[c]) / values[c].length;
			return new Statistics(mean, variance);
		}

		double normal(double value, int c) {
			return (value - mean[c]) / Math.sqrt(variance[c] + EPSILON) * SCALE[c] + SHIFT[c];
		}
	}

	/** All pixels by channel. */
	private static double[][] pixels() {
		double[][] pixels = new double[3][IMAGES * AREA];
		Noise data = new Noise(IMAGES);
		for (int i = 0; i < IMAGES; i++)
			for (int p = 0; p < AREA; p++)
				for (int c = 0; c < 3; c++)
					pixels[c][i * AREA + p] = data.read(i).at(p % SIDE, p / SIDE, c) / 255.0;
		return pixels;
	}

	private static double[][] convolved(double[][] in, float[][] weights) {
		double[][] out = new double[weights.length][in[0].length];
		for (int o = 0; o < out.length; o++)
			for (int c = 0; c < in.length; c++)
				for (int p = 0; p < in[c].length; p++)
					out[o][p] += weights[o][c] * in[c][p];
		return out;
	}

	private static Graph recalibrated(long room) {
		return Recalibration.of(graph(), new Noise(IMAGES), PREPROCESSING, 512, 1, 1, () -> false, room);
	}

	@Test
	void everyLayerHasTheStatisticsOfItsInputBehindTheNewLayersBefore() {
		double[][] first = convolved(pixels(), FIRST);
		Statistics one = Statistics.of(first);
		double[][] between = new double[2][first[0].length];
		for (int c = 0; c < 2; c++)
			for (int p = 0; p < between[c].length; p++)
				between[c][p] = Math.max(0, one.normal(first[c][p], c));
		Statistics two = Statistics.of(convolved(between, SECOND));
		Graph result = recalibrated(1 << 20);
		near(result, "mean1", one.mean);
		near(result, "var1", one.variance);
		near(result, "mean2", two.mean);
		near(result, "var2", two.variance);
	}

	@Test
	void severalBatchesArePooled() {
		Statistics one = Statistics.of(convolved(pixels(), FIRST));
		Graph five = recalibrated(5L * Float.BYTES * AREA * 3);
		near(five, "mean1", one.mean);
		near(five, "var1", one.variance);
		assertThat(five.initializers().get("var2").toFloats())
				.isNotEqualTo(recalibrated(1 << 20).initializers().get("var2").toFloats());
	}

	@Test
	void weightsAndFormStay() {
		Graph before = SmallNets.convolutional(1);
		Graph after = Recalibration.of(before, SmallNets.shapes(40, 20).train(), SmallNets.PREPROCESSING, 40, 1, 1,
				() -> false);
		assertThat(after.inputs()).isEqualTo(before.inputs());
		assertThat(after.outputs()).isEqualTo(before.outputs());
		for (Tensor tensor : before.initializers().values()) {
			boolean same = Arrays.equals(after.initializers().get(tensor.name()).toFloats(), tensor.toFloats());
			assertThat(same).as(tensor.name()).isEqualTo(!tensor.name().contains("running"));
		}
	}

	@Test
	void graphsWithoutBatchNormsStayAsTheyAre() {
		Graph vgg = Nets.vgg(7);
		assertThat(Recalibration.of(vgg, SmallNets.shapes(20, 20).train(), SmallNets.PREPROCESSING, 20, 1, 1,
				() -> false)).isSameAs(vgg);
	}

	@Test
	void cancelsAndRefuses() {
		assertThatThrownBy(
				() -> Recalibration.of(graph(), new Noise(IMAGES), PREPROCESSING, IMAGES, 1, 1, () -> true))
				.isInstanceOf(CancellationException.class);
		assertThatThrownBy(() -> Recalibration.of(graph(), new Noise(IMAGES), PREPROCESSING, 0, 1, 1, () -> false))
				.isInstanceOf(RefusedException.class).hasMessageContaining("0 images; give 1 or more");
	}

	private static void near(Graph graph, String name, double[] expected) {
		float[] actual = graph.initializers().get(name).toFloats();
		for (int c = 0; c < expected.length; c++)
			assertThat((double) actual[c]).as("%s at %d", name, c).isCloseTo(expected[c], within(2e-6));
	}
}
