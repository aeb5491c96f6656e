package espalier.data;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Ten classes of shapes, drawn: each image holds one large shape of its class, textured, coloured, turned and partly behind a
 * smaller shape of another class, on a textured ground, with noise. Endless by seed; image {@code i} of a seed is always the
 * same. Drawing one costs about as much as decoding a small file.
 */
public final class Shapes implements Dataset {
	static final int SIDE = 32;
	static final int TRAIN = 20_000;
	private static final int VALIDATION = 4_000;
	private static final double NOISE = 26;

	private final String name;
	private final long seed;
	private final int size;

	private Shapes(String name, long seed, int size) {
		this.name = name;
		this.seed = seed;
		this.size = size;
	}

	/** The sample's usual size: 20,000 images to train on and 4,000 for validation. */
	public static Splits splits(long seed) {
		return splits(seed, TRAIN);
	}

	/** The same with only the first so many images to train on, for a short training. */
	static Splits splits(long seed, int train) {
		return new Splits(new Shapes("Shapes, train", 2 * seed, train),
				new Shapes("Shapes, validation", 2 * seed + 1, VALIDATION), false);
	}

	@Override
	public String name() {
		return name;
	}

	@Override
	public List<String> classes() {
		return java.util.Arrays.stream(Outline.values()).map(o -> o.name().toLowerCase(java.util.Locale.ROOT)).toList();
	}

	@Override
	public int size() {
		return size;
	}

	@Override
	public int label(int index) {
		return Math.floorMod(index, Outline.values().length);
	}

	@Override
	public String hash() {
		return new Hash().add("shapes 1").add(seed).add(size).text();
	}

	@Override
	public Picture read(int index) {
		SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + index);
		Outline[] outlines = Outline.values();
		Outline main = outlines[label(index)];
		Outline other = outlines[random.nextInt(outlines.length)];
		Paint ground = Paint.random(random);
		Placed large = Placed.random(main, random, 8, 13, 4);
		Placed small = Placed.random(other, random, 3, 6.5, 11);
		byte[] pixels = new byte[SIDE * SIDE * 3];
		for (int y = 0; y < SIDE; y++)
			for (int x = 0; x < SIDE; x++) {
				Paint paint = small.holds(x, y) ? small.paint : large.holds(x, y) ? large.paint : ground;
				double light = paint.texture(x, y);
				for (int c = 0; c < 3; c++)
					pixels[(y * SIDE + x) * 3 + c] = (byte) Math
							.clamp(Math.round(paint.color[c] * light + NOISE * random.nextGaussian()), 0, 255);
			}
		return new Picture(SIDE, SIDE, 3, pixels);
	}

	/** A shape around the origin, of radius 1. */
	private enum Outline {
		CIRCLE, SQUARE, TRIANGLE, STAR, CROSS, RING, HEXAGON, CRESCENT, HEART, BARS;

		/** No shape goes as far as this from the origin. */
		private static final double REACH = 1.25;

		boolean holds(double x, double y) {
			return x * x + y * y < REACH * REACH && inside(x, y);
		}

		private boolean inside(double x, double y) {
			double r = Math.hypot(x, y);
			return switch (this) {
				case CIRCLE -> r < 0.9;
				case SQUARE -> Math.max(Math.abs(x), Math.abs(y)) < 0.78;
				case TRIANGLE -> polygon(r, Math.atan2(y, x), 3) < 0.5;
				case STAR -> r < 0.62 + 0.36 * Math.cos(5 * Math.atan2(y, x));
				case CROSS -> Math.min(Math.abs(x), Math.abs(y)) < 0.3 && Math.max(Math.abs(x), Math.abs(y)) < 0.95;
				case RING -> r < 0.95 && r > 0.55;
				case HEXAGON -> polygon(r, Math.atan2(y, x), 6) < 0.82;
				case CRESCENT -> r < 0.95 && Math.hypot(x - 0.45, y) > 0.75;
				case HEART -> heart(x * 1.25, -y * 1.25 + 0.15);
				case BARS -> Math.max(Math.abs(x), Math.abs(y)) < 0.85 && Math.abs(x) > 0.3;
			};
		}

		private static double polygon(double r, double angle, int corners) {
			double sector = 2 * Math.PI / corners;
			return r * Math.cos(angle - sector * Math.round(angle / sector));
		}

		private static boolean heart(double x, double y) {
			double a = x * x + y * y - 0.75;
			return a * a * a < x * x * y * y * y * 1.6;
		}
	}

	/** A colour with a texture: plain, stripes or checks of some contrast. */
	private record Paint(double[] color, int kind, double period, Turn turn, double contrast) {
		static Paint random(SplittableRandom random) {
			double[] color = {random.nextDouble(30, 225), random.nextDouble(30, 225), random.nextDouble(30, 225)};
			return new Paint(color, random.nextInt(3), random.nextDouble(2.5, 7), Turn.by(random.nextDouble(Math.PI)),
					random.nextDouble(0.15, 0.5));
		}

		double texture(int x, int y) {
			double along = turn.x(x, y) / period;
			double across = turn.y(x, y) / period;
			boolean dark = switch (kind) {
				case 1 -> Math.floorMod((long) Math.floor(along), 2) == 0;
				case 2 -> Math.floorMod((long) (Math.floor(along) + Math.floor(across)), 2) == 0;
				default -> false;
			};
			return dark ? 1 - contrast : 1;
		}
	}

	/** Coordinates in a frame that is turned by an angle. */
	private record Turn(double cos, double sin) {
		static Turn by(double angle) {
			return new Turn(Math.cos(angle), Math.sin(angle));
		}

		double x(double x, double y) {
			return x * cos + y * sin;
		}

		double y(double x, double y) {
			return y * cos - x * sin;
		}
	}

	/** A shape at its place. */
	private record Placed(Outline outline, double x, double y, double radius, Turn turn, double squeeze,
			Paint paint) {
		static Placed random(Outline outline, SplittableRandom random, double least, double most, double away) {
			double middle = (SIDE - 1) / 2.0;
			return new Placed(outline, middle + random.nextDouble(-away, away), middle + random.nextDouble(-away, away),
					random.nextDouble(least, most), Turn.by(random.nextDouble(2 * Math.PI)),
					random.nextDouble(0.75, 1.0),
					Paint.random(random));
		}

		boolean holds(int px, int py) {
			double dx = (px - x) / radius;
			double dy = (py - y) / radius;
			return outline.holds(turn.x(dx, dy), turn.y(dx, dy) / squeeze);
		}
	}
}
