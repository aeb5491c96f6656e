package espalier.cost;

import java.util.Locale;

/**
 * Numbers as people read them: three significant digits, an SI prefix, a narrow form of the unit, and a true minus sign
 * (U+2212) in differences.
 */
public final class Si {
	private static final char MINUS = '\u2212';
	private static final String[] PREFIXES = {"", "k", "M", "G", "T", "P", "E"};

	private Si() {}

	/** As in {@code 41.0 M}; below 1000 the number alone. */
	public static String of(long value) {
		return of(value, "");
	}

	/** As in {@code 102 MB} for the unit {@code B}. */
	public static String of(long value, String unit) {
		String digits = magnitude(Math.abs((double) value), unit);
		return value < 0 ? MINUS + digits : digits;
	}

	/** A difference, always signed unless zero: {@code +1.20 k}, {@code −20.7 M}, {@code 0}. */
	public static String signed(long difference) {
		return difference > 0 ? "+" + of(difference) : of(difference);
	}

	/** A share as in {@code 49.5%}. */
	public static String percent(double share) {
		String digits = String.format(Locale.ROOT, "%.1f%%", Math.abs(share) * 100);
		return share < 0 && !digits.equals("0.0%") ? MINUS + digits : digits;
	}

	/** The relative change between two numbers as in {@code −50.5%}; a dash where there was nothing before. */
	public static String change(long before, long after) {
		if (before == 0)
			return after == 0 ? "0.0%" : "\u2013";
		double share = (double) (after - before) / before;
		String digits = percent(share);
		return share > 0 && !digits.equals("0.0%") ? "+" + digits : digits;
	}

	private static String magnitude(double value, String unit) {
		int prefix = 0;
		double scaled = value;
		// 999.5 and more would print as four digits
		while (scaled >= 999.5 && prefix < PREFIXES.length - 1) {
			scaled /= 1000;
			prefix++;
		}
		String digits;
		if (prefix == 0)
			digits = String.format(Locale.ROOT, "%.0f", scaled);
		else
			digits = String.format(Locale.ROOT, scaled < 9.995 ? "%.2f" : scaled < 99.95 ? "%.1f" : "%.0f", scaled);
		String suffix = PREFIXES[prefix] + unit;
		return suffix.isEmpty() ? digits : digits + " " + suffix;
	}
}
