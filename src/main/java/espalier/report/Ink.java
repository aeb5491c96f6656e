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

	/** On white, for files and the light theme. */
	public static final Ink LIGHT = new Ink(Color.WHITE, new Color(0x1f2328), new Color(0x59636e), new Color(0xe6e8eb),
			new Color(0x2f7d3b), new Color(0x8a929a), new Color(0xc77700), new Color(0xf3f5f6), SANS);
	/** For the dark theme. */
	public static final Ink DARK = new Ink(new Color(0x0d1117), new Color(0xe6edf3), new Color(0x9198a1),
			new Color(0x2a3038), new Color(0x57b35f), new Color(0x7d8590), new Color(0xe09b3d), new Color(0x161b22),
			SANS);

	/** Okabe and Ito's colours (2008), which stay apart for colour-blind eyes; for series beyond the first. */
	private static final Color[] SERIES = {new Color(0x0072b2), new Color(0xd55e00), new Color(0xcc79a7),
			new Color(0x56b4e9), new Color(0xe69f00), new Color(0x009e73)};

	/** The colour of a series; the first is the accent. */
	public Color series(int index) {
		return index == 0 ? accent : SERIES[(index - 1) % SERIES.length];
	}

	/** Letters of another size, in points. */
	public Font font(double size) {
		return font.deriveFont((float) size);
	}
}
