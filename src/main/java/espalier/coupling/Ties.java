package espalier.coupling;

import java.util.ArrayList;
import java.util.List;

import espalier.graph.Node;

/** What the rules said, before anything is concluded from it. */
final class Ties {
	/** Index start+i·step of one axis is index start+i·step of another, for i below count. */
	record Run(int a, int startA, int stepA, int b, int startB, int stepB, int count) {}

	/**
	 * One axis is the mixed-radix product of others, the first the slowest.
	 *
	 * @param preferred
	 *            position of the factor to cut along where several could be, or -1
	 */
	record Product(int flat, int[] factors, int preferred) {}

	/** An axis stays as it is, for a reason. */
	record Stop(int axis, Pin pin) {}

	/** For explanations: a node ties two axes. */
	record Link(Node node, int a, int b, String phrase) {}

	/**
	 * The axis (of its value, and by id) at a node's slot is summed away, or statistics are taken over it.
	 *
	 * @param over
	 *            only groups that are on this axis too are concerned; mostly the same axis
	 */
	record Sum(Node node, int slot, int axisOfValue, int axis, int over) {}

	/** Merged axes of more indices are not followed: each takes some 40 bytes. */
	private static final int LONGEST = 1 << 24;

	/** Index i of one axis is read from an index of another, which takes it along. */
	record Sample(Node node, int from, int to, int[] picked) {}

	final Axes axes;
	final List<Sample> samples = new ArrayList<>();
	final List<Run> runs = new ArrayList<>();
	final List<Product> products = new ArrayList<>();
	final List<Stop> stops = new ArrayList<>();
	final List<Link> links = new ArrayList<>();
	final List<Sum> sums = new ArrayList<>();

	/** Where statistics are taken over an axis: over what is left of it after a cut. */
	final List<Sum> statistics = new ArrayList<>();

	/** What axes are called among the factors of a product, as in "heads". */
	final java.util.Map<Integer, String> words = new java.util.LinkedHashMap<>();
	final IntList same = new IntList();

	Ties(Axes axes) {
		this.axes = axes;
	}

	void same(Node node, int a, int b, String phrase) {
		if (axes.size(a) != axes.size(b)) {
			Pin pin = new Pin(node.name(), "`" + node.name() + "` ties axes of different sizes");
			stop(a, pin);
			stop(b, pin);
			return;
		}
		if (axes.size(a) == 1)
			return;
		same.add(a);
		same.add(b);
		links.add(new Link(node, a, b, phrase));
	}

	void run(Node node, Run run, String phrase) {
		if (run.count() <= 0)
			return;
		if (run.count() == axes.size(run.a()) && run.count() == axes.size(run.b()) && run.startA() == run.startB()
				&& run.stepA() == run.stepB()) {
			same(node, run.a(), run.b(), phrase);
			return;
		}
		runs.add(run);
		links.add(new Link(node, run.a(), run.b(), phrase));
	}

	void product(Node node, Product product, String phrase) {
		if (axes.size(product.flat()) > LONGEST) {
			Pin pin = new Pin(node.name(),
					"`" + node.name() + "` merges it into an axis of " + axes.size(product.flat()) + " indices",
					"choose a smaller input size");
			stop(product.flat(), pin);
			for (int factor : product.factors())
				stop(factor, pin);
			return;
		}
		products.add(product);
		for (int factor : product.factors())
			links.add(new Link(node, product.flat(), factor, phrase));
	}

	void sample(Node node, int from, int to, long[] picked) {
		samples.add(new Sample(node, from, to, java.util.Arrays.stream(picked).mapToInt(Math::toIntExact).toArray()));
		links.add(new Link(node, from, to, "samples its input"));
	}

	void stop(int axis, Pin pin) {
		stops.add(new Stop(axis, pin));
	}
}
