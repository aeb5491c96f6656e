package espalier.app.action;

import java.util.Locale;

/** How well a few typed letters fit a name: the letters in order, better at the starts of words and side by side. */
final class Fuzzy {
	private Fuzzy() {}

	/** 0 when it does not fit; everything fits an empty text. Cost: the product of both lengths. */
	static int fit(String typed, String name) {
		String letters = typed.toLowerCase(Locale.ROOT).replace(" ", "");
		String text = name.toLowerCase(Locale.ROOT);
		if (letters.isEmpty())
			return 1;
		int whole = text.indexOf(typed.toLowerCase(Locale.ROOT).strip());
		int best = whole < 0 ? 0 : 1000 - whole + (startsWord(text, whole) ? 500 : 0);
		for (int start = text.indexOf(letters.charAt(0)); start >= 0; start = text.indexOf(letters.charAt(0),
				start + 1))
			best = Math.max(best, from(letters, text, start));
		return best;
	}

	private static int from(String letters, String text, int start) {
		int score = startsWord(text, start) ? 20 : 5;
		int at = start;
		for (int i = 1; i < letters.length(); i++) {
			int next = text.indexOf(letters.charAt(i), at + 1);
			if (next < 0)
				return 0;
			score += next == at + 1 ? 10 : startsWord(text, next) ? 8 : 1;
			at = next;
		}
		return Math.max(1, score - (at - start - letters.length()));
	}

	private static boolean startsWord(String text, int at) {
		return at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
	}
}
