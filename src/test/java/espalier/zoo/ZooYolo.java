package espalier.zoo;

import java.util.ArrayList;
import java.util.List;

import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.graph.Tensor;

/**
 * A detector after YOLOv8n, its normalisation folded as in exported files: blocks that split and concatenate, pyramids
 * of pools, a neck that goes up and down again, three heads whose boxes are distributions and decoded in the graph.
 */
final class ZooYolo {
	private static final int BINS = 16;

	private final NetBuilder b;
	private final Form form;

	private ZooYolo(NetBuilder b, Form form) {
		this.b = b;
		this.form = form;
	}

	static Graph yolo(Form form) {
		return new ZooYolo(form.builder("yolo"), form).graph();
	}

	private Graph graph() {
		int[] widths = {form.width(16), form.width(32), form.width(64), form.width(128), form.width(256)};
		String x = unit("model.0", form.image(b), widths[0], 3, 2);
		x = c2f("model.2", unit("model.1", x, widths[1], 3, 2), widths[1], 1, true);
		String fine = c2f("model.4", unit("model.3", x, widths[2], 3, 2), widths[2], 2, true);
		String middle = c2f("model.6", unit("model.5", fine, widths[3], 3, 2), widths[3], 2, true);
		x = c2f("model.8", unit("model.7", middle, widths[4], 3, 2), widths[4], 1, true);
		String coarse = pyramid("model.9", x, widths[4]);
		String up = c2f("model.12", join("model.11", larger("model.10", coarse), middle), widths[3], 1, false);
		String small = c2f("model.15", join("model.14", larger("model.13", up), fine), widths[2], 1, false);
		String medium = join("model.17", unit("model.16", small, widths[2], 3, 2), up);
		medium = c2f("model.18", medium, widths[3], 1, false);
		String large = join("model.20", unit("model.19", medium, widths[3], 3, 2), coarse);
		large = c2f("model.21", large, widths[4], 1, false);
		List<String> levels = List.of(small, medium, large);
		b.output(b.module("model.22", () -> detect(levels)), "output0");
		return b.build();
	}

	private String unit(String name, String x, int width, int kernel, int stride) {
		return b.module(name, () -> {
			String y = Parts.convForSilu(b, "conv", x, width, kernel, stride);
			return Parts.silu(b, "act", y);
		});
	}

	private String c2f(String name, String x, int width, int depth, boolean skip) {
		return b.module(name, () -> {
			List<String> all = new ArrayList<>(Traced.chunk(b, unit("cv1", x, width, 1, 1), 1, 2));
			for (int i = 0; i < depth; i++) {
				String in = all.getLast();
				all.add(b.module("m." + i, () -> {
					String y = unit("cv2", unit("cv1", in, width / 2, 3, 1), width / 2, 3, 1);
					return skip ? b.add(in, y) : y;
				}));
			}
			return unit("cv2", b.concat(1, all), width, 1, 1);
		});
	}

	private String pyramid(String name, String x, int width) {
		return b.module(name, () -> {
			List<String> all = new ArrayList<>(List.of(unit("cv1", x, width / 2, 1, 1)));
			for (int i = 0; i < 3; i++)
				all.add(b.at("m").pool("MaxPool", all.getLast(), 5, 1, 2));
			return unit("cv2", b.concat(1, all), width, 1, 1);
		});
	}

	private String larger(String name, String x) {
		return b.at(name).resizeTwice(x);
	}

	private String join(String name, String left, String right) {
		return b.at(name).concat(left, right);
	}

	private String detect(List<String> levels) {
		int boxes = 4 * BINS;
		int out = boxes + form.classes();
		int boxWidth = Math.max(form.width(64), Math.max(16, b.dim(levels.getFirst(), 1) / 4));
		int classWidth = Math.max(b.dim(levels.getFirst(), 1), form.classes());
		List<String> flat = new ArrayList<>();
		for (int i = 0; i < levels.size(); i++)
			flat.add(b.concat(branch("cv2." + i, levels.get(i), boxWidth, boxes),
					branch("cv3." + i, levels.get(i), classWidth, form.classes())));
		List<String> rows = flat.stream().map(level -> Traced.reshape(b, level, out, -1)).toList();
		List<String> parts = Traced.split(b, b.concat(2, rows), 1, boxes, form.classes());
		String sides = b.module("dfl", () -> expectation(parts.getFirst()));
		return b.concat(decode(sides, levels), b.sigmoid(parts.getLast()));
	}

	private String branch(String name, String x, int width, int out) {
		return b.module(name, () -> {
			String y = unit("1", unit("0", x, width, 3, 1), width, 3, 1);
			return b.at("2").conv(y, ConvSpec.of(out, 1).biased());
		});
	}

	/** The mean of each side's distribution, by a convolution whose weights are 0, 1, 2 and so on. */
	private String expectation(String x) {
		int places = b.dim(x, 2);
		String bins = b.transpose(Traced.reshape(b, x, 4, BINS, places), 0, 2, 1, 3);
		float[] steps = new float[BINS];
		for (int i = 0; i < BINS; i++)
			steps[i] = i;
		String weight = b.weight(b.parameter("conv.weight"), Shape.of(1, BINS, 1, 1), steps);
		String mean = b.at("conv").conv(b.softmax(bins, 1), ConvSpec.of(1, 1), weight, null);
		return Traced.reshape(b, mean, 4, places);
	}

	/** From distances to the sides of a box to its centre and size, in pixels. */
	private String decode(String sides, List<String> levels) {
		List<float[]> anchors = new ArrayList<>();
		for (String level : levels)
			for (int i = 0; i < b.dim(level, 2) * b.dim(level, 3); i++)
				anchors.add(new float[]{i % b.dim(level, 3) + 0.5f, i / b.dim(level, 3) + 0.5f,
						(float) form.image() / b.dim(level, 2)});
		int n = anchors.size();
		float[] centres = new float[2 * n];
		float[] strides = new float[n];
		for (int i = 0; i < n; i++) {
			centres[i] = anchors.get(i)[0];
			centres[n + i] = anchors.get(i)[1];
			strides[i] = anchors.get(i)[2];
		}
		String anchor = b.constant(b.parameter("anchors"), Tensor.ofFloats("value", Shape.of(1, 2, n), centres));
		String low = b.binary("Sub", anchor, b.slice(sides, 1, 0, 2));
		String high = b.add(anchor, b.slice(sides, 1, 2, 4));
		String centre = b.binary("Div", b.add(low, high), b.number(2));
		String box = b.concat(centre, b.binary("Sub", high, low));
		return b.mul(box, b.constant(b.parameter("strides"), Tensor.ofFloats("value", Shape.of(1, n), strides)));
	}
}
