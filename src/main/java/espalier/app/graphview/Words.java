package espalier.app.graphview;

import java.util.HashMap;
import java.util.Map;

import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.Text;

/** Fonts and the widths of words, measured once. */
final class Words {
	private static final double SIZE = 13;
	private static final Font FONT = Font.font("System", SIZE);

	private final Map<String, Double> widths = new HashMap<>();
	private final Map<Double, Font> plain = new HashMap<>();
	private final Map<Double, Font> strong = new HashMap<>();
	private final Text probe = new Text();

	Words() {
		probe.setFont(FONT);
	}

	/** A font of a size, in steps of half a pixel so that few are made. */
	Font font(double size) {
		return plain.computeIfAbsent(Math.round(2 * size) / 2.0, s -> Font.font("System", s));
	}

	Font strong(double size) {
		return strong.computeIfAbsent(Math.round(2 * size) / 2.0, s -> Font.font("System", FontWeight.BOLD, s));
	}

	double width(String text, double size) {
		Double width = widths.get(text);
		if (width == null) {
			if (widths.size() > 20_000)
				widths.clear();
			probe.setText(text);
			width = probe.getLayoutBounds().getWidth();
			widths.put(text, width);
		}
		return width * size / SIZE;
	}

	/** The text, or as much of its beginning as fits with an ellipsis; empty when under three letters would be left. */
	String fit(String text, double size, double room) {
		if (width(text, size) <= room)
			return text;
		int most = (int) Math.floor(text.length() * room / width(text, size)) - 1;
		return most < 3 ? "" : text.substring(0, most).stripTrailing() + "…";
	}

	/** As {@link #fit}, but without outer scopes where there is no room for them: the last part tells neighbours apart. */
	String fitScope(String name, double size, double room) {
		String shown = name;
		for (int at = name.indexOf('.'); at >= 0 && width(shown, size) > room; at = name.indexOf('.', at + 1))
			shown = "…" + name.substring(at + 1);
		return fit(shown, size, room);
	}
}
