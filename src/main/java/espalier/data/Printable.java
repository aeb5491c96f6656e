package espalier.data;

import java.util.regex.Pattern;

/** Text from files that anyone may have written, for messages: in one line, without what commands a terminal, and not long. */
final class Printable {
	private static final Pattern COMMANDS = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
	private static final int LONGEST = 400;

	private Printable() {}

	static String of(String text) {
		return line(text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text);
	}

	/** However long. */
	static String line(String text) {
		return COMMANDS.matcher(text).replaceAll("?");
	}
}
