package espalier.report;

import java.awt.Color;
import java.awt.Font;

/**
 * Colours and letters of figures.
 *
 * @param paper
 *            behind everything
 * @param text
 *            titles, labels, numbers
 * @param caption
 *            units and what matters less; at least 4.5:1 on the paper
 * @param grid
 *            lines to read by
 * @param accent
 *            the chosen version, the thing of interest
 * @param original
 *            the network as it was
 * @param cut
 *            what is planned to go
 * @param faint
 *            areas behind marks
 */
public record Ink(Color paper, Color text, Color caption, Color grid, Color accent, Color original, Color cut,
		Color faint, Font font) {
	private static final Font SANS = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

	/** On white, for files and the light theme; the window's colours. */
	public static final Ink LIGHT = new Ink(Color.WHITE, new Color(0x1f2328), new Color(0x55605a), new Color(0xe4e7e6),
			new Color(0x2e7d32), new Color(0x7b8580), new Color(0xe29a00), new Color(0xf1f3f2), SANS);
	/** For the dark theme. */
	public static final Ink DARK = new Ink(new Color(0x15191a), new Color(0xe9edeb), new Color(0xa9b3ae),
			new Color(0x2b3233), new Color(0x4caf50), new Color(0x98a39d), new Color(0xf0ae30), new Color(0x1c2122),
			SANS);

	/** Okabe and Ito's colours (2008), which stay apart for colour-blind eyes; for series beyond the first. */
	private static final Color BLUE = new Color(0x0072b2);
	private static final Color SKY = new Color(0x56b4e9);
	private static final Color[] SERIES = {BLUE, new Color(0xd55e00), new Color(0xcc79a7), SKY, new Color(0xe69f00),
			new Color(0x009e73)};

	/** The colour of a series; the first is the accent. The two blues change places where one would be lost on the paper. */
	public Color series(int index) {
		if (index == 0)
			return accent;
		Color color = SERIES[(index - 1) % SERIES.length];
		if (ColorScale.luminance(paper) > 0.18)
			return color;
		return color.equals(BLUE) ? SKY : color.equals(SKY) ? BLUE : color;
	}

	/** The same colours with other letters. */
	public Ink withFont(Font other) {
		return new Ink(paper, text, caption, grid, accent, original, cut, faint, other);
	}

	/** Letters of another size, in points. */
	public Font font(double size) {
		return font.deriveFont((float) size);
	}
}
