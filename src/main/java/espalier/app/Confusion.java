package espalier.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import espalier.evaluate.Evaluation;

/** What is taken for what, as it is shown. */
record Confusion(Evaluation evaluation) {
	/** Images of one class that are taken for another. */
	record Pair(int truth, int taken, int count) {}

	int classes() {
		return evaluation.confusion().length;
	}

	String name(int c) {
		return c < evaluation.classes().size() ? evaluation.classes().get(c) : "class " + c;
	}

	int count(int truth, int taken) {
		return evaluation.confusion()[truth][taken];
	}

	/** Images of a class. */
	int images(int truth) {
		return Arrays.stream(evaluation.confusion()[truth]).sum();
	}

	/** Of the images of a class, 0 where there are none. */
	double share(int truth, int taken) {
		int all = images(truth);
		return all == 0 ? 0 : (double) count(truth, taken) / all;
	}

	/** As in {@code 17 of 400 images of cat are taken for dog (4.3%)}. */
	String sentence(int truth, int taken) {
		String many = count(truth, taken) + " of " + Figures.count(images(truth), "image") + " of " + name(truth);
		String verb = count(truth, taken) == 1 ? " is " : " are ";
		return many + verb + (truth == taken ? "recognised" : "taken for " + name(taken)) + " ("
				+ Figures.percent(share(truth, taken)) + ")";
	}

	/** The pairs that are confused most, of the whole matrix. */
	List<Pair> worst(int most) {
		List<Pair> pairs = new ArrayList<>();
		for (int truth = 0; truth < classes(); truth++)
			for (int taken = 0; taken < classes(); taken++)
				if (truth != taken && count(truth, taken) > 0)
					pairs.add(new Pair(truth, taken, count(truth, taken)));
		pairs.sort(Comparator.comparingInt((Pair p) -> p.count()).reversed());
		return pairs.size() > most ? List.copyOf(pairs.subList(0, most)) : pairs;
	}

	/** Classes with images, the one with the lowest share of hits first, those without any last. */
	List<Integer> worstFirst() {
		double[] shares = evaluation.perClass();
		// NaN is the largest
		return IntStream.range(0, classes()).boxed().sorted(Comparator.comparingDouble(c -> shares[c])).toList();
	}
}
