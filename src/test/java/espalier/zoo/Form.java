package espalier.zoo;

/**
 * How a network of the zoo is made.
 *
 * @param divisor
 *            published widths are divided by it
 * @param image
 *            pixels on a side, or tokens in a row
 * @param classes
 *            classes, or tokens in the vocabulary
 * @param open
 *            whether the batch is open, and shapes are computed from it as traced code does
 * @param constants
 *            whether constants are Constant nodes; else they are initializers
 * @param hollow
 *            whether weights have shapes but no numbers
 */
record Form(int divisor, int image, int classes, boolean open, boolean constants, boolean hollow) {
	/** As published, to count its parameters; can't be run. */
	static Form published(int image, int classes) {
		return new Form(1, image, classes, false, true, true);
	}

	/** Thin, for ten classes, fixed to one image at a time. */
	static Form thin(int divisor, int image) {
		return new Form(divisor, image, 10, false, false, false);
	}

	Form of(int otherClasses) {
		return new Form(divisor, image, otherClasses, open, constants, hollow);
	}

	Form sized(int otherImage) {
		return new Form(divisor, otherImage, classes, open, constants, hollow);
	}

	Form thinner(int otherDivisor) {
		return new Form(otherDivisor, image, classes, open, constants, hollow);
	}

	Form opened() {
		return new Form(divisor, image, classes, true, constants, hollow);
	}

	Form withConstantNodes() {
		return new Form(divisor, image, classes, open, true, hollow);
	}

	int width(int published) {
		return Math.ceilDiv(published, divisor);
	}

	/** Its weights depend on the name alone. */
	NetBuilder builder(String name) {
		NetBuilder b = new NetBuilder(name, name.hashCode());
		b.constantNodes(constants);
		if (hollow)
			b.hollow();
		return b;
	}

	/** The input of a network for images. */
	String image(NetBuilder b) {
		return floats(b, "input", 1, 3, image, image);
	}

	String floats(NetBuilder b, String name, long... dims) {
		return open ? b.openBatchInput(name, dims) : b.input(name, dims);
	}

	/** Token ids. */
	String tokens(NetBuilder b, String name) {
		return b.wholeInput(name, open, 1, image);
	}
}
