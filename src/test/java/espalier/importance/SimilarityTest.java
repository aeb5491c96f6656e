package espalier.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import espalier.coupling.Member;
import espalier.coupling.Role;
import espalier.graph.BadInputException;
import espalier.graph.Node;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.Use;

/** Cosines, trees and pictures of filters, against plain loops and numbers worked out by hand. */
class SimilarityTest {
	private static Member member(String op, Tensor tensor, int axis, int... unitOfIndex) {
		Node node = new Node("layer", "", op, List.of("x", "w"), List.of("y"), Map.of(), null);
		int[] units = unitOfIndex.length > 0 ? unitOfIndex
				: IntStream.range(0, (int) tensor.shape().dim(axis)).toArray();
		return new Member(tensor, new Use(node, 1), axis, Role.OUT, units);
	}

	private static Tensor random(long seed, long... dims) {
		Random random = new Random(seed);
		float[] values = new float[(int) Shape.of(dims).elements()];
		for (int i = 0; i < values.length; i++)
			values[i] = (float) random.nextGaussian();
		return Tensor.ofFloats("w", Shape.of(dims), values);
	}

	/** A unit's numbers, index after index, by walking over the whole tensor. */
	private static double[] row(Member member, int unit) {
		Shape shape = member.tensor().shape();
		long inner = 1;
		for (int k = member.axis() + 1; k < shape.rank(); k++)
			inner *= shape.dim(k);
		double[] row = new double[0];
		for (int index = 0; index < member.width(); index++)
			for (long i = 0; member.unitOfIndex()[index] == unit && i < shape.elements(); i++)
				if (i / inner % shape.dim(member.axis()) == index) {
					row = Arrays.copyOf(row, row.length + 1);
					row[row.length - 1] = member.tensor().at(i);
				}
		return row;
	}

	private static double cosine(double[] a, double[] b) {
		double product = 0;
		double squareA = 0;
		double squareB = 0;
		for (int i = 0; i < Math.max(a.length, b.length); i++) {
			double x = i < a.length ? a[i] : 0;
			double y = i < b.length ? b[i] : 0;
			product += x * y;
			squareA += x * x;
			squareB += y * y;
		}
		return product / Math.sqrt(squareA * squareB);
	}

	private static void assertNaive(Member member, int units) {
		Similarity found = Similarity.of(member, units, () -> false);
		double[][] rows = IntStream.range(0, units).mapToObj(u -> row(member, u)).toArray(double[][]::new);
		for (int a = 0; a < units; a++)
			for (int b = 0; b < units; b++)
				assertThat((double) found.at(a, b)).as(a + " and " + b).isCloseTo(cosine(rows[a], rows[b]),
						within(1e-6));
	}

	@Test
	void cosinesAreThoseOfPlainLoopsOnEveryAxisAndAcrossTiles() {
		assertNaive(member("Conv", random(1, 150, 3, 3, 3), 0), 150);
		assertNaive(member("ConvTranspose", random(2, 5, 140, 2, 2), 1), 140);
		assertNaive(member("MatMul", random(3, 270, 131), 1), 131);
	}

	@Test
	void unitsOfSeveralFiltersAreComparedAsAWhole() {
		assertNaive(member("Gemm", random(4, 12, 7), 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3), 4);
		assertNaive(member("Conv", random(5, 6, 4, 3, 3), 0, 0, 1, 2, 0, 1, 2), 3);
		assertNaive(member("MatMul", random(6, 9, 6), 1, 2, 1, 0, -1, 0, 1), 3);
	}

	@Test
	void zeroFiltersAreAlikeAmongThemselvesOnly() {
		Similarity found = Similarity.of(
				member("Gemm", Tensor.ofFloats("w", Shape.of(4, 2), 0, 0, 0, 0, 3, 4, -6, -8), 0),
				4, () -> false);
		assertThat(found.cosines()).containsExactly(1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 1, -1, 0, 0, -1, 1);
	}

	@Test
	void whatCannotBeComparedIsRefused() {
		Tensor broken = Tensor.ofFloats("w", Shape.of(2, 2), 1, Float.NaN, 1, 1);
		assertThatThrownBy(() -> Similarity.of(member("Gemm", broken, 0), 2, () -> false))
				.isInstanceOf(BadInputException.class).hasMessageContaining("`layer`");
		Member wide = member("Gemm", random(7, Similarity.MOST + 1, 1), 0);
		assertThatThrownBy(() -> Similarity.of(wide, Similarity.MOST + 1, () -> false))
				.isInstanceOf(RefusedException.class).hasMessageContaining("4097 filters");
		assertThatThrownBy(() -> Similarity.of(member("Gemm", random(8, 4, 4), 0), 4, () -> true))
				.isInstanceOf(CancellationException.class);
	}

	/** Distances 1 - cosine: 0-2 0.1, 1-3 0.2, 4 is 0.5 from 1 and 3, the rest as below. */
	private static Similarity byHand() {
		float[][] cosines = {{1, 0.2f, 0.9f, 0.4f, -0.5f}, {0.2f, 1, 0.1f, 0.8f, 0.5f}, {0.9f, 0.1f, 1, 0.3f, -0.5f},
				{0.4f, 0.8f, 0.3f, 1, 0.5f}, {-0.5f, 0.5f, -0.5f, 0.5f, 1}};
		float[] flat = new float[25];
		for (int i = 0; i < 25; i++)
			flat[i] = cosines[i / 5][i % 5];
		return new Similarity(5, flat);
	}

	@Test
	void treeAndOrderByHand() {
		Dendrogram tree = Dendrogram.of(byHand());
		assertThat(tree.merges()).extracting(Dendrogram.Merge::a).containsExactly(0, 1, 6, 5);
		assertThat(tree.merges()).extracting(Dendrogram.Merge::b).containsExactly(2, 3, 4, 7);
		assertThat(tree.merges()).extracting(Dendrogram.Merge::size).containsExactly(2, 2, 3, 5);
		double last = (0.8 + 0.6 + 1.5 + 0.9 + 0.7 + 1.5) / 6;
		double[] heights = {0.1, 0.2, 0.5, last};
		for (int k = 0; k < 4; k++)
			assertThat(tree.merges().get(k).height()).isCloseTo(heights[k], within(1e-6));
		assertThat(tree.order()).containsExactly(0, 2, 1, 3, 4);
	}

	@Test
	void treesOfOneAndOfEquals() {
		assertThat(Dendrogram.of(new Similarity(1, new float[]{1})).order()).containsExactly(0);
		float[] same = new float[36];
		Arrays.fill(same, 1);
		Dendrogram flat = Dendrogram.of(new Similarity(6, same));
		assertThat(flat.order()).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
		assertThat(flat.merges()).hasSize(5).allMatch(m -> m.height() == 0);
	}

	@Test
	void heightsAreThoseOfJoiningTheNearestPairAgainAndAgain() {
		for (long seed = 0; seed < 5; seed++) {
			int n = 40;
			Similarity similarity = Similarity.of(member("Gemm", random(seed, n, 6), 0), n, () -> false);
			Dendrogram tree = Dendrogram.of(similarity);
			double[] naive = naive(similarity);
			for (int k = 0; k < n - 1; k++)
				assertThat(tree.merges().get(k).height()).as("merge " + k).isCloseTo(naive[k], within(1e-9));
			assertThat(Arrays.stream(tree.order()).sorted().toArray()).isEqualTo(IntStream.range(0, n).toArray());
		}
	}

	/** Average linkage by its definition: all pairs of all clusters each time. */
	private static double[] naive(Similarity similarity) {
		List<List<Integer>> clusters = new java.util.ArrayList<>();
		for (int i = 0; i < similarity.units(); i++)
			clusters.add(List.of(i));
		double[] heights = new double[similarity.units() - 1];
		for (int k = 0; k < heights.length; k++) {
			heights[k] = Double.POSITIVE_INFINITY;
			int a = 0;
			int b = 0;
			for (int i = 0; i < clusters.size(); i++)
				for (int j = 0; j < i; j++) {
					double sum = 0;
					for (int x : clusters.get(i))
						for (int y : clusters.get(j))
							sum += 1 - similarity.at(x, y);
					double mean = sum / clusters.get(i).size() / clusters.get(j).size();
					if (mean < heights[k]) {
						heights[k] = mean;
						a = i;
						b = j;
					}
				}
			List<Integer> joined = new java.util.ArrayList<>(clusters.remove(a));
			joined.addAll(clusters.remove(b));
			clusters.add(joined);
		}
		return heights;
	}

	@Test
	void kernelsAreReadAsTheLayerHoldsThem() {
		assertKernels(member("Conv", random(1, 4, 3, 5, 2), 0), 4, 3, 5, 2);
		assertKernels(member("ConvTranspose", random(2, 3, 4, 2, 2), 1), 4, 3, 2, 2);
		assertKernels(member("Conv", random(3, 4, 3, 7), 0), 4, 3, 1, 7);
		assertKernels(member("Conv", random(4, 4, 3, 2, 5, 5), 0), 4, 6, 5, 5);
		assertKernels(member("MatMul", random(5, 9, 6), 1), 6, 9, 1, 1);
		assertKernels(member("Gemm", random(6, 6, 9), 0, 0, 0, 1, 1, 2, 2), 3, 18, 1, 1);
	}

	private static void assertKernels(Member member, int units, int inputs, int height, int width) {
		Kernels kernels = Kernels.of(member, units);
		assertThat(kernels).isEqualTo(new Kernels(member, units, inputs, height, width));
		Kernels.Reading reading = kernels.reading();
		for (int unit = units - 1; unit >= 0; unit--) {
			double[] row = row(member, unit);
			float[] read = reading.of(unit);
			assertThat(read).hasSize(inputs * height * width);
			for (int i = 0; i < row.length; i++)
				assertThat(read[i]).isEqualTo((float) row[i]);
		}
	}
}
