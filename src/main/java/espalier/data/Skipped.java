package espalier.data;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/** Images left out, by reason. Each image counts once, however often it is asked for. Safe for use by several threads. */
public final class Skipped {
	/** Why an image is left out. */
	public enum Reason {
		DAMAGED("can't be decoded", "can't be decoded"), OTHER_SHAPE("is of another shape", "are of another shape"),
		NO_CLASS("has a label beyond the model's outputs", "have labels beyond the model's outputs");

		private final String one;
		private final String several;

		Reason(String one, String several) {
			this.one = one;
			this.several = several;
		}

		String words(int count) {
			return count + (count == 1 ? " image " + one : " images " + several);
		}
	}

	private final Map<Reason, TreeSet<Integer>> images = new LinkedHashMap<>();
	private final Map<Reason, String> examples = new LinkedHashMap<>();

	synchronized void add(Reason reason, int image, String example) {
		images.computeIfAbsent(reason, _ -> new TreeSet<>()).add(image);
		examples.putIfAbsent(reason, example);
	}

	public synchronized int count() {
		return images.values().stream().mapToInt(TreeSet::size).sum();
	}

	/** As people read it: {@code 3 images can't be decoded (cat/7.jpg is damaged)}; empty when none is left out. */
	public synchronized String describe() {
		StringBuilder text = new StringBuilder();
		images.forEach((reason, of) -> text.append(text.isEmpty() ? "" : "; ")
				.append(reason.words(of.size())).append(" (").append(examples.get(reason)).append(")"));
		return text.toString();
	}
}
