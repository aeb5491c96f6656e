package espalier.method;

import java.util.ArrayList;
import java.util.Arrays;
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
	 * as the highest after {@code merges} of them. Cost: filters² x inputs x weights of a kernel, less where kernels are of one
	 * weight, on all cores.
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
	 * So many filters in the order in which they are chosen. Cost: filters x (inputs + count).
	 *
	 * @param norms
	 *            decide between filters that cover as much
	 * @param random
	 *            decides instead, where given
	 */
	static List<Integer> chosen(int[][] clusters, int count, double[] norms, @Nullable SplittableRandom random) {
		int[][] others = others(clusters, norms.length);
		int[] fresh = new int[norms.length];
		Arrays.fill(fresh, clusters.length);
		BitSet[] covered = IntStream.range(0, clusters.length).mapToObj(_ -> new BitSet()).toArray(BitSet[]::new);
		List<Integer> chosen = new ArrayList<>();
		BitSet left = new BitSet();
		left.set(0, norms.length);
		while (chosen.size() < count) {
			int most = left.stream().map(filter -> fresh[filter]).max().orElseThrow();
			List<Integer> best = left.stream().filter(filter -> fresh[filter] == most).boxed().toList();
			int next = random != null ? best.get(random.nextInt(best.size())) : largest(best, norms);
			chosen.add(next);
			left.clear(next);
			for (int input = 0; input < clusters.length; input++) {
				int cluster = clusters[input][next];
				if (covered[input].get(cluster))
					continue;
				covered[input].set(cluster);
				int filter = next;
				do {
					fresh[filter]--;
					filter = others[input][filter];
				} while (filter != next);
			}
		}
		return chosen;
	}

	/** For each input and filter the next of the same cluster, in a ring. */
	private static int[][] others(int[][] clusters, int filters) {
		int[][] others = new int[clusters.length][filters];
		for (int input = 0; input < clusters.length; input++) {
			int[] last = new int[filters];
			Arrays.fill(last, -1);
			for (int filter = 0; filter < filters; filter++) {
				int before = last[clusters[input][filter]];
				others[input][filter] = before < 0 ? filter : others[input][before];
				if (before >= 0)
					others[input][before] = filter;
				last[clusters[input][filter]] = filter;
			}
		}
		return others;
	}

	private static int largest(List<Integer> of, double[] norms) {
		int best = of.getFirst();
		for (int filter : of)
			if (norms[filter] > norms[best])
				best = filter;
		return best;
	}
}
