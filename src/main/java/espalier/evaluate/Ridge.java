package espalier.evaluate;

import org.ojalgo.matrix.decomposition.Cholesky;
import org.ojalgo.matrix.store.MatrixStore;
import org.ojalgo.matrix.store.R064Store;

/** Linear equations of sums of products, which have one answer where something is added to their diagonal. */
public final class Ridge {
	private Ridge() {}

	/**
	 * The numbers that a matrix makes the right side of. Cost: n² x (n / 3 + sides) multiplications.
	 *
	 * @param left
	 *            n x n, symmetric, of no negative eigenvalue; left as it is
	 * @param right
	 *            n x sides
	 * @param ridge
	 *            above 0, added to the diagonal
	 */
	public static MatrixStore<Double> solved(MatrixStore<Double> left, MatrixStore<Double> right, double ridge) {
		R064Store sure = R064Store.FACTORY.copy(left);
		for (int i = 0; i < sure.getRowDim(); i++)
			sure.add(i, i, ridge);
		Cholesky<Double> cholesky = Cholesky.R064.make(sure);
		if (!cholesky.decompose(sure) || !cholesky.isSolvable())
			throw new ArithmeticException("no least squares of a matrix that has a ridge");
		return cholesky.getSolution(right);
	}
}
