package espalier.allocate;

/** Turns scores and a budget into cuts; the same request always gives the same cuts. */
public sealed interface Allocator permits Uniform, Global {
	/** As written on the command line. */
	String id();

	/** For people. */
	String title();

	/** One sentence that says how units are chosen. */
	String summary();

	/** Cuts that come nearest to the budget. Cost: some dozen previews. */
	Allocation allocate(Request request);
}
