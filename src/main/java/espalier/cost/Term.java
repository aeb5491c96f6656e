package espalier.cost;

import java.util.Arrays;

/** A finished {@link Product}: factors are numbers of {@link Widths}, ascending. */
record Term(long constant, int[] factors) {
	long under(long[] sizes) {
		long product = constant;
		for (int factor : factors)
			product *= sizes[factor];
		return product;
	}

	@Override
	public boolean equals(Object o) {
		return o instanceof Term t && constant == t.constant && Arrays.equals(factors, t.factors);
	}

	@Override
	public int hashCode() {
		return 31 * Long.hashCode(constant) + Arrays.hashCode(factors);
	}
}
