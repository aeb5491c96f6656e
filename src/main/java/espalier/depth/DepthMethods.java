package espalier.depth;

import java.util.List;
import java.util.stream.Collectors;

import espalier.graph.RefusedException;
import espalier.importance.Criteria;

/** The methods on offer. */
public final class DepthMethods {
	private static final List<DepthMethod> ALL = List.of(new LayerPrune(Criteria.all().getFirst()), new Imprinting(),
			new LinearProbes(), Ablation.USUAL, new EntryExitSimilarity());

	private DepthMethods() {}

	/** All of them; LayerPrune by the usual criterion, ablation of the accuracy with nothing kept. */
	public static List<DepthMethod> all() {
		return ALL;
	}

	/**
	 * The method of an id, as in {@code ablation}.
	 *
	 * @throws RefusedException
	 *             when there is none, naming those there are
	 */
	public static DepthMethod byId(String id) {
		return ALL.stream().filter(m -> m.id().equals(id)).findFirst()
				.orElseThrow(() -> new RefusedException("There is no depth method `" + id + "`; choose one of "
						+ ALL.stream().map(DepthMethod::id).collect(Collectors.joining(", ")) + "."));
	}
}
