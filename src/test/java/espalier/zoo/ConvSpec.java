package espalier.zoo;

/** A convolution's settings, the same along every axis it slides over. */
public record ConvSpec(int out, int kernel, int stride, int pad, int dilation, int groups, boolean bias) {
	/** Keeps the image size: stride 1, padded by half the (odd) kernel, no bias. */
	public static ConvSpec of(int out, int kernel) {
		return new ConvSpec(out, kernel, 1, kernel / 2, 1, 1, false);
	}

	public ConvSpec strided(int by) {
		return new ConvSpec(out, kernel, by, pad, dilation, groups, bias);
	}

	public ConvSpec padded(int by) {
		return new ConvSpec(out, kernel, stride, by, dilation, groups, bias);
	}

	public ConvSpec dilated(int by) {
		return new ConvSpec(out, kernel, stride, kernel / 2 * by, by, groups, bias);
	}

	public ConvSpec grouped(int by) {
		return new ConvSpec(out, kernel, stride, pad, dilation, by, bias);
	}

	public ConvSpec biased() {
		return new ConvSpec(out, kernel, stride, pad, dilation, groups, true);
	}

	long size(long in) {
		return (in + 2L * pad - dilation * (kernel - 1L) - 1) / stride + 1;
	}

	long transposedSize(long in) {
		return (in - 1) * stride - 2L * pad + dilation * (kernel - 1L) + 1;
	}
}
