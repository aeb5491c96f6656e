package espalier.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.runtime.Value;

/**
 * A graph whose first output holds a number for each class.
 *
 * @param probabilities
 *            whether the output is behind a softmax
 */
public record Classifier(String output, boolean probabilities) {
	/** @throws RefusedException when the graph is no classifier of images */
	public static Classifier of(Graph graph) {
		if (graph.inputs().size() != 1 || graph.outputs().isEmpty())
			throw new RefusedException("The model has " + graph.inputs().size()
					+ " inputs; accuracy can be measured for models with one input of images and an output of classes.");
		String output = graph.outputs().getFirst().name();
		return new Classifier(output, graph.producer(output) instanceof Node last && last.is("Softmax"));
	}

	/**
	 * Log-probabilities of each class by image.
	 *
	 * @param count
	 *            images that were run
	 * @param images
	 *            how many of them count; the others filled the batch up
	 */
	public List<double[]> logProbabilities(Map<String, Value> results, int count, int images) {
		Value result = results.get(output);
		if (result == null)
			throw new IllegalStateException("no output " + output);
		Shape shape = result.shape();
		if (shape.rank() < 2 || shape.dim(0) != count)
			throw new RefusedException("The model's first output is " + shape
					+ ", which holds no number for each class of each image; accuracy can't be measured.");
		float[] all = result.toFloats();
		int classes = all.length / count;
		List<double[]> rows = new ArrayList<>();
		for (int i = 0; i < images; i++)
			rows.add(logarithms(all, i * classes, classes));
		return rows;
	}

	private double[] logarithms(float[] all, int from, int classes) {
		double[] row = new double[classes];
		double highest = Double.NEGATIVE_INFINITY;
		for (int c = 0; c < classes; c++)
			highest = Math.max(highest, all[from + c]);
		double sum = 0;
		for (int c = 0; c < classes; c++)
			sum += Math.exp(all[from + c] - highest);
		for (int c = 0; c < classes; c++)
			row[c] = probabilities
					? Math.log(Math.max(all[from + c], Float.MIN_NORMAL))
					: all[from + c] - highest - Math.log(sum);
		return row;
	}
}
