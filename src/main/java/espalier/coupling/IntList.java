package espalier.coupling;

import java.util.Arrays;

/** Growable ints: ties are many and small. */
final class IntList {
	private int[] items = new int[64];
	private int size;

	int size() {
		return size;
	}

	int get(int i) {
		return items[i];
	}

	void set(int i, int value) {
		items[i] = value;
	}

	void add(int value) {
		if (size == items.length)
			items = Arrays.copyOf(items, size * 2);
		items[size++] = value;
	}
}
