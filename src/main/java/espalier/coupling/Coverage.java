package espalier.coupling;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What becomes of the channels at an operator.
 *
 * @param operator
 *            with its domain unless standard
 */
public record Coverage(String operator, State state) {
	/** Ways to treat an operator. */
	public enum State {
		/** It has a rule of its own. */
		RULED("ruled"),
		/** It works index by index; channels pass through. */
		PASSED("passed through"),
		/** It states constants or sizes, which are rewritten where they hold a width. */
		SIZES("sizes"),
		/** It has no rule: the channels that meet it stay, and the rest is pruned. */
		PINNED("pinned");

		private final String label;

		State(String label) {
			this.label = label;
		}

		public String label() {
			return label;
		}
	}

	private static final Set<String> SIZES = Set.of("Constant", "Shape", "Size");

	/** Every standard operator, then those of other domains that have a rule, by name. */
	public static List<Coverage> all() {
		Set<String> names = new TreeSet<>(standard());
		names.addAll(Rules.operators());
		List<Coverage> all = new ArrayList<>();
		names.stream().sorted(java.util.Comparator.comparing((String n) -> n.contains(".")).thenComparing(n -> n))
				.forEach(name -> all.add(new Coverage(name, state(name))));
		return List.copyOf(all);
	}

	private static State state(String operator) {
		if (SIZES.contains(operator))
			return State.SIZES;
		Rule rule = Rules.of(operator);
		if (rule == null)
			return State.PINNED;
		return rule instanceof ElementwiseRule || rule instanceof FirstInputRule ? State.PASSED : State.RULED;
	}

	private static List<String> standard() {
		try (InputStream in = Objects.requireNonNull(Coverage.class.getResourceAsStream("operators.txt"))) {
			return List.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).strip().split("\\s+"));
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
