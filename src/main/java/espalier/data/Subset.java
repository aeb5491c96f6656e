package espalier.data;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Some images of another data set, in a given order. */
public record Subset(Dataset whole, int[] indices, String name) implements Dataset {
	/**
	 * The same number of images of each class as far as there are that many, drawn by seed: class after class in turn, so that
	 * any beginning is stratified too.
	 */
	public static Subset stratified(Dataset whole, int count, long seed) {
		int[] order = shuffled(whole.size(), seed);
		int[] taken = new int[whole.size()];
		int[] rank = new int[whole.size()];
		java.util.Map<Integer, Integer> seen = new java.util.HashMap<>();
		for (int index : order)
			rank[index] = seen.merge(whole.label(index), 1, Integer::sum);
		Integer[] sorted = Arrays.stream(order).boxed().toArray(Integer[]::new);
		Arrays.sort(sorted, java.util.Comparator.comparingInt((Integer i) -> rank[i]));
		for (int i = 0; i < taken.length; i++)
			taken[i] = sorted[i];
		return new Subset(whole, Arrays.copyOf(taken, Math.min(count, taken.length)), whole.name());
	}

	/** All indices in an order drawn by seed. */
	static int[] shuffled(int size, long seed) {
		int[] order = new int[size];
		Random random = new Random(seed);
		for (int i = 0; i < size; i++) {
			int j = random.nextInt(i + 1);
			order[i] = order[j];
			order[j] = i;
		}
		return order;
	}

	@Override
	public List<String> classes() {
		return whole.classes();
	}

	@Override
	public int size() {
		return indices.length;
	}

	@Override
	public int label(int index) {
		return whole.label(indices[index]);
	}

	@Override
	public Picture read(int index) throws UnreadableImage {
		return whole.read(indices[index]);
	}

	@Override
	public String hash() {
		Hash hash = new Hash().add(whole.hash());
		for (int index : indices)
			hash.add(index);
		return hash.text();
	}

	@Override
	public boolean equals(Object o) {
		return o instanceof Subset s && whole.equals(s.whole) && Arrays.equals(indices, s.indices);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(indices);
	}
}
