package espalier.runtime.torch;

import java.util.ArrayList;
import java.util.List;

import espalier.graph.Attribute;

/**
 * LSTM, GRU and RNN as loops over time. Inputs are [time, batch, width]; weights W [directions, gates x hidden, width],
 * R [directions, gates x hidden, hidden], B [directions, 2 x gates x hidden].
 */
final class Recurrence {
	private Recurrence() {}

	/** Writes the new state of one step; returns its names, the hidden state first. */
	@FunctionalInterface
	private interface Step {
		List<String> write(Cell cell, String input, List<String> state);
	}

	/** One direction's weights by name, and where to write. */
	private record Cell(Call call, String indent, String w, String r, String bw, String br, long hidden) {
		String let(String expression) {
			String name = call.fresh();
			call.line(indent + name + " = " + expression);
			return name;
		}

		/** A gate's part of a vector of all gates. */
		String gate(String all, int index) {
			return "torch.slice(" + all + ", 1, " + index * hidden + ", " + (index + 1) * hidden + ", 1)";
		}
	}

	static void lstm(Call c) {
		if (c.has(7))
			throw c.refused("its peepholes have no trainable form");
		write(c, 4, List.of(5, 6), (cell, x, state) -> {
			String gates = cell.let("torch.add(torch.linear(" + x + ", " + cell.w + ", " + cell.bw
					+ "), torch.linear(" + state.getFirst() + ", " + cell.r + ", " + cell.br + "))");
			String memory = cell.let("torch.add(torch.mul(torch.sigmoid(" + cell.gate(gates, 2) + "), " + state.get(1)
					+ "), torch.mul(torch.sigmoid(" + cell.gate(gates, 0) + "), torch.tanh(" + cell.gate(gates, 3)
					+ ")))");
			return List.of(cell.let("torch.mul(torch.sigmoid(" + cell.gate(gates, 1) + "), torch.tanh(" + memory
					+ "))"), memory);
		}, "Sigmoid", "Tanh", "Tanh");
	}

	static void gru(Call c) {
		boolean after = c.node().integer("linear_before_reset", 0) == 1;
		write(c, 3, List.of(5), (cell, x, state) -> {
			String h = state.getFirst();
			String ours = cell.let("torch.linear(" + x + ", " + cell.w + ", " + cell.bw + ")");
			String theirs = cell.let("torch.linear(" + h + ", " + cell.r + ", " + cell.br + ")");
			String update = cell.let("torch.sigmoid(torch.add(" + cell.gate(ours, 0) + ", " + cell.gate(theirs, 0)
					+ "))");
			String reset = cell.let("torch.sigmoid(torch.add(" + cell.gate(ours, 1) + ", " + cell.gate(theirs, 1)
					+ "))");
			String hidden = after
					? "torch.mul(" + reset + ", " + cell.gate(theirs, 2) + ")"
					: "torch.linear(torch.mul(" + reset + ", " + h + "), torch.slice(" + cell.r + ", 0, "
							+ 2 * cell.hidden + ", " + 3 * cell.hidden + ", 1), torch.slice(" + cell.br + ", 0, "
							+ 2 * cell.hidden + ", " + 3 * cell.hidden + ", 1))";
			String candidate = cell.let("torch.tanh(torch.add(" + cell.gate(ours, 2) + ", " + hidden + "))");
			return List.of(cell.let("torch.add(torch.mul(torch.sub(torch.ones_like(" + update + "), " + update + "), "
					+ candidate + "), torch.mul(" + update + ", " + h + "))"));
		}, "Sigmoid", "Tanh");
	}

	static void rnn(Call c) {
		write(c, 1, List.of(5),
				(cell, x, state) -> List.of(cell.let("torch.tanh(torch.add(torch.linear(" + x + ", " + cell.w + ", "
						+ cell.bw + "), torch.linear(" + state.getFirst() + ", " + cell.r + ", " + cell.br + ")))")),
				"Tanh");
	}

	private static void write(Call c, int gates, List<Integer> stateSlots, Step step, String... activations) {
		check(c, activations);
		long hidden = c.fixedDim(2, 2);
		String direction = c.node().text("direction", "forward");
		int directions = direction.equals("bidirectional") ? 2 : 1;
		List<String> outputs = new ArrayList<>();
		List<List<String>> last = new ArrayList<>();
		stateSlots.forEach(_ -> last.add(new ArrayList<>()));
		for (int d = 0; d < directions; d++) {
			boolean backwards = direction.equals("reverse") || d == 1;
			Cell cell = cell(c, d, gates, hidden);
			List<String> state = new ArrayList<>();
			for (int slot : stateSlots)
				state.add(c.let(c.has(slot)
						? "torch.select(" + c.in(slot) + ", 0, " + d + ")"
						: "torch.zeros([" + c.dim(0, 1) + ", " + hidden + "], dtype=6)"));
			String steps = c.let("annotate(List[Tensor], [])");
			String time = c.fresh();
			c.line("for " + time + " in range(" + c.dim(0, 0) + "):");
			String at = backwards ? "torch.sub(" + c.dim(0, 0) + ", torch.add(" + time + ", 1))" : time;
			String x = cell.let("torch.select(" + c.in(0) + ", 0, " + at + ")");
			List<String> next = step.write(cell, x, state);
			for (int s = 0; s < state.size(); s++)
				c.line("  " + state.get(s) + " = " + next.get(s));
			c.line("  " + c.fresh() + " = torch.append(" + steps + ", " + next.getFirst() + ")");
			String joined = c.let("torch.stack(" + steps + ", 0)");
			outputs.add(backwards ? c.let("torch.flip(" + joined + ", [0])") : joined);
			for (int s = 0; s < state.size(); s++)
				last.get(s).add(state.get(s));
		}
		c.out(0, "torch.stack([" + String.join(", ", outputs) + "], 1)");
		for (int s = 0; s < stateSlots.size(); s++)
			c.out(s + 1, "torch.stack([" + String.join(", ", last.get(s)) + "], 0)");
	}

	private static Cell cell(Call c, int d, int gates, long hidden) {
		String w = c.let("torch.select(" + c.in(1) + ", 0, " + d + ")");
		String r = c.let("torch.select(" + c.in(2) + ", 0, " + d + ")");
		long width = gates * hidden;
		String both = c.has(3)
				? c.let("torch.select(" + c.in(3) + ", 0, " + d + ")")
				: c.let("torch.zeros([" + 2 * width + "], dtype=6)");
		String bw = c.let("torch.slice(" + both + ", 0, 0, " + width + ", 1)");
		String br = c.let("torch.slice(" + both + ", 0, " + width + ", " + 2 * width + ", 1)");
		return new Cell(c, "  ", w, r, bw, br, hidden);
	}

	private static void check(Call c, String... activations) {
		if (c.has(4))
			throw c.refused("sequences of unequal lengths have no trainable form");
		if (c.node().integer("layout", 0) == 1 || c.node().integer("input_forget", 0) == 1
				|| Elementwise.given(c, "clip"))
			throw c.refused("layout, clip and input_forget have no trainable form");
		if (Elementwise.given(c, "activations")) {
			if (c.node().attributes().get("activations") instanceof Attribute.Opaque)
				throw c.refused("it states activations of its own (usual are " + String.join(", ", activations)
						+ "); leave them out when exporting");
		}
	}
}
