package espalier.allocate;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes again and again the step, from one measured point of a group's curve to a further one, that makes the network least worse
 * for each MAC (parameter, millisecond) it saves. Drops of different groups are taken to add up. Cost: one preview for each step that is
 * weighed, about ten times the number of measured points.
 */
public record Greedy() implements Allocator {
	@Override
	public String id() {
		return "greedy";
	}

	@Override
	public String title() {
		return "Greedy";
	}

	@Override
	public String summary() {
		return "Step by step what costs the least accuracy for what it saves, by measured curves.";
	}

	@Override
	public boolean needsSensitivity() {
		return true;
	}

	@Override
	public Allocation allocate(Request request) {
		Search.Ladder ladder = Search.Ladder.of(request);
		Steps steps = new Steps(request, ladder);
		List<Integer> order = new ArrayList<>();
		while (steps.cheapest() instanceof Steps.Step step) {
			for (int k = step.from(); k < step.to(); k++)
				order.add(step.group());
			steps.take(step);
		}
		return new Search(request, ladder).along(order.stream().mapToInt(Integer::intValue).toArray());
	}
}
