package espalier.cli;

import java.util.Map;

import espalier.runtime.Value;

/**
 * How far two runs are apart.
 *
 * @param absolute
 *            largest difference of two numbers
 * @param relative
 *            largest difference over the largest magnitude of the same output; infinite where shapes differ or numbers are not
 *            finite
 * @param output
 *            where the relative one is
 * @param trouble
 *            what keeps the runs from being compared; empty when nothing does
 */
public record Difference(double absolute, double relative, String output, String trouble) {
	public static final Difference NONE = new Difference(0, 0, "", "");

	/** Compares all outputs by name. */
	public static Difference between(Map<String, Value> expected, Map<String, Value> actual) {
		Difference worst = NONE;
		for (Map.Entry<String, Value> entry : expected.entrySet()) {
			Value value = actual.get(entry.getKey());
			worst = worst.and(value == null
					? apart(entry.getKey(), "output `" + entry.getKey() + "` is missing")
					: between(entry.getKey(), entry.getValue(), value));
		}
		for (String name : actual.keySet())
			if (!expected.containsKey(name))
				worst = worst.and(apart(name, "output `" + name + "` was not there before"));
		return worst;
	}

	private static Difference between(String name, Value expected, Value actual) {
		if (!expected.shape().equals(actual.shape()) || expected.type() != actual.type())
			return apart(name, "output `" + name + "` is " + actual.type() + " " + actual.shape() + " instead of "
					+ expected.type() + " " + expected.shape());
		if (expected.data() instanceof String[] texts)
			return java.util.Arrays.equals(texts, (String[]) actual.data()) ? NONE : apart(name, "texts differ");
		float[] a = expected.toFloats();
		float[] b = actual.toFloats();
		double largest = 0;
		double apart = 0;
		for (int i = 0; i < a.length; i++) {
			if (!Float.isFinite(a[i]) || !Float.isFinite(b[i]))
				return apart(name, "output `" + name + "` has numbers that are not finite, so nothing can be said");
			largest = Math.max(largest, Math.abs(a[i]));
			apart = Math.max(apart, Math.abs((double) a[i] - b[i]));
		}
		return new Difference(apart, apart == 0 ? 0 : apart / largest, name, "");
	}

	private static Difference apart(String output, String trouble) {
		return new Difference(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, output, trouble);
	}

	/** The larger of two differences. */
	public Difference and(Difference other) {
		Difference worse = other.relative > relative || output.isEmpty() ? other : this;
		return new Difference(Math.max(absolute, other.absolute), worse.relative, worse.output, worse.trouble);
	}

	public boolean within(double tolerance) {
		return relative <= tolerance;
	}

	String reason(double tolerance) {
		return trouble.isEmpty() ? "the relative difference is over " + tolerance : trouble;
	}
}
