package espalier.train;

import java.nio.file.Path;

import com.fasterxml.jackson.core.JsonProcessingException;

import espalier.data.Augmentation;
import espalier.graph.RefusedException;

/**
 * Everything that decides how a network is trained; the same recipe, model and data give the same weights.
 *
 * @param batch
 *            images a step
 * @param seed
 *            of the order of images, their changes, and dropout
 */
public record Recipe(int epochs, int batch, long seed, Optimiser optimiser, Schedule schedule, Loss loss, Care care,
		Augmentation augmentation) {
	/** How gradients move weights. */
	public enum Method {
		/** Stochastic gradient descent with momentum. */
		SGD,
		/** Adam with decoupled weight decay (Loshchilov and Hutter 2019). */
		ADAMW
	}

	/**
	 * @param momentum
	 *            share of the last step that is kept (SGD), or of the mean gradient (AdamW's first beta)
	 * @param nesterov
	 *            whether SGD looks ahead (Sutskever et al. 2013)
	 * @param secondBeta
	 *            share of the mean squared gradient that AdamW keeps
	 * @param weightDecay
	 *            on weights of two or more axes only, not on norms and biases
	 */
	public record Optimiser(Method method, double momentum, boolean nesterov, double secondBeta, double weightDecay) {
		public static Optimiser sgd(double weightDecay) {
			return new Optimiser(Method.SGD, 0.9, true, 0.999, weightDecay);
		}

		public static Optimiser adamW(double weightDecay) {
			return new Optimiser(Method.ADAMW, 0.9, false, 0.999, weightDecay);
		}
	}

	/**
	 * @param labelSmoothing
	 *            share of the target that is spread over all classes
	 * @param distillation
	 *            share of the loss that comes from the teacher's outputs (Hinton et al. 2015); 0 for none
	 * @param temperature
	 *            by which both outputs are divided for that
	 */
	public record Loss(double labelSmoothing, double distillation, double temperature) {
		public static final Loss PLAIN = new Loss(0, 0, 4);
	}

	/**
	 * @param clip
	 *            largest norm of all gradients together; 0 for no limit
	 * @param patience
	 *            epochs without a better result after which training stops; 0 for never
	 * @param average
	 *            share that the moving average of the weights keeps each step; 0 for none. The average is what is measured and
	 *            kept
	 */
	public record Care(double clip, int patience, double average) {
		public static final Care NONE = new Care(0, 0, 0);
	}

	public Recipe {
		require(epochs >= 1 && epochs <= 100_000, "epochs are 1 or more");
		require(batch >= 1 && batch <= 65_536, "a batch has 1 image or more");
		require(schedule.rate() > 0 && schedule.rate() <= 1000, "the learning rate is above 0 and at most 1000");
		require(schedule.warmup() >= 0 && schedule.warmup() <= 1, "the warm-up's share is from 0 to 1");
		require(schedule.last() >= 0 && schedule.last() <= 1, "the last rate's share is from 0 to 1");
		require(loss.labelSmoothing >= 0 && loss.labelSmoothing < 1, "label smoothing is from 0 up to 1");
		require(loss.distillation >= 0 && loss.distillation <= 1, "distillation's share is from 0 to 1");
		require(loss.temperature > 0, "the temperature is above 0");
		require(care.average >= 0 && care.average < 1, "the average keeps from 0 up to 1");
		require(optimiser.momentum >= 0 && optimiser.momentum < 1, "momentum is from 0 up to 1");
		require(optimiser.secondBeta >= 0 && optimiser.secondBeta < 1, "the second beta is from 0 up to 1");
		require(optimiser.weightDecay >= 0 && optimiser.weightDecay <= 1, "weight decay is from 0 to 1");
		require(care.clip >= 0 && care.patience >= 0, "gradient clipping and patience are 0 or more");
	}

	private static void require(boolean holds, String rule) {
		if (!holds)
			throw new RefusedException("This recipe can't be used: " + rule + "; change it.");
	}

	/** One epoch at a low rate: what a light cut needs. */
	public static Recipe quick() {
		return new Recipe(1, 128, 1, Optimiser.sgd(5e-4), Schedule.oneCycle(0.05), Loss.PLAIN, Care.NONE,
				new Augmentation(true, 2, 0, 0));
	}

	public static Recipe standard() {
		return new Recipe(10, 128, 1, Optimiser.sgd(5e-4), Schedule.oneCycle(0.1), Loss.PLAIN, Care.NONE,
				new Augmentation(true, 4, 0, 0));
	}

	/** From scratch, or after a deep cut. */
	public static Recipe thorough() {
		return new Recipe(40, 128, 1, Optimiser.sgd(5e-4), Schedule.oneCycle(0.4), Loss.PLAIN, Care.NONE,
				new Augmentation(true, 4, 0, 0));
	}

	public Recipe withEpochs(int other) {
		return new Recipe(other, batch, seed, optimiser, schedule, loss, care, augmentation);
	}

	public Recipe withSchedule(Schedule other) {
		return new Recipe(epochs, batch, seed, optimiser, other, loss, care, augmentation);
	}

	public Recipe withBatch(int other) {
		return new Recipe(epochs, other, seed, optimiser, schedule, loss, care, augmentation);
	}

	public Recipe withSeed(long other) {
		return new Recipe(epochs, batch, other, optimiser, schedule, loss, care, augmentation);
	}

	public Recipe withLoss(Loss other) {
		return new Recipe(epochs, batch, seed, optimiser, schedule, other, care, augmentation);
	}

	public String toJson() {
		return JsonFile.text(this);
	}

	/** @throws espalier.graph.BadInputException when the file can't be written */
	public void write(Path file) {
		JsonFile.write(this, file);
	}

	/** @throws espalier.graph.BadInputException when the file is no recipe */
	public static Recipe read(Path file) {
		return JsonFile.read(file, Recipe.class, "recipe", "write one with `espalier train --save-recipe`");
	}

	static Recipe fromJson(String json) throws JsonProcessingException {
		return JsonFile.parse(json, Recipe.class);
	}
}
