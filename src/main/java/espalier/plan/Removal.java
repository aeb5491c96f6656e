package espalier.plan;

import java.util.List;

/** Units of one group that go, and every place where that bites. */
public record Removal(String group, List<Integer> units, List<Anchor> anchors) {
	public Removal {
		units = List.copyOf(units);
		anchors = List.copyOf(anchors);
	}
}
