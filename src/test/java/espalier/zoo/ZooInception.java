package espalier.zoo;

import espalier.graph.Graph;

/** Inception-v3 (Szegedy et al. 2016): 7x7 convolutions as a row and a column, branches that branch again. */
final class ZooInception {
	private final NetBuilder b;
	private final Form form;

	private ZooInception(NetBuilder b, Form form) {
		this.b = b;
		this.form = form;
	}

	static Graph inceptionV3(Form form) {
		return new ZooInception(form.builder("inceptionv3"), form).graph();
	}

	private Graph graph() {
		String x = unit("Conv2d_1a_3x3", form.image(b), 32, 3, 2, 0);
		x = unit("Conv2d_2b_3x3", unit("Conv2d_2a_3x3", x, 32, 3, 1, 0), 64, 3, 1, 1);
		x = b.at("maxpool1").pool("MaxPool", x, 3, 2, 0);
		x = unit("Conv2d_4a_3x3", unit("Conv2d_3b_1x1", x, 80, 1, 1, 0), 192, 3, 1, 0);
		x = b.at("maxpool2").pool("MaxPool", x, 3, 2, 0);
		x = mixedA("Mixed_5b", x, 32);
		x = mixedA("Mixed_5c", x, 64);
		x = mixedA("Mixed_5d", x, 64);
		x = mixedB("Mixed_6a", x);
		x = mixedC("Mixed_6b", x, 128);
		x = mixedC("Mixed_6c", x, 160);
		x = mixedC("Mixed_6d", x, 160);
		x = mixedC("Mixed_6e", x, 192);
		x = mixedD("Mixed_7a", x);
		x = mixedE("Mixed_7b", x);
		x = mixedE("Mixed_7c", x);
		return Parts.classify(b, x, "fc", form.classes());
	}

	private String mixedA(String name, String x, int pooled) {
		return b.module(name, () -> {
			String one = unit("branch1x1", x, 64, 1, 1, 0);
			String five = unit("branch5x5_2", unit("branch5x5_1", x, 48, 1, 1, 0), 64, 5, 1, 2);
			String three = unit("branch3x3dbl_2", unit("branch3x3dbl_1", x, 64, 1, 1, 0), 96, 3, 1, 1);
			three = unit("branch3x3dbl_3", three, 96, 3, 1, 1);
			return b.concat(one, five, three, pooled(x, pooled));
		});
	}

	private String mixedB(String name, String x) {
		return b.module(name, () -> {
			String three = unit("branch3x3", x, 384, 3, 2, 0);
			String twice = unit("branch3x3dbl_2", unit("branch3x3dbl_1", x, 64, 1, 1, 0), 96, 3, 1, 1);
			twice = unit("branch3x3dbl_3", twice, 96, 3, 2, 0);
			return b.concat(three, twice, b.pool("MaxPool", x, 3, 2, 0));
		});
	}

	private String mixedC(String name, String x, int inner) {
		return b.module(name, () -> {
			String one = unit("branch1x1", x, 192, 1, 1, 0);
			String seven = row("branch7x7_2", unit("branch7x7_1", x, inner, 1, 1, 0), inner, 7);
			seven = column("branch7x7_3", seven, 192, 7);
			String twice = column("branch7x7dbl_2", unit("branch7x7dbl_1", x, inner, 1, 1, 0), inner, 7);
			twice = column("branch7x7dbl_4", row("branch7x7dbl_3", twice, inner, 7), inner, 7);
			twice = row("branch7x7dbl_5", twice, 192, 7);
			return b.concat(one, seven, twice, pooled(x, 192));
		});
	}

	private String mixedD(String name, String x) {
		return b.module(name, () -> {
			String three = unit("branch3x3_2", unit("branch3x3_1", x, 192, 1, 1, 0), 320, 3, 2, 0);
			String seven = row("branch7x7x3_2", unit("branch7x7x3_1", x, 192, 1, 1, 0), 192, 7);
			seven = unit("branch7x7x3_4", column("branch7x7x3_3", seven, 192, 7), 192, 3, 2, 0);
			return b.concat(three, seven, b.pool("MaxPool", x, 3, 2, 0));
		});
	}

	private String mixedE(String name, String x) {
		return b.module(name, () -> {
			String one = unit("branch1x1", x, 320, 1, 1, 0);
			String three = unit("branch3x3_1", x, 384, 1, 1, 0);
			String left = b.concat(row("branch3x3_2a", three, 384, 3), column("branch3x3_2b", three, 384, 3));
			String twice = unit("branch3x3dbl_2", unit("branch3x3dbl_1", x, 448, 1, 1, 0), 384, 3, 1, 1);
			String right = b.concat(row("branch3x3dbl_3a", twice, 384, 3), column("branch3x3dbl_3b", twice, 384, 3));
			return b.concat(one, left, right, pooled(x, 192));
		});
	}

	private String pooled(String x, int width) {
		return unit("branch_pool", Parts.averageAround(b, x), width, 1, 1, 0);
	}

	private String row(String name, String x, int width, int length) {
		return rectangular(name, x, width, 1, length);
	}

	private String column(String name, String x, int width, int length) {
		return rectangular(name, x, width, length, 1);
	}

	private String rectangular(String name, String x, int width, int high, int wide) {
		return b.module(name, () -> b.relu(b.at("bn").batchNorm(
				Parts.convRectangular(b.at("conv"), x, form.width(width), high, wide))));
	}

	private String unit(String name, String x, int width, int kernel, int stride, int pad) {
		ConvSpec spec = new ConvSpec(form.width(width), kernel, stride, pad, 1, 1, false);
		return b.module(name, () -> b.relu(b.at("bn").batchNorm(b.at("conv").conv(x, spec))));
	}
}
