package espalier.method;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import com.fasterxml.jackson.annotation.JsonIgnore;

import espalier.graph.RefusedException;
import espalier.train.JsonFile;
import espalier.train.Recipe;

/**
 * A pruning method as data. Run on the same network, images and goal it gives the same network.
 *
 * @param id
 *            as on the command line
 * @param paper
 *            authors, year, title
 * @param notes
 *            where it is told otherwise than in the paper, for people
 * @param residual
 *            what goes of residual streams
 * @param seed
 *            of all that is drawn
 * @param training
 *            how all its steps train; their epochs are their own
 */
public record MethodRecipe(String id, String title, String paper, String notes, Residual residual, long seed,
		Recipe training, List<Step> steps) {
	/** What goes of residual networks. */
	public enum Residual {
		/** The stream is cut at the same places everywhere. */
		SYNCHRONOUS,
		/** The stream stays whole. */
		INNER,
		/** The stream stays whole, and each branch reads a part of it. */
		SAMPLER
	}

	public MethodRecipe {
		steps = List.copyOf(steps);
		if (steps.isEmpty())
			throw new RefusedException("The recipe `" + id + "` has no steps; add one.");
		for (int i = 0; i < steps.size(); i++)
			if (steps.get(i) instanceof Step.Rewind(int behindStep) && behindStep > i)
				throw new RefusedException("Step " + (i + 1) + " of the recipe `" + id + "` rewinds to behind step "
						+ behindStep + ", which is not before it; name an earlier step, or 0 for the beginning.");
		// it names files
		if (!id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}"))
			throw new RefusedException(
					"A recipe's id is of letters, digits, dots, dashes and underscores, as in my-fpgm,"
							+ " not `" + id + "`; change it.");
	}

	/** Passes over the training images in all. */
	@JsonIgnore
	public int epochs() {
		return steps.stream().mapToInt(Step::epochs).sum();
	}

	/**
	 * The same with so many epochs in all, divided as they are now (D'Hondt's rule): each step that trains keeps at least one.
	 *
	 * @throws RefusedException
	 *             when there are fewer epochs than steps that train
	 */
	public MethodRecipe withEpochs(int all) {
		int[] share = steps.stream().mapToInt(s -> Math.min(1, s.epochs())).toArray();
		int least = Arrays.stream(share).sum();
		if (least == 0)
			return this;
		if (all < least)
			throw new RefusedException("`" + id + "` trains in " + least
					+ " steps of at least one epoch each; give it that many epochs.");
		for (int left = all - least; left > 0; left--) {
			int next = 0;
			for (int i = 1; i < share.length; i++)
				if ((double) steps.get(i).epochs() / (share[i] + 1) > (double) steps.get(next).epochs()
						/ (share[next] + 1))
					next = i;
			share[next]++;
		}
		return new MethodRecipe(id, title, paper, notes, residual, seed, training,
				IntStream.range(0, share.length).mapToObj(i -> steps.get(i).withEpochs(share[i])).toList());
	}

	public MethodRecipe withSeed(long other) {
		return new MethodRecipe(id, title, paper, notes, residual, other, training, steps);
	}

	/** The recipe by which a step trains. */
	Recipe training(int epochs, double rate) {
		return training.withEpochs(epochs).withSeed(seed).withSchedule(training.schedule()
				.withRate(training.schedule().rate() * rate));
	}

	public String toJson() {
		return JsonFile.text(this);
	}

	/** @throws espalier.graph.BadInputException when the file can't be written */
	public void write(Path file) {
		JsonFile.write(this, file);
	}

	/** @throws espalier.graph.BadInputException when the file holds no such recipe */
	public static MethodRecipe read(Path file) {
		return JsonFile.read(file, MethodRecipe.class, "recipe of a method",
				"write one with `espalier method show fpgm > fpgm.json`");
	}
}
