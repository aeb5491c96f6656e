package espalier.report;

import java.awt.Color;

/**
 * Colours of signed numbers: blue below zero, orange above, which no common form of colour blindness confuses (after
 * ColorBrewer's Blues and Oranges); zero is nearly the paper.
 *
 * @param stops
 *            at -1, -0.5, 0, 0.5 and 1
 */
public record Diverging(Color... stops) {
	private static final Diverging ON_WHITE = new Diverging(new Color(0x08519c), new Color(0x6baed6),
			new Color(0xf5f6f6), new Color(0xfda35c), new Color(0xb34700));
	private static final Diverging ON_DARK = new Diverging(new Color(0x9bd0f5), new Color(0x3a86bd),
			new Color(0x262d2f), new Color(0xc46a1b), new Color(0xffc48a));

	/** The scale that suits a paper. */
	public static Diverging on(Color paper) {
		return paper.getGreen() < 128 ? ON_DARK : ON_WHITE;
	}

	/** The colour of a number from -1 to 1, as opaque ARGB; numbers beyond are shown as the ends. */
	public int argb(double number) {
		double place = (Math.clamp(number, -1, 1) + 1) / 2 * (stops.length - 1);
		int from = Math.min(stops.length - 2, (int) place);
		double share = place - from;
		Color a = stops[from];
		Color b = stops[from + 1];
		return 0xff000000 | mix(a.getRed(), b.getRed(), share) << 16 | mix(a.getGreen(), b.getGreen(), share) << 8
				| mix(a.getBlue(), b.getBlue(), share);
	}

	private static int mix(int a, int b, double share) {
		return (int) Math.round(a + (b - a) * share);
	}

	@Override
	public boolean equals(Object o) {
		return o instanceof Diverging d && java.util.Arrays.equals(stops, d.stops);
	}

	@Override
	public int hashCode() {
		return java.util.Arrays.hashCode(stops);
	}
}
