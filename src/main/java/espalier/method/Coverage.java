package espalier.method;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import espalier.importance.Dendrogram;

/**
 * Filters whose kernels stand for those of the others. The kernels of each input are clustered (Ward), and filters are chosen one
 * after the other that cover most clusters that no chosen one covers yet. Park et al. 2024, "REPrune: Channel Pruning via Kernel
 * Representative Selection", sections 3.2 and 3.3, algorithm 1.
 */
final class Coverage {
	/** Of heights, relative: those that are equal but for rounding are joined. */
	private static final double ROUNDING = 1e-12;

	private Coverage() {}

	/**
	 * The cluster of each filter's kernel, by input: [inputs][filters]. Of every input so many merges are made that all are as high
	 * as the highest after {@code merges} of them. Cost: filters² x inputs x weights of a kernel, on all cores.
	 *
	 * @param kernels
	 *            [inputs][filters][weights]
	 */
	static int[][] clusters(double[][][] kernels, int merges) {
		List<Dendrogram> trees = IntStream.range(0, kernels.length).parallel()
				.mapToObj(input -> Dendrogram.ward(kernels[input])).toList();
		double height = merges == 0 ? -1
				: trees.stream().mapToDouble(tree -> tree.merges().get(merges - 1).height()).max().orElse(-1);
		return trees.stream().map(tree -> tree.clusters(height * (1 + ROUNDING))).toArray(int[][]::new);
	}

	/**
	 * So many filters in the order in which they are chosen.
	 *
	 * @param norms
	 *            decide between filters that cover as much
	 * @param random
	 *            decides instead, where given
	 */
	static List<Integer> chosen(int[][] clusters, int count, double[] norms, @Nullable SplittableRandom random) {
		BitSet[] covered = IntStream.range(0, clusters.length).mapToObj(_ -> new BitSet()).toArray(BitSet[]::new);
		List<Integer> chosen = new ArrayList<>();
		BitSet left = new BitSet();
		left.set(0, norms.length);
		while (chosen.size() < count) {
			List<Integer> best = new ArrayList<>();
			int most = -1;
			for (int filter = left.nextSetBit(0); filter >= 0; filter = left.nextSetBit(filter + 1)) {
				int fresh = 0;
				for (int input = 0; input < clusters.length; input++)
					if (!covered[input].get(clusters[input][filter]))
						fresh++;
				if (fresh > most) {
					most = fresh;
					best.clear();
				}
				if (fresh == most)
					best.add(filter);
			}
			int next = random != null ? best.get(random.nextInt(best.size())) : largest(best, norms);
			chosen.add(next);
			left.clear(next);
			for (int input = 0; input < clusters.length; input++)
				covered[input].set(clusters[input][next]);
		}
		return chosen;
	}

	private static int largest(List<Integer> of, double[] norms) {
		int best = of.getFirst();
		for (int filter : of)
			if (norms[filter] > norms[best])
				best = filter;
		return best;
	}
}
