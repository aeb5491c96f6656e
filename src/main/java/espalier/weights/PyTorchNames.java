package espalier.weights;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Order;
import espalier.graph.Shape;
import espalier.graph.Tensor;

/**
 * A graph's weights as a PyTorch module's state. Names that are those of PyTorch already ({@code layer1.0.conv1.weight}) stay;
 * others, such as {@code onnx::Conv_42}, are made from the scope of the node that reads them, as its exporter writes it:
 * {@code /layer1/layer1.0/conv1/Conv} reads {@code layer1.0.conv1.weight}. Where there is no scope, the tensor keeps its name.
 */
public final class PyTorchNames {
	private static final Pattern PYTORCH = Pattern.compile("[A-Za-z_]\\w*(\\.\\w+)*");
	private static final List<String> AFFINE = List.of("", "weight", "bias");
	private static final List<String> BATCH_NORM = List.of("", "weight", "bias", "running_mean", "running_var");

	private PyTorchNames() {}

	/**
	 * All floating-point constants of one axis or more that nodes read, other than to pass them on, each under a name of its own, in the order of use. What
	 * multiplies from the right without a name of its own is turned over, since a PyTorch layer stores it as [out, in].
	 */
	public static List<Tensor> state(Graph graph) {
		LinkedHashMap<String, Tensor> state = new LinkedHashMap<>();
		Set<String> seen = new HashSet<>();
		for (Node node : Order.topological(graph))
			for (int slot = 0; slot < node.inputs().size() && !node.is("Identity"); slot++) {
				String value = node.inputs().get(slot);
				Tensor tensor = value.isEmpty() ? null : graph.constant(value);
				if (tensor == null || !tensor.type().floating() || tensor.shape().rank() == 0 || !seen.add(value))
					continue;
				String name = PYTORCH.matcher(value).matches() ? value : derived(node, slot);
				boolean turned = name != null && !name.equals(value) && outputsLast(node, slot, tensor);
				String unique = free(name == null ? value : name, state.keySet());
				state.put(unique, turned ? turned(tensor, unique) : tensor.withName(unique));
			}
		return new ArrayList<>(state.values());
	}

	private static @Nullable String derived(Node node, int slot) {
		String scope = scope(node.name());
		String part = part(node, slot);
		return scope.isEmpty() || part.isEmpty() ? null : scope + "." + part;
	}

	/** {@code layer1.0.conv1} for {@code /layer1/layer1.0/conv1/Conv}: a part that spells out the one before replaces it. */
	static String scope(String node) {
		if (!node.startsWith("/"))
			return "";
		List<String> parts = new ArrayList<>();
		String[] steps = node.substring(1).split("/");
		for (int i = 0; i < steps.length - 1; i++) {
			if (!parts.isEmpty() && steps[i].startsWith(parts.getLast() + "."))
				parts.removeLast();
			parts.add(steps[i]);
		}
		return String.join(".", parts);
	}

	private static String part(Node node, int slot) {
		List<String> parts = switch (node.op()) {
			case "BatchNormalization" -> BATCH_NORM;
			case "Conv", "ConvTranspose", "Gemm", "InstanceNormalization", "LayerNormalization", "GroupNormalization",
					"RMSNormalization" ->
				AFFINE;
			case "PRelu" -> List.of("", "weight");
			case "MatMul" -> List.of("weight", "weight");
			case "Add" -> List.of("bias", "bias");
			default -> List.of();
		};
		return slot < parts.size() ? parts.get(slot) : "";
	}

	private static boolean outputsLast(Node node, int slot, Tensor tensor) {
		return tensor.shape().rank() == 2 && slot == 1
				&& (node.is("MatMul") || node.is("Gemm") && node.integer("transB", 0) == 0);
	}

	private static Tensor turned(Tensor tensor, String name) {
		int rows = Math.toIntExact(tensor.shape().dim(0));
		int columns = Math.toIntExact(tensor.shape().dim(1));
		float[] from = tensor.toFloats();
		float[] to = new float[from.length];
		for (int r = 0; r < rows; r++)
			for (int c = 0; c < columns; c++)
				to[c * rows + r] = from[r * columns + c];
		return Tensor.ofFloats(name, Shape.of(columns, rows), to);
	}

	private static String free(String name, Set<String> taken) {
		String free = name;
		for (int i = 2; taken.contains(free); i++)
			free = name + "_" + i;
		return free;
	}
}
