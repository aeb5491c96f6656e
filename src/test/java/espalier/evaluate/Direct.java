package espalier.evaluate;

import java.util.List;

import org.ojalgo.matrix.decomposition.QR;
import org.ojalgo.matrix.store.R064Store;

import espalier.region.Fit;

/** Least squares with a constant and a ridge of numbers that are all held, by an orthogonal decomposition of the numbers themselves. */
final class Direct {
	private Direct() {}

	static double[] means(List<double[]> rows) {
		double[] means = new double[rows.getFirst().length];
		for (double[] row : rows)
			for (int k = 0; k < means.length; k++)
				means[k] += row[k] / rows.size();
		return means;
	}

	static Fit solved(List<double[]> entries, List<double[]> exits) {
		double[] before = means(entries);
		double[] behind = means(exits);
		int n = entries.size();
		int in = before.length;
		int out = behind.length;
		R064Store left = R064Store.FACTORY.make(n + in, in);
		R064Store right = R064Store.FACTORY.make(n + in, out);
		double trace = 0;
		for (int r = 0; r < n; r++) {
			for (int c = 0; c < in; c++) {
				double v = entries.get(r)[c] - before[c];
				left.set(r, c, v);
				trace += v * v;
			}
			for (int c = 0; c < out; c++)
				right.set(r, c, exits.get(r)[c] - behind[c]);
		}
		for (int c = 0; c < in; c++)
			left.set(n + c, c, Math.sqrt(1e-6 * trace / in));
		QR<Double> qr = QR.R064.make(left);
		qr.decompose(left);
		var solution = qr.getSolution(right);
		float[] weight = new float[in * out];
		float[] bias = new float[out];
		for (int o = 0; o < out; o++) {
			double constant = behind[o];
			for (int c = 0; c < in; c++) {
				weight[o * in + c] = (float) solution.doubleValue(c, o);
				constant -= solution.doubleValue(c, o) * before[c];
			}
			bias[o] = (float) constant;
		}
		return new Fit(in, weight, bias);
	}
}
