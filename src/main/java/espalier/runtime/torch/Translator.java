package espalier.runtime.torch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import espalier.graph.ElementType;
import espalier.graph.EspalierException;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Order;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.Trace;
import espalier.graph.ValueInfo;

/**
 * Turns a graph into source, node by node. Sizes come from traces, not from the graph's arithmetic with shapes, which is left
 * out with everything else that no output reads. Two traces at batches of different sizes show which sizes grow with the batch
 * and how.
 */
final class Translator {
	static final long FEW = 2;
	static final long MORE = 5;

	private final Graph graph;
	private final Trace trace;
	private final @Nullable Trace larger;
	private final Attributes attributes = new Attributes();
	private final Map<String, String> locals = new HashMap<>();
	private int count;

	/** @param larger the graph at a batch of {@link #MORE}, {@code trace} being at {@link #FEW}; null for fixed sizes */
	Translator(Graph graph, Trace trace, @Nullable Trace larger) {
		this.graph = graph;
		this.trace = trace;
		this.larger = larger;
	}

	/** Source of one node. A node without translation matters only if an output depends on it. */
	private record Part(Node node, List<String> lines, List<String> reads, @Nullable EspalierException failure) {}

	TorchScript translate() {
		List<String> inputs = graph.inputs().stream().map(ValueInfo::name).toList();
		inputs.forEach(this::assign);
		List<Part> parts = new ArrayList<>();
		for (Node node : Order.topological(graph))
			if (node.outputs().stream().noneMatch(v -> graph.constant(v) != null))
				parts.add(part(node));
		List<String> body = needed(parts);
		return new TorchScript(used(body), inputs, source(inputs, body));
	}

	private Part part(Node node) {
		Call call = new Call(this, node);
		node.outputs().stream().filter(v -> !v.isEmpty()).forEach(this::assign);
		try {
			if (node.outputs().stream().allMatch(this::known))
				node.outputs().forEach(value -> call.out(node.outputs().indexOf(value), literal(value, node)));
			else
				Operators.translate(call);
			return new Part(node, call.lines(), call.reads(), null);
		} catch (EspalierException e) {
			return new Part(node, List.of(), List.of(), e);
		}
	}

	/** Lines that the outputs depend on, from the back: integers known from the trace need no lines. */
	private List<String> needed(List<Part> parts) {
		Set<String> wanted = new HashSet<>();
		graph.outputs().forEach(o -> wanted.add(o.name()));
		List<String> body = new ArrayList<>();
		for (Part part : parts.reversed()) {
			if (part.node.outputs().stream().noneMatch(wanted::contains))
				continue;
			if (part.failure != null)
				throw part.failure;
			wanted.addAll(part.reads);
			part.lines.reversed().forEach(body::addFirst);
		}
		return body;
	}

	/** Attributes that the source reads; the others would never get a gradient. */
	private List<TorchScript.Attribute> used(List<String> body) {
		Set<String> read = new HashSet<>();
		java.util.regex.Pattern name = java.util.regex.Pattern.compile("self\\.(\\w+)");
		for (String line : body)
			name.matcher(line).results().forEach(m -> read.add(m.group(1)));
		for (ValueInfo output : graph.outputs())
			name.matcher(expression(output.name())).results().forEach(m -> read.add(m.group(1)));
		return attributes.all().stream().filter(a -> read.contains(a.identifier())).toList();
	}

	private String source(List<String> inputs, List<String> body) {
		String parameters = inputs.stream().map(i -> ", " + expression(i) + ": Tensor").collect(Collectors.joining());
		String arguments = inputs.stream().map(i -> expression(i) + ", ").collect(Collectors.joining());
		StringBuilder source = new StringBuilder();
		source.append("  def outputs(self: __torch__.Net").append(parameters).append(") -> List[Tensor]:\n");
		if (larger != null && !inputs.isEmpty())
			source.append("    n = torch.size(").append(expression(inputs.getFirst())).append(", 0)\n");
		body.forEach(line -> source.append("    ").append(line).append('\n'));
		source.append("    return [").append(graph.outputs().stream().map(o -> expression(o.name()))
				.collect(Collectors.joining(", "))).append("]\n");
		source.append("  def forward(self: __torch__.Net").append(parameters).append(") -> Tensor:\n");
		source.append("    return ((self).outputs(").append(arguments).append("))[0]\n");
		return source.toString();
	}

	Graph graph() {
		return graph;
	}

	Attributes attributes() {
		return attributes;
	}

	String fresh() {
		return "v" + count++;
	}

	/** The name under which a value is, or will be, known in the source. */
	String assign(String value) {
		return locals.computeIfAbsent(value, _ -> fresh());
	}

	String expression(String value) {
		Tensor constant = graph.constant(value);
		if (constant != null)
			return attributes.of(constant, Trainable.kind(graph, constant));
		String local = locals.get(value);
		if (local == null)
			throw new RefusedException(
					"Value `" + value + "` is read before any node computes it; export the model again.");
		return local;
	}

	ElementType type(String value) {
		Tensor constant = graph.constant(value);
		return constant != null ? constant.type() : trace.type(value);
	}

	Shape shape(String value, Node reader) {
		Tensor constant = graph.constant(value);
		Shape shape = constant != null ? constant.shape() : trace.shape(value);
		if (shape == null)
			throw refused(reader, "the sizes of `" + value + "` are not known");
		return shape;
	}

	List<String> dims(String value, Node reader) {
		Shape few = shape(value, reader);
		Shape more = larger == null || graph.constant(value) != null ? few : larger.shape(value);
		if (more == null || more.rank() != few.rank())
			throw refused(reader, "the sizes of `" + value + "` change with the batch in a way that is not supported");
		List<String> dims = new ArrayList<>();
		for (int axis = 0; axis < few.rank(); axis++)
			dims.add(sized(few.dim(axis), more.dim(axis), reader));
		return dims;
	}

	/** Contents of an integer value, known without running the network. */
	List<String> integers(String value, Node reader) {
		long[] few = trace.integers(graph, value);
		long[] more = larger == null ? few : larger.integers(graph, value);
		if (few == null || more == null || few.length != more.length)
			throw refused(reader, "`" + value + "` is computed from the data");
		List<String> integers = new ArrayList<>();
		for (int i = 0; i < few.length; i++)
			integers.add(sized(few[i], more[i], reader));
		return integers;
	}

	private String literal(String value, Node node) {
		List<String> items = integers(value, node);
		int type = trace.type(value) == ElementType.INT32 ? Dtype.INT : Dtype.LONG;
		String content = shape(value, node).rank() == 0 ? items.getFirst() : Call.list(items);
		return "torch.tensor(" + content + ", dtype=" + type + ")";
	}

	/** Whether the contents of a value are known without running the network. */
	private boolean known(String value) {
		return trace.integers().containsKey(value) && (larger == null || larger.integers().containsKey(value));
	}

	private String sized(long few, long more, Node reader) {
		if (few == more)
			return Long.toString(few);
		long growth = (more - few) / (MORE - FEW);
		long rest = few - growth * FEW;
		if (growth * MORE + rest != more)
			throw refused(reader, "a size changes with the batch in a way that is not supported");
		String scaled = growth == 1 ? "n" : "torch.mul(n, " + growth + ")";
		return rest == 0 ? scaled : "torch.add(" + scaled + ", " + rest + ")";
	}

	static RefusedException refused(Node node, String why) {
		return new RefusedException("Node `" + node.name() + "` (" + node.qualifiedOp() + ") can't be trained: " + why
				+ "; evaluation and pruning work without training.");
	}
}
