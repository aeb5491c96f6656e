package espalier.coupling;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.ValueInfo;

/**
 * What a person decides about a network's channels before any of them is cut.
 *
 * @param openOutputs
 *            graph outputs whose channels may go, because they are features for another network and not answers
 */
public record Choices(Set<String> openOutputs) {
	public static final Choices NONE = new Choices(Set.of());

	public Choices {
		openOutputs = java.util.Collections.unmodifiableSet(new TreeSet<>(openOutputs));
	}

	/**
	 * These choices, fit for a graph.
	 *
	 * @throws RefusedException
	 *             when it has no such output
	 */
	Choices checked(Graph graph) {
		Set<String> outputs = graph.outputs().stream().map(ValueInfo::name)
				.collect(Collectors.toCollection(TreeSet::new));
		for (String open : openOutputs)
			if (!outputs.contains(open))
				throw new RefusedException("The model has no output `" + open + "` to open; its outputs are "
						+ String.join(", ", outputs) + ".");
		return this;
	}

	/** Both. */
	public Choices and(Choices others) {
		Set<String> all = new TreeSet<>(openOutputs);
		all.addAll(others.openOutputs);
		return new Choices(all);
	}
}
