package espalier.report;

import java.awt.Color;

/**
 * Viridis (Smith and van der Walt 2015), which is even for the eye and apart for colour-blind ones: dark blue at 0, yellow at
 * 1. Tabulated at eighths, straight between.
 */
final class ColorScale {
	private static final int[] EIGHTHS = {0x440154, 0x472d7b, 0x3b528b, 0x2c728e, 0x21918c, 0x28ae80, 0x5ec962,
			0xaddc30, 0xfde725};

	private ColorScale() {}

	/** @param share from 0 to 1; beyond, the nearer end */
	static Color at(double share) {
		double place = Math.max(0, Math.min(1, share)) * (EIGHTHS.length - 1);
		int below = Math.min(EIGHTHS.length - 2, (int) place);
		return between(new Color(EIGHTHS[below]), new Color(EIGHTHS[below + 1]), place - below);
	}

	static Color between(Color from, Color to, double share) {
		return new Color(between(from.getRed(), to.getRed(), share), between(from.getGreen(), to.getGreen(), share),
				between(from.getBlue(), to.getBlue(), share));
	}

	private static int between(int from, int to, double share) {
		return (int) Math.round(from + (to - from) * share);
	}

	/** Black or white, whichever has more contrast to a colour by relative luminance (WCAG 2): 4.5:1 at least. */
	static Color readable(Color on) {
		return luminance(on) > 0.179 ? Color.BLACK : Color.WHITE;
	}

	static double luminance(Color color) {
		return 0.2126 * linear(color.getRed()) + 0.7152 * linear(color.getGreen()) + 0.0722 * linear(color.getBlue());
	}

	private static double linear(int part) {
		double c = part / 255.0;
		return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
	}
}
