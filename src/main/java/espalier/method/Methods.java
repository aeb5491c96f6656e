package espalier.method;

import java.util.List;
import java.util.stream.Collectors;

import espalier.graph.RefusedException;
import espalier.train.JsonFile;

/** The recipes that come with Espalier. */
public final class Methods {
	private static final List<MethodRecipe> ALL = List
			.of("l1", "slimming", "thinet", "channel-pruning", "sfp", "asfp", "fpgm", "hrank",
					"rewinding", "chex", "reprune", "layerprune", "dbp")
			.stream().map(id -> JsonFile.resource(Methods.class, id + ".json", MethodRecipe.class)).toList();

	private Methods() {}

	/** All of them, by year, those that take blocks out last. */
	public static List<MethodRecipe> all() {
		return ALL;
	}

	/**
	 * The recipe of an id, as in {@code fpgm}.
	 *
	 * @throws RefusedException
	 *             when there is none, naming those there are
	 */
	public static MethodRecipe byId(String id) {
		return ALL.stream().filter(m -> m.id().equals(id)).findFirst()
				.orElseThrow(() -> new RefusedException("There is no method `" + id + "`; choose one of "
						+ ALL.stream().map(MethodRecipe::id).collect(Collectors.joining(", "))
						+ ", or give the file of a recipe."));
	}
}
