package espalier.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import espalier.graph.RefusedException;

/** The images of another data set, their classes numbered in another order. */
final class Relabelled implements Dataset {
	private final Dataset whole;
	private final List<String> classes;
	/** New label by old one. */
	private final int[] labels;

	private Relabelled(Dataset whole, List<String> classes, int[] labels) {
		this.whole = whole;
		this.classes = classes;
		this.labels = labels;
	}

	/** @throws RefusedException when the names are not those of the classes, each once */
	static Relabelled of(Dataset whole, List<String> order) {
		Set<String> seen = new HashSet<>();
		require(order.stream().filter(n -> !seen.add(n)).toList(), "names classes twice", "name each once");
		require(whole.classes().stream().filter(n -> !seen.contains(n)).toList(), "lacks classes of the data",
				"add them");
		require(order.stream().filter(n -> !whole.classes().contains(n)).toList(), "names classes that the data lacks",
				"take them out, or write them as the data does");
		List<String> classes = new ArrayList<>(order);
		return new Relabelled(whole, List.copyOf(order),
				whole.classes().stream().mapToInt(classes::indexOf).toArray());
	}

	private static void require(List<String> wrong, String what, String remedy) {
		if (!wrong.isEmpty())
			throw new RefusedException(
					"The order of classes " + what + " (" + Notes.some(wrong) + "); " + remedy + ".");
	}

	@Override
	public String name() {
		return whole.name();
	}

	@Override
	public List<String> classes() {
		return classes;
	}

	@Override
	public int size() {
		return whole.size();
	}

	/** Labels beyond the classes stay as they are. */
	@Override
	public int label(int index) {
		int old = whole.label(index);
		return old >= 0 && old < labels.length ? labels[old] : old;
	}

	@Override
	public Picture read(int index) throws UnreadableImage {
		return whole.read(index);
	}

	@Override
	public String hash() {
		Hash hash = new Hash().add(whole.hash());
		classes.forEach(hash::add);
		return hash.text();
	}
}
