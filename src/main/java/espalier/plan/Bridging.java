package espalier.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;

import espalier.graph.Attribute;
import espalier.graph.ElementType;
import espalier.graph.Node;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.region.Bridge;
import espalier.region.Bypass;
import espalier.region.Fit;

/** Makes the nodes of an adapter: a pooling where places are fewer behind it, a 1×1 convolution or a matrix where channels differ. */
final class Bridging {
	/** Takes a value of the adapter, a constant where it is given, and names it. */
	interface Store {
		String put(String wanted, Shape shape, ElementType type, @Nullable Tensor tensor);
	}

	private Bridging() {}

	/**
	 * @param made
	 *            the value that comes out
	 * @throws RefusedException
	 *             when no adapter leads from one shape to the other, or its weights are for other widths
	 */
	static List<Node> nodes(Bypass bypass, String entry, String made, Shape in, Shape out, ElementType type,
			Store store) {
		int axis = bypass.axis();
		boolean convolves = axis == 1 && in.rank() >= 3;
		if (!type.floating() || in.rank() != out.rank() || !convolves && axis != in.rank() - 1)
			throw unfit(bypass, in, out);
		List<Node> nodes = new ArrayList<>();
		String value = entry;
		Shape pooled = in;
		if (convolves) {
			int[] strides = Bridge.strides(in, out, axis);
			for (int k = 0; k < strides.length; k++)
				if (strides[k] == 0)
					throw unfit(bypass, in, out);
				else
					pooled = pooled.with(k + 2, out.dim(k + 2));
			if (Arrays.stream(strides).anyMatch(s -> s > 1)) {
				boolean mixes = bypass.fit() != null || in.dim(axis) != out.dim(axis);
				String behind = mixes ? store.put(bypass.name() + "/pool_output_0", pooled, type, null) : made;
				nodes.add(new Node(mixes ? bypass.name() + "/pool" : bypass.name(), "", "AveragePool", List.of(value),
						List.of(behind), pooling(in, pooled, strides), null));
				if (!mixes)
					return nodes;
				value = behind;
			}
		}
		if (!pooled.with(axis, out.dim(axis)).equals(out))
			throw unfit(bypass, in, out);
		nodes.addAll(mixing(bypass, value, made, pooled, out, type, store));
		return nodes;
	}

	private static RefusedException unfit(Bypass bypass, Shape in, Shape out) {
		return new RefusedException("No adapter leads from " + in + " to " + out + " in the place of region `"
				+ bypass.region() + "`; the choice is for another model.");
	}

	private static Map<String, Attribute> pooling(Shape in, Shape pooled, int[] strides) {
		List<Long> kernel = Arrays.stream(strides).mapToObj(Long::valueOf).toList();
		List<Long> pads = new ArrayList<>(LongStream.range(0, strides.length).map(k -> 0).boxed().toList());
		for (int k = 0; k < strides.length; k++)
			pads.add(Math.max(0, pooled.dim(k + 2) * strides[k] - in.dim(k + 2)));
		Map<String, Attribute> attributes = new LinkedHashMap<>();
		attributes.put("kernel_shape", new Attribute.Ints(kernel));
		attributes.put("strides", new Attribute.Ints(kernel));
		if (pads.stream().anyMatch(p -> p > 0))
			attributes.put("pads", new Attribute.Ints(pads));
		return attributes;
	}

	private static List<Node> mixing(Bypass bypass, String value, String made, Shape in, Shape out, ElementType type,
			Store store) {
		int axis = bypass.axis();
		int before = Math.toIntExact(in.dim(axis));
		int behind = Math.toIntExact(out.dim(axis));
		Fit fit = bypass.fit();
		if (fit != null && (fit.in() != before || fit.out() != behind))
			throw new RefusedException("The adapter of region `" + bypass.region() + "` was fitted to " + fit.in()
					+ " and " + fit.out() + " channels, but here are " + before + " and " + behind
					+ "; fit it anew.");
		float[] weight = fit == null ? identity(before, behind) : fit.weight();
		boolean convolves = axis == 1 && in.rank() >= 3;
		List<String> inputs = new ArrayList<>(List.of(value));
		if (convolves) {
			long[] dims = LongStream.range(0, in.rank()).map(k -> 1).toArray();
			dims[0] = behind;
			dims[1] = before;
			inputs.add(constant(bypass.name() + "_weight", Shape.of(dims), weight, type, store));
			if (fit != null)
				inputs.add(constant(bypass.name() + "_bias", Shape.of(behind), fit.bias(), type, store));
			return List.of(new Node(bypass.name(), "", "Conv", inputs, List.of(made), Map.of("kernel_shape",
					new Attribute.Ints(LongStream.range(2, in.rank()).map(k -> 1).boxed().toList())), null));
		}
		inputs.add(constant(bypass.name() + "_weight", Shape.of(before, behind), turned(weight, before), type, store));
		if (fit == null)
			return List.of(new Node(bypass.name(), "", "MatMul", inputs, List.of(made), Map.of(), null));
		String product = store.put(bypass.name() + "/product_output_0", out, type, null);
		String bias = constant(bypass.name() + "_bias", Shape.of(behind), fit.bias(), type, store);
		return List.of(
				new Node(bypass.name() + "/product", "", "MatMul", inputs, List.of(product), Map.of(), null),
				new Node(bypass.name(), "", "Add", List.of(product, bias), List.of(made), Map.of(), null));
	}

	private static String constant(String name, Shape shape, float[] values, ElementType type, Store store) {
		return store.put(name, shape, type, Numbers.tensor(name, shape, values, type));
	}

	static float[] identity(int before, int behind) {
		float[] weight = new float[Math.multiplyExact(before, behind)];
		for (int i = 0; i < Math.min(before, behind); i++)
			weight[i * before + i] = 1;
		return weight;
	}

	/** [behind, before] to [before, behind]. */
	private static float[] turned(float[] weight, int before) {
		int behind = weight.length / before;
		float[] turned = new float[weight.length];
		for (int o = 0; o < behind; o++)
			for (int i = 0; i < before; i++)
				turned[i * behind + o] = weight[o * before + i];
		return turned;
	}
}
