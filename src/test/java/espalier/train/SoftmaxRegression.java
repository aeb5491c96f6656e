package espalier.train;

/**
 * Softmax regression and its optimisers in plain Java, double precision: what a training step has to agree with. Weights are
 * [classes][features].
 */
final class SoftmaxRegression {
	final double[][] weights;
	final double[] biases;
	final double[][] averageWeights;
	final double[] averageBiases;
	double loss;
	double norm;
	private final Recipe recipe;
	private final double[][][] weightMemory;
	private final double[][] biasMemory;
	private int steps;

	SoftmaxRegression(float[][] weights, float[] biases, Recipe recipe) {
		this.recipe = recipe;
		this.weights = new double[weights.length][];
		this.averageWeights = new double[weights.length][];
		this.biases = new double[biases.length];
		for (int k = 0; k < weights.length; k++) {
			this.weights[k] = new double[weights[k].length];
			for (int f = 0; f < weights[k].length; f++)
				this.weights[k][f] = weights[k][f];
			averageWeights[k] = this.weights[k].clone();
			this.biases[k] = biases[k];
		}
		averageBiases = this.biases.clone();
		weightMemory = new double[2][weights.length][weights[0].length];
		biasMemory = new double[2][biases.length];
	}

	/** One step on features [images][features]. */
	void step(double[][] features, int[] labels, double rate) {
		int classes = weights.length;
		double[][] gradients = new double[classes][weights[0].length];
		double[] biasGradients = new double[classes];
		loss = 0;
		for (int i = 0; i < features.length; i++) {
			double[] p = probabilities(features[i]);
			for (int k = 0; k < classes; k++) {
				double smooth = recipe.loss().labelSmoothing();
				double target = smooth / classes + (k == labels[i] ? 1 - smooth : 0);
				loss -= target * Math.log(p[k]) / features.length;
				double error = (p[k] - target) / features.length;
				biasGradients[k] += error;
				for (int f = 0; f < features[i].length; f++)
					gradients[k][f] += error * features[i][f];
			}
		}
		update(gradients, biasGradients, rate);
	}

	private double[] probabilities(double[] x) {
		double[] p = new double[weights.length];
		double sum = 0;
		for (int k = 0; k < p.length; k++) {
			double logit = biases[k];
			for (int f = 0; f < x.length; f++)
				logit += weights[k][f] * x[f];
			p[k] = Math.exp(logit);
			sum += p[k];
		}
		for (int k = 0; k < p.length; k++)
			p[k] /= sum;
		return p;
	}

	private void update(double[][] gradients, double[] biasGradients, double rate) {
		steps++;
		double squares = 0;
		for (int k = 0; k < biases.length; k++) {
			squares += biasGradients[k] * biasGradients[k];
			for (double g : gradients[k])
				squares += g * g;
		}
		norm = Math.sqrt(squares);
		double clip = recipe.care().clip() > 0 ? Math.min(1, recipe.care().clip() / (norm + 1e-6)) : 1;
		double keep = recipe.care().average();
		for (int k = 0; k < biases.length; k++) {
			biases[k] = moved(biases[k], biasGradients[k] * clip, rate, false, biasMemory, k);
			averageBiases[k] = keep * averageBiases[k] + (1 - keep) * biases[k];
			for (int f = 0; f < weights[k].length; f++) {
				weights[k][f] = moved(weights[k][f], gradients[k][f] * clip, rate, true,
						new double[][]{weightMemory[0][k], weightMemory[1][k]}, f);
				averageWeights[k][f] = keep * averageWeights[k][f] + (1 - keep) * weights[k][f];
			}
		}
	}

	/** A number after one step; {@code memory} holds the momentum and the mean square of each number. */
	private double moved(double value, double gradient, double rate, boolean decays, double[][] memory, int at) {
		Recipe.Optimiser o = recipe.optimiser();
		double decay = decays ? o.weightDecay() : 0;
		if (o.method() == Recipe.Method.SGD) {
			double g = gradient + decay * value;
			memory[0][at] = o.momentum() * memory[0][at] + g;
			return value - rate * (o.nesterov() ? g + o.momentum() * memory[0][at] : memory[0][at]);
		}
		memory[0][at] = o.momentum() * memory[0][at] + (1 - o.momentum()) * gradient;
		memory[1][at] = o.secondBeta() * memory[1][at] + (1 - o.secondBeta()) * gradient * gradient;
		double mean = memory[0][at] / (1 - Math.pow(o.momentum(), steps));
		double square = memory[1][at] / (1 - Math.pow(o.secondBeta(), steps));
		return value * (1 - rate * decay) - rate * mean / (Math.sqrt(square) + 1e-8);
	}
}
