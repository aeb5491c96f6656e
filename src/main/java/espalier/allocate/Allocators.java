package espalier.allocate;

import java.util.List;
import java.util.stream.Collectors;

import espalier.graph.RefusedException;

/** The allocators on offer. */
public final class Allocators {
	private static final List<Allocator> ALL = List.of(new Uniform(), new Global(Global.Scale.NONE),
			new Global(Global.Scale.MEAN), new Global(Global.Scale.L2), new Global(Global.Scale.LAMP),
			new Global(Global.Scale.COST), new Isomorphic(), new BySensitivity(), new Greedy());

	private Allocators() {}

	/** All of them, the default first. */
	public static List<Allocator> all() {
		return ALL;
	}

	/**
	 * The allocator of an id, as in {@code uniform}.
	 *
	 * @throws RefusedException
	 *             when there is none, naming those there are
	 */
	public static Allocator byId(String id) {
		return ALL.stream().filter(a -> a.id().equals(id)).findFirst()
				.orElseThrow(() -> new RefusedException("There is no allocator `" + id + "`; choose one of "
						+ ALL.stream().map(Allocator::id).collect(Collectors.joining(", ")) + "."));
	}
}
