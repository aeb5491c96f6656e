package espalier.data;

import java.awt.image.BufferedImage;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;

import espalier.graph.BadInputException;
import espalier.graph.RefusedException;
import espalier.graph.Shape;

/**
 * How a picture becomes numbers for a network: resized so that its shorter side is {@code resize}, or larger where the input
 * would not be covered (0: left as it is, and refused when it has another size), the centre cut out at {@code height} x
 * {@code width}, then each channel {@code (value x scale - mean) / std}.
 *
 * @param channels
 *            1 for grey, 3 for colours
 * @param bgr
 *            blue first instead of red
 * @param channelsLast
 *            NHWC instead of NCHW
 * @param mean
 *            one number a channel, in units of the scaled values
 * @param convertChannels
 *            whether grey pictures become coloured by repeating, and coloured ones grey by luma, where the network wants the
 *            other; else they are refused
 */
public record Preprocessing(int height, int width, int channels, int resize, boolean bgr, boolean channelsLast,
		float scale, List<Float> mean, List<Float> std, boolean convertChannels) {
	private static final List<Float> CIFAR_MEAN = List.of(0.4914f, 0.4822f, 0.4465f);
	private static final List<Float> CIFAR_STD = List.of(0.2470f, 0.2435f, 0.2616f);
	private static final List<Float> IMAGENET_MEAN = List.of(0.485f, 0.456f, 0.406f);
	private static final List<Float> IMAGENET_STD = List.of(0.229f, 0.224f, 0.225f);
	/** From here on images are taken for photographs, prepared as is usual for ImageNet. */
	private static final int PHOTOGRAPH = 128;
	private static final int LARGEST = 1 << 14;
	/** Images that are looked at before all are refused. */
	private static final int SAMPLE = 16;
	private static final ObjectMapper JSON = new ObjectMapper()
			.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
			.enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

	public Preprocessing {
		if (height < 1 || width < 1 || height > LARGEST || width > LARGEST || channels != 1 && channels != 3)
			throw new RefusedException("Images of " + channels + "x" + height + "x" + width
					+ " can't be made; the model's input needs 1 or 3 channels and sizes from 1 to " + LARGEST + ".");
		if (resize != 0 && (resize < Math.min(height, width) || resize > LARGEST))
			throw new RefusedException("Resizing to " + resize + " doesn't fit an input of " + height + "x" + width
					+ "; give from " + Math.min(height, width) + " to " + LARGEST
					+ ", or 0 to leave images as they are.");
		mean = List.copyOf(mean);
		std = List.copyOf(std);
		if (mean.size() != channels || std.size() != channels)
			throw new RefusedException("Mean and deviation need " + channels + " numbers each, one a channel; they are "
					+ mean + " and " + std + ".");
		if (std.stream().anyMatch(s -> !(Math.abs(s) > 0)))
			throw new RefusedException("A deviation of zero can't be divided by; give 1 for none.");
	}

	/** Without conversion of channels. */
	public Preprocessing(int height, int width, int channels, int resize, boolean bgr, boolean channelsLast,
			float scale, List<Float> mean, List<Float> std) {
		this(height, width, channels, resize, bgr, channelsLast, scale, mean, std, false);
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
				+ (convertChannels ? ", channels converted" : "")
				+ ", pixels x " + scale + " minus " + mean + " over " + std;
	}

	/** Numbers of one image. */
	public int numbers() {
		return height * width * channels;
	}

	/** Why a picture can't be used, and which option would help, in words; null when it can be. */
	public @Nullable String mismatch(Picture picture) {
		boolean otherChannels = picture.channels() != channels && !convertChannels;
		boolean otherSize = resize == 0 && (picture.width() != width || picture.height() != height);
		String these = "these are " + picture.channels() + "x" + picture.height() + "x" + picture.width();
		if (otherChannels || otherSize)
			return "the model wants " + channels + "x" + height + "x" + width + ", " + these + "; give"
					+ (otherSize ? " --resize " + Math.min(height, width) : "")
					+ (otherChannels ? " --channels-convert" : "");
		if (resize != 0 && Scaling.pixels(picture, scaling(picture)) > Decoder.MOST_PIXELS)
			return these + ", too narrow to be resized";
		return null;
	}

	/**
	 * Looks at a few images, evenly over the set.
	 *
	 * @throws RefusedException
	 *             when none of them can be used because of its shape
	 */
	void requireFit(Dataset data) {
		String mismatch = null;
		int looked = Math.min(SAMPLE, data.size());
		for (int i = 0; i < looked; i++)
			try {
				mismatch = mismatch(data.read((int) ((long) i * data.size() / looked)));
				if (mismatch == null)
					return;
			} catch (UnreadableImage e) {
				// It says nothing of the shape of the others, and is counted when it is wanted.
			}
		if (mismatch != null)
			throw new RefusedException("The images of " + data.name() + " don't fit: " + mismatch + ".");
	}

	private double scaling(Picture picture) {
		double shorter = (double) resize / Math.min(picture.width(), picture.height());
		return Math.max(shorter,
				Math.max((double) width / picture.width(), (double) height / picture.height()));
	}

	/** The picture at the network's size and channels, before numbers are made of it. */
	public Picture fit(Picture picture) {
		Picture converted = picture.channels() == channels ? picture : Channels.convert(picture, channels);
		Picture sized = resize == 0 ? converted : Scaling.by(converted, scaling(converted));
		return sized.width() == width && sized.height() == height ? sized : Scaling.centre(sized, width, height);
	}

	/** A picture as the network sees it: fitted, with the channels in the order in which it gets them as red, green and blue. */
	public BufferedImage seen(Picture picture) {
		Picture fitted = fit(picture);
		BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		int last = channels - 1;
		for (int y = 0; y < height; y++)
			for (int x = 0; x < width; x++)
				image.setRGB(x, y, fitted.at(x, y, bgr ? last : 0) << 16 | fitted.at(x, y, last / 2) << 8
						| fitted.at(x, y, bgr ? 0 : last));
		return image;
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

	public String toJson() {
		try {
			return JSON.writeValueAsString(this);
		} catch (JsonProcessingException e) {
			throw new IllegalStateException(e);
		}
	}

	/** @throws BadInputException when the text was not made by {@link #toJson} */
	public static Preprocessing fromJson(String json) {
		try {
			return JSON.readValue(json, Preprocessing.class);
		} catch (JsonProcessingException e) {
			if (e.getCause() instanceof RefusedException told)
				throw told;
			throw new BadInputException("The stored preprocessing can't be read ("
					+ e.getOriginalMessage().lines().findFirst().orElse("") + "); set it anew.", e);
		}
	}
}
