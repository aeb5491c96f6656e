package espalier.data;

import java.util.List;

import espalier.graph.RefusedException;
import espalier.graph.Shape;

/**
 * How a picture becomes numbers for a network: resized so that its shorter side is {@code resize} (0: left as it is), the
 * centre cut out at {@code height} x {@code width}, then each channel {@code (value x scale - mean) / std}.
 *
 * @param bgr
 *            blue first instead of red
 * @param channelsLast
 *            NHWC instead of NCHW
 * @param mean
 *            one number a channel, in units of the scaled values
 */
public record Preprocessing(int height, int width, int channels, int resize, boolean bgr, boolean channelsLast,
		float scale, List<Float> mean, List<Float> std) {
	private static final List<Float> CIFAR_MEAN = List.of(0.4914f, 0.4822f, 0.4465f);
	private static final List<Float> CIFAR_STD = List.of(0.2470f, 0.2435f, 0.2616f);
	private static final List<Float> IMAGENET_MEAN = List.of(0.485f, 0.456f, 0.406f);
	private static final List<Float> IMAGENET_STD = List.of(0.229f, 0.224f, 0.225f);
	/** From here on images are taken for photographs, prepared as is usual for ImageNet. */
	private static final int PHOTOGRAPH = 128;

	public Preprocessing {
		mean = List.copyOf(mean);
		std = List.copyOf(std);
		if (mean.size() != channels || std.size() != channels)
			throw new RefusedException("Mean and deviation need " + channels + " numbers each, one a channel; they are "
					+ mean + " and " + std + ".");
		if (std.stream().anyMatch(s -> !(Math.abs(s) > 0)))
			throw new RefusedException("A deviation of zero can't be divided by; give 1 for none.");
	}

	/**
	 * What is usual for an input of this shape: ImageNet's numbers for photographs, CIFAR-10's for small colour images, the
	 * middle of the range for grey ones.
	 *
	 * @throws RefusedException
	 *             when the shape is not that of images
	 */
	public static Preprocessing guess(Shape input) {
		if (input.rank() != 4)
			throw new RefusedException("The model wants " + input
					+ ", which is no batch of images; data sets of images can't be used with it.");
		boolean first = input.dim(1) == 3 || input.dim(1) == 1;
		if (!first && input.dim(3) != 3 && input.dim(3) != 1)
			throw new RefusedException(
					"The model wants " + input
							+ ", images of neither 1 nor 3 channels; data sets of images can't be used with it.");
		int channels = (int) input.dim(first ? 1 : 3);
		int height = (int) input.dim(first ? 2 : 1);
		int width = (int) input.dim(first ? 3 : 2);
		boolean photograph = Math.min(height, width) >= PHOTOGRAPH;
		return new Preprocessing(height, width, channels, photograph ? Math.round(Math.min(height, width) / 0.875f) : 0,
				false, !first, 1 / 255f,
				channels == 1 ? List.of(0.5f) : photograph ? IMAGENET_MEAN : CIFAR_MEAN,
				channels == 1 ? List.of(0.5f) : photograph ? IMAGENET_STD : CIFAR_STD);
	}

	public Shape shape(int batch) {
		return channelsLast ? Shape.of(batch, height, width, channels) : Shape.of(batch, channels, height, width);
	}

	/** As people read it. */
	public String describe() {
		return channels + " channels of " + width + " x " + height + (channels == 3 ? bgr ? ", BGR" : ", RGB" : "")
				+ (channelsLast ? ", NHWC" : ", NCHW") + (resize > 0 ? ", shorter side resized to " + resize : "")
				+ ", pixels x " + scale + " minus " + mean + " over " + std;
	}

	/** Numbers of one image. */
	public int numbers() {
		return height * width * channels;
	}

	/** Why a picture can't be used as it is, in words, or null when it fits (after resizing, where that is asked for). */
	public @org.jspecify.annotations.Nullable String mismatch(Picture picture) {
		if (picture.channels() != channels)
			return disagreement(picture);
		if (resize == 0 && (picture.width() < width || picture.height() < height))
			return disagreement(picture);
		return null;
	}

	private String disagreement(Picture picture) {
		return "the model wants " + channels + "x" + height + "x" + width + ", these are " + picture.channels() + "x"
				+ picture.height() + "x" + picture.width();
	}

	/** The picture at the network's size, before numbers are made of it. */
	public Picture fit(Picture picture) {
		Picture sized = resize == 0 ? picture : Scaling.shorterSide(picture, resize);
		if (sized.width() == width && sized.height() == height)
			return sized;
		if (sized.width() < width || sized.height() < height)
			sized = Scaling.to(sized, Math.max(width, sized.width()), Math.max(height, sized.height()));
		return Scaling.centre(sized, width, height);
	}

	/** Writes a fitted picture as numbers. */
	public void write(Picture fitted, float[] into, int from) {
		int area = height * width;
		for (int c = 0; c < channels; c++) {
			int source = bgr ? channels - 1 - c : c;
			float factor = scale / std.get(c);
			float offset = -mean.get(c) / std.get(c);
			for (int i = 0; i < area; i++) {
				float value = Byte.toUnsignedInt(fitted.pixels()[i * channels + source]) * factor + offset;
				into[from + (channelsLast ? i * channels + c : c * area + i)] = value;
			}
		}
	}
}
