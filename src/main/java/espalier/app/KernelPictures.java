package espalier.app;

import java.util.Arrays;

import espalier.importance.Kernels;
import espalier.report.Diverging;

/**
 * The filters of a layer as pictures: in colours of their own where they read red, green and blue, else in colours for signed
 * weights, on one scale for the whole layer. Reads weights, so not for JavaFX's thread; for one thread at a time.
 */
final class KernelPictures {
	/** Weights of a filter without extent side by side; more go in several rows. */
	private static final int LONGEST_ROW = 64;
	/** Filters beyond this share have colours at the end of the scale: one outlier must not make all others pale. */
	private static final double WITHIN = 0.98;

	/** How the kernels of a filter, one for each input, are shown. */
	enum Inputs {
		MEAN("Mean over inputs"), ALL("Each input");

		private final String title;

		Inputs(String title) {
			this.title = title;
		}

		String title() {
			return title;
		}
	}

	/** What kind of pictures a layer has. */
	enum Kind {
		/** Kernels over red, green and blue. */
		COLOURS,
		/** A kernel for each input. */
		KERNELS,
		/** One weight for each input. */
		ROW
	}

	private final Kernels kernels;
	private final Kernels.Reading reading;
	private final Kind kind;
	private final Inputs inputs;
	private final boolean bgr;
	private final Diverging colors;
	private volatile double scale = Double.NaN;

	/** @param bgr whether the network reads blue first */
	KernelPictures(Kernels kernels, Inputs inputs, boolean bgr, Diverging colors) {
		this.kernels = kernels;
		this.reading = kernels.reading();
		this.kind = kind(kernels);
		this.inputs = inputs;
		this.bgr = bgr;
		this.colors = colors;
	}

	static Kind kind(Kernels kernels) {
		if (!kernels.spatial())
			return Kind.ROW;
		return kernels.inputs() == 3 ? Kind.COLOURS : Kind.KERNELS;
	}

	/** Width and height of a picture in pixels. */
	static int[] size(Kernels kernels, Inputs inputs) {
		return switch (kind(kernels)) {
			case ROW -> {
				int width = Math.min(LONGEST_ROW, kernels.inputs());
				int rows = (kernels.inputs() + LONGEST_ROW - 1) / LONGEST_ROW;
				yield new int[]{width, rows * Pixels.repeats(width, rows)};
			}
			case COLOURS -> new int[]{kernels.width(), kernels.height()};
			case KERNELS -> {
				int columns = inputs == Inputs.MEAN ? 1 : columns(kernels);
				int rows = inputs == Inputs.MEAN ? 1 : (kernels.inputs() + columns - 1) / columns;
				yield new int[]{columns * (kernels.width() + 1) - 1, rows * (kernels.height() + 1) - 1};
			}
		};
	}

	private static int columns(Kernels kernels) {
		return (int) Math.ceil(Math.sqrt((double) kernels.inputs() * kernels.height() / kernels.width()));
	}

	/** The weight at the end of the colours; NaN before the first picture, and where each filter has its own. */
	double scale() {
		return kind == Kind.COLOURS ? Double.NaN : scale;
	}

	Pixels of(int unit) {
		if (kind != Kind.COLOURS && Double.isNaN(scale))
			scale = layerScale();
		float[] numbers = shown(reading.of(unit));
		int[] size = size(kernels, inputs);
		Pixels picture = new Pixels(size[0], size[1]);
		switch (kind) {
			case COLOURS -> colours(numbers, picture);
			case ROW -> {
				return row(numbers);
			}
			case KERNELS -> mosaic(numbers, picture);
		}
		return picture;
	}

	private Pixels row(float[] numbers) {
		int width = Math.min(LONGEST_ROW, numbers.length);
		int rows = (numbers.length + LONGEST_ROW - 1) / LONGEST_ROW;
		Pixels row = new Pixels(width, rows);
		for (int i = 0; i < numbers.length; i++)
			row.argb()[i] = color(numbers[i]);
		return row.repeated(Pixels.repeats(width, rows));
	}

	/** The numbers that become colours. */
	private float[] shown(float[] all) {
		if (kind != Kind.KERNELS || inputs == Inputs.ALL)
			return all;
		int area = kernels.height() * kernels.width();
		float[] mean = new float[area];
		for (int i = 0; i < all.length; i++)
			mean[i % area] += all[i] / kernels.inputs();
		return mean;
	}

	private double layerScale() {
		double[] largest = new double[kernels.units()];
		for (int unit = 0; unit < largest.length; unit++)
			largest[unit] = largest(shown(reading.of(unit)));
		Arrays.sort(largest);
		double most = largest.length == 0 ? 0 : largest[(int) Math.round((largest.length - 1) * WITHIN)];
		return most > 0 ? most : 1;
	}

	private static double largest(float[] numbers) {
		double largest = 0;
		for (float number : numbers)
			largest = Math.max(largest, Math.abs(number));
		return largest;
	}

	private int color(float weight) {
		return colors.argb(weight / scale);
	}

	/** Zero is mid grey; each filter by its own largest weight. */
	private void colours(float[] numbers, Pixels picture) {
		double largest = Math.max(largest(numbers), Float.MIN_NORMAL);
		int area = kernels.height() * kernels.width();
		for (int i = 0; i < area; i++) {
			int argb = 0xff;
			for (int c = 0; c < 3; c++) {
				float weight = numbers[(bgr ? 2 - c : c) * area + i];
				argb = argb << 8 | (int) Math.round(127.5 + 127.5 * weight / largest);
			}
			picture.argb()[i] = argb;
		}
	}

	private void mosaic(float[] numbers, Pixels picture) {
		int columns = (picture.width() + 1) / (kernels.width() + 1);
		int area = kernels.height() * kernels.width();
		for (int i = 0; i < numbers.length; i++) {
			int input = i / area;
			int y = i % area / kernels.width();
			int x = i % kernels.width();
			picture.set(input % columns * (kernels.width() + 1) + x, input / columns * (kernels.height() + 1) + y,
					color(numbers[i]));
		}
	}
}
