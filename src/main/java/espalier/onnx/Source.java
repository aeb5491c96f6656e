package espalier.onnx;

import org.jspecify.annotations.Nullable;

import espalier.graph.BadInputException;

/**
 * Where bytes come from, for messages.
 *
 * @param name
 *            the file's name as people know it
 * @param external
 *            the folder whose files tensors may lie in; null where there is none
 */
record Source(String name, @Nullable ExternalData external) {
	private static final int LONGEST = 120;

	/** An error whose sentence starts with the file's name. */
	BadInputException bad(String sentence) {
		return new BadInputException(name + ": " + sentence);
	}

	BadInputException bad(String sentence, Throwable cause) {
		return new BadInputException(name + ": " + sentence, cause);
	}

	/** A name from the file, quoted: shortened, and without characters that could disguise what follows. */
	static String quote(String name) {
		String shown = name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "...";
		StringBuilder clean = new StringBuilder(shown.length() + 2).append('\'');
		shown.codePoints()
				.forEach(c -> clean.appendCodePoint(
						Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
								|| Character.getType(c) == Character.SURROGATE ? '?' : c));
		return clean.append('\'').toString();
	}
}
