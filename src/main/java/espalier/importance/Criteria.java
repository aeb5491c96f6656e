package espalier.importance;

import java.util.List;
import java.util.stream.Collectors;

import espalier.graph.RefusedException;

/** The criteria on offer. */
public final class Criteria {
	private static final List<Criterion> ALL = List.of(new L2(), new L1(), new Fpgm(), new BatchNormGamma(),
			new RandomScore(0));

	private Criteria() {}

	/** All of them, the default first. */
	public static List<Criterion> all() {
		return ALL;
	}

	/**
	 * The criterion of an id, as in {@code l2}.
	 *
	 * @throws RefusedException
	 *             when there is none, naming those there are
	 */
	public static Criterion byId(String id) {
		return ALL.stream().filter(c -> c.id().equals(id)).findFirst()
				.orElseThrow(() -> new RefusedException("There is no criterion `" + id + "`; choose one of "
						+ ALL.stream().map(Criterion::id).collect(Collectors.joining(", ")) + "."));
	}
}
