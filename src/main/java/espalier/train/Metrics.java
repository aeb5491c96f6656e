package espalier.train;

/**
 * How an epoch went.
 *
 * @param epoch
 *            counted from 1
 * @param trainLoss
 *            mean over the epoch's steps
 * @param trainAccuracy
 *            share of hits in training, on changed images
 * @param loss
 *            on the validation images
 * @param accuracy
 *            on the validation images
 */
public record Metrics(int epoch, double trainLoss, double trainAccuracy, double loss, double accuracy, double rate,
		double seconds) {}
