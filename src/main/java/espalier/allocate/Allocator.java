package espalier.allocate;

/** Turns scores and a budget into cuts; the same request always gives the same cuts. */
public sealed interface Allocator permits Uniform, Global, Isomorphic, BySensitivity, Greedy {
	/** As written on the command line. */
	String id();

	/** For people. */
	String title();

	/** One sentence that says how units are chosen. */
	String summary();

	/** Whether the request has to hold measured curves. */
	default boolean needsSensitivity() {
		return false;
	}

	/**
	 * Cuts that come nearest to the budget. Cost: some dozen previews.
	 *
	 * @throws espalier.graph.RefusedException
	 *             when measured curves are needed and missing, or are of another network
	 */
	Allocation allocate(Request request);
}
