package espalier.allocate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Units of several groups in one order, the lowest first, ties by group and index. */
final class Ranking {
	private record Ranked(double value, int group, int unit) {}

	private final List<Ranked> all = new ArrayList<>();

	/** Units of the free group at a position by comparable values; an infinite one never goes. */
	void add(int group, double[] values) {
		for (int unit = 0; unit < values.length; unit++)
			if (values[unit] < Double.POSITIVE_INFINITY)
				all.add(new Ranked(values[unit] == 0 ? 0 : values[unit], group, unit));
	}

	/** The group of each unit in order. */
	int[] order() {
		return all.stream().sorted(Comparator.comparingDouble(Ranked::value).thenComparingInt(Ranked::group)
				.thenComparingInt(Ranked::unit)).mapToInt(Ranked::group).toArray();
	}
}
