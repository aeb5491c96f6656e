package espalier.importance;

import java.util.Locale;

import espalier.coupling.Member;

/** How the numbers of a group's members become one number a unit. */
public record Aggregation(Normalise normalise, Reduce reduce, MemberChoice members) {
	public static final Aggregation DEFAULT = new Aggregation(Normalise.MEAN, Reduce.MEAN, MemberChoice.ALL);

	/** What a member's numbers are divided by, so that members of different sizes have an equal say. */
	public enum Normalise {
		NONE, MEAN, MAX, SUM,
		/** Distance from the member's mean in standard deviations (over all its units). */
		GAUSSIAN;

		/** The numbers of one member, normalised; all zero where there is nothing to divide by. */
		double[] apply(double[] values) {
			double[] result = values.clone();
			if (values.length == 0 || this == NONE)
				return result;
			double sum = 0;
			double max = Double.NEGATIVE_INFINITY;
			for (double v : values) {
				sum += v;
				max = Math.max(max, v);
			}
			double mean = sum / values.length;
			double shift = this == GAUSSIAN ? mean : 0;
			double scale = switch (this) {
				case NONE -> 1;
				case MEAN -> mean;
				case MAX -> max;
				case SUM -> sum;
				case GAUSSIAN -> deviation(values, mean);
			};
			for (int i = 0; i < result.length; i++)
				result[i] = scale == 0 ? 0 : (values[i] - shift) / scale;
			return result;
		}

		private static double deviation(double[] values, double mean) {
			double squares = 0;
			for (double v : values)
				squares += (v - mean) * (v - mean);
			return Math.sqrt(squares / values.length);
		}

		/** As written on the command line. */
		public String id() {
			return name().toLowerCase(Locale.ROOT);
		}
	}

	/** How the members' numbers of a unit are combined. */
	public enum Reduce {
		MEAN, SUM, MAX,
		/** The first member in network order decides. */
		FIRST,
		/** Root of the sum of squares: with L2 and without normalisation the norm of all the unit's weights. */
		L2;

		/** Combines rows of equal length, at least one. */
		double[] apply(java.util.List<double[]> rows) {
			double[] result = this == L2 ? squares(rows.getFirst()) : rows.getFirst().clone();
			for (double[] row : this == FIRST ? java.util.List.<double[]>of() : rows.subList(1, rows.size()))
				for (int i = 0; i < result.length; i++)
					result[i] = switch (this) {
						case MAX -> Math.max(result[i], row[i]);
						case L2 -> result[i] + row[i] * row[i];
						default -> result[i] + row[i];
					};
			for (int i = 0; i < result.length; i++)
				result[i] = switch (this) {
					case MEAN -> result[i] / rows.size();
					case L2 -> Math.sqrt(result[i]);
					default -> result[i];
				};
			return result;
		}

		private static double[] squares(double[] row) {
			double[] squares = new double[row.length];
			for (int i = 0; i < row.length; i++)
				squares[i] = row[i] * row[i];
			return squares;
		}

		/** As written on the command line. */
		public String id() {
			return name().toLowerCase(Locale.ROOT);
		}
	}

	/** Which weights of a unit are looked at. */
	public enum MemberChoice {
		/** The filters that make a channel, the scales on its way and the weights that read it. */
		ALL,
		/** The filters that make a channel, as in most papers. */
		OUTPUTS,
		/** The weights that read a channel. */
		INPUTS;

		/** Whether the weights of a member count. */
		boolean counts(Member member) {
			return switch (this) {
				case ALL -> makes(member) || takes(member) || scales(member);
				case OUTPUTS -> makes(member);
				case INPUTS -> takes(member);
			};
		}

		private static boolean makes(Member member) {
			return switch (member.role()) {
				case OUT, DEPTHWISE -> true;
				default -> false;
			};
		}

		private static boolean takes(Member member) {
			return switch (member.role()) {
				case IN -> true;
				default -> false;
			};
		}

		/**
		 * Scales multiply a channel, so they tell how much of it goes on. Shifts, biases and running statistics do not: they
		 * offset a channel whatever its worth.
		 */
		private static boolean scales(Member member) {
			return switch (member.role()) {
				case NORM -> member.use().slot() == 1;
				case CONSTANT -> member.use().node().is("Mul");
				default -> false;
			};
		}

		/** As in {@code weights that read its channels}. */
		String words() {
			return switch (this) {
				case ALL -> "weights";
				case OUTPUTS -> "weights that make its channels";
				case INPUTS -> "weights that read its channels";
			};
		}

		/** As written on the command line. */
		public String id() {
			return name().toLowerCase(Locale.ROOT);
		}
	}
}
