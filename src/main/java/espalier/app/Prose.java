package espalier.app;

/** The engine's sentences as a window shows them: it has no monospaced quotes, and ends a sentence with a stop. */
public final class Prose {
	private Prose() {}

	/** Names in typographic quotes instead of backticks. */
	public static String quoted(String sentence) {
		return sentence.replaceAll("`([^`]*)`", "“$1”");
	}

	/** The same, with a full stop at the end. */
	static String sentence(String text) {
		String shown = quoted(text).strip();
		return shown.isEmpty() || ".!?".indexOf(shown.charAt(shown.length() - 1)) >= 0 ? shown : shown + ".";
	}
}
