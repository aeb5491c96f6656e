package espalier.data;

import java.util.Locale;

/** What images are for, as the names of their folders and files say. */
enum Use {
	TRAIN("training"), VALIDATION("validation"), TEST("test"), UNSAID("other");

	private final String words;

	Use(String words) {
		this.words = words;
	}

	String words() {
		return words;
	}

	/** What a name says; {@link #UNSAID} for most. */
	static Use of(String name) {
		return switch (name.toLowerCase(Locale.ROOT)) {
			case "train", "training" -> TRAIN;
			case "val", "valid", "validation" -> VALIDATION;
			case "test", "testing", "t10k" -> TEST;
			default -> UNSAID;
		};
	}
}
