package espalier.report;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import espalier.evaluate.Interval;
import espalier.evaluate.Sensitivity;

/** Figures' content of any size, and figures as they were drawn. */
final class Made {
	private Made() {}

	/** Nine ratios for each of some groups, named like those of a deep network; the last two of each third are early ends. */
	static Sensitivity sensitivity(int groups, long seed) {
		SplittableRandom random = new SplittableRandom(seed);
		List<Sensitivity.Curve> curves = new ArrayList<>();
		for (int g = 0; g < groups; g++) {
			double steep = random.nextDouble();
			List<Sensitivity.Point> points = new ArrayList<>();
			for (int i = 1; i <= 9; i++) {
				int images = g % 3 == 0 && i > 7 ? 128 : 512;
				points.add(point(i / 10.0, (int) Math.round(i * 1.6), (0.9 - 0.7 * steep * i / 9), images));
			}
			curves.add(new Sensitivity.Curve("features.block" + g / 10 + ".layer" + g % 10 + ".conv", 16, points));
		}
		return new Sensitivity("ab".repeat(32), "l2", Sensitivity.Metric.ACCURACY, "data", 512, point(0, 0, 0.9, 512),
				curves);
	}

	static Sensitivity.Point point(double ratio, int removed, double share, int images) {
		Interval interval = Interval.of(Math.round(share * images), images);
		return new Sensitivity.Point(ratio, removed, interval.share(), interval.low(), interval.high(), images);
	}

	static Marks drawn(Figure figure, double width) {
		return drawn(figure, area(figure, width), Ink.LIGHT);
	}

	static Rectangle2D area(Figure figure, double width) {
		return new Rectangle2D.Double(20, 30, width, figure.height(width));
	}

	static Marks drawn(Figure figure, Rectangle2D area, Ink ink) {
		Graphics2D g = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
		try {
			return figure.draw(g, area, ink);
		} finally {
			g.dispose();
		}
	}
}
