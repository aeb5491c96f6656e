package espalier.app;

import java.util.Locale;

import espalier.evaluate.Evaluation;

/** Numbers as people read them: three significant digits, SI prefixes, a true minus. */
final class Figures {
	private static final String[] PREFIXES = {"", "k", "M", "G", "T", "P"};

	private Figures() {}

	/** As in {@code 41.0 M}. */
	static String si(long count) {
		return scaled(count, 1000, PREFIXES);
	}

	/** As in {@code 1.08 MB}. */
	static String bytes(long bytes) {
		return scaled(bytes, 1000, PREFIXES) + (bytes < 1000 ? " B" : "B");
	}

	private static String scaled(long count, int base, String[] prefixes) {
		double value = count;
		int prefix = 0;
		while (Math.abs(value) >= base * 0.9995 && prefix < prefixes.length - 1) {
			value /= base;
			prefix++;
		}
		if (prefix == 0)
			return minus(Long.toString(count));
		int decimals = Math.abs(value) < 9.995 ? 2 : Math.abs(value) < 99.95 ? 1 : 0;
		return minus(String.format(Locale.ROOT, "%." + decimals + "f %s", value, prefixes[prefix]));
	}

	/** Share that goes, as in {@code −50.5%}; {@code 0%} when nothing does. */
	static String change(long before, long after) {
		if (before == after || before == 0)
			return "0%";
		double percent = 100.0 * (after - before) / before;
		String text = String.format(Locale.ROOT, Math.abs(percent) < 9.95 ? "%.2f%%" : "%.1f%%", percent);
		return percent < 0 ? minus(text) : "+" + text;
	}

	/** A share as whole or half percents, as in {@code 62.5%}. */
	static String percent(double share) {
		double percent = Math.round(share * 1000) / 10.0;
		return percent == Math.rint(percent) ? String.format(Locale.ROOT, "%.0f%%", percent) : percent + "%";
	}

	/** A share in tenths of percents, for columns: as in {@code 26.0%}. */
	static String tenths(double share) {
		return String.format(Locale.ROOT, "%.1f%%", 100 * share);
	}

	/** A share of hits with half of its interval, as in {@code 91.2% ± 1.9}. */
	static String accuracy(Evaluation evaluation) {
		return String.format(Locale.ROOT, "%.1f%% ± %.1f", 100 * evaluation.accuracy().share(),
				100 * evaluation.accuracy().half());
	}

	/** Three significant digits, as in {@code 0.0431} or {@code 12.3}. */
	static String milliseconds(double ms) {
		int whole = ms <= 0 ? 1 : (int) Math.floor(Math.log10(ms)) + 1;
		return String.format(Locale.ROOT, "%." + Math.clamp(3 - whole, 0, 4) + "f", ms);
	}

	/** As in {@code 12 of 16 channels} with the right ending. */
	static String count(long n, String noun) {
		return grouped(n) + " " + noun + (n == 1 ? "" : "s");
	}

	/** Digits in threes, as in {@code 20,000}. */
	static String grouped(long n) {
		return String.format(Locale.ROOT, "%,d", n);
	}

	private static String minus(String text) {
		return text.startsWith("-") ? "−" + text.substring(1) : text;
	}
}
