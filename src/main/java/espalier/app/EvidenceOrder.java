package espalier.app;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

import espalier.method.MethodRecipe;

/**
 * Methods that are to be run side by side.
 *
 * @param methods
 *            that were chosen
 * @param target
 *            what is to stay
 * @param epochs
 *            that each has in all
 * @param seeds
 *            how many times each runs, with the seeds from 1 on
 * @param images
 *            to train on, evenly over the classes
 * @param folder
 *            where it is kept
 */
record EvidenceOrder(List<MethodChooser.Choice> methods, Target target, int epochs, int seeds, int images,
		Path folder) {
	EvidenceOrder {
		methods = List.copyOf(methods);
	}

	List<MethodRecipe> recipes() {
		return methods.stream().map(MethodChooser.Choice::recipe).toList();
	}

	List<Long> draws() {
		return LongStream.rangeClosed(1, seeds).boxed().toList();
	}
}
