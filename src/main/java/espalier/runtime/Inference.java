package espalier.runtime;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.TensorInfo;

import espalier.graph.Attribute;
import espalier.graph.BadInputException;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Order;
import espalier.graph.Shape;
import espalier.graph.Trace;
import espalier.graph.ValueInfo;

/** One trace: rounds of the engine's shape inference and of shape arithmetic, then perhaps a look at a real run. */
final class Inference {
	/** Each round opens what stood behind one computed shape. */
	private static final int ROUNDS = 16;
	/** After so many, one real run is cheaper: a transformer with open sizes has one computed shape behind the other. */
	private static final int PATIENCE = 3;
	/** Nodes that the engine is asked about at once. */
	private static final int STRETCH = 2000;
	/** How often the engine may refuse for another node before the rest is left unknown. */
	private static final int REFUSALS = 64;
	/** Larger models are not run only to look at shapes. */
	private static final long RUNNABLE = 1L << 30;

	private final Knowledge known;
	private final List<Node> order;
	private final boolean lenient;
	private final Set<Node> cut = new HashSet<>();
	private final Set<String> probed = new HashSet<>();
	private boolean observed;

	/** @param lenient whether nodes that don't take their inputs' sizes are left out, instead of refusing the sizes */
	private Inference(Graph graph, Map<String, Shape> inputs, boolean lenient) {
		this.known = new Knowledge(graph, inputs);
		this.order = Order.topological(graph);
		this.lenient = lenient;
	}

	static Trace trace(Graph graph, Map<String, Shape> inputs, boolean lenient) {
		Inference inference = new Inference(graph, inputs, lenient);
		for (int round = 0; round < ROUNDS; round++) {
			boolean engineTook = inference.infer();
			boolean folded = ShapeArithmetic.fold(inference.known, inference.order);
			boolean doubts = !inference.probed.containsAll(inference.known.doubtful);
			if (!engineTook || inference.open().isEmpty() || !folded && !doubts)
				break;
			if (round >= PATIENCE && inference.observe() && inference.open().isEmpty())
				break;
		}
		inference.observe();
		ShapeArithmetic.fold(inference.known, inference.order);
		return inference.known.trace();
	}

	/** Asks the engine, in stretches where the graph is long, for which it takes more than linear time; whether it answered. */
	private boolean infer() {
		boolean took = false;
		for (int start = 0; start < order.size(); start += STRETCH)
			took |= infer(order.subList(start, Math.min(order.size(), start + STRETCH)));
		return took;
	}

	/** Leaves out one more node each time the engine refuses; whether it took the part in the end. */
	private boolean infer(List<Node> part) {
		for (int refusals = 0; refusals < REFUSALS; refusals++) {
			Skeleton skeleton = new Skeleton(known, part, cut);
			if (skeleton.empty())
				return false;
			try (OrtSession session = Sessions.of(skeleton.graph(), OptLevel.NO_OPT)) {
				learn(session.getOutputInfo());
				return true;
			} catch (OrtException e) {
				if (!leaveOut(skeleton, e))
					return false;
			}
		}
		return false;
	}

	private boolean leaveOut(Skeleton skeleton, OrtException e) {
		String message = String.valueOf(e.getMessage());
		Set<Node> named = skeleton.named(message);
		if (message.contains("[ShapeInferenceError]") && !lenient && !named.isEmpty())
			throw mismatch(named.iterator().next(), e);
		Set<Node> more = new HashSet<>(named);
		boolean unknown = message.contains("No Op registered") || message.contains("No opset import")
				|| message.contains("is not a registered function/op");
		for (Node node : order)
			if (unknown && (named.stream().anyMatch(n -> n.qualifiedOp().equals(node.qualifiedOp()))
					|| message.contains(" " + node.domain() + ":" + node.op() + "(")))
				more.add(node);
		return cut.addAll(more) || cut.addAll(suspects(n -> n.attributes().values().stream()
				.anyMatch(a -> a instanceof Attribute.Subgraph))) || cut.addAll(suspects(n -> !n.standard()));
	}

	/** When the refusal names nothing of this graph, it is about something inside of control flow or of a function. */
	private Set<Node> suspects(Predicate<Node> suspect) {
		Set<Node> suspects = new HashSet<>();
		order.stream().filter(suspect).forEach(suspects::add);
		return suspects;
	}

	private BadInputException mismatch(Node node, OrtException e) {
		String reason = Refusal.reason(e).replaceFirst(".*\\[ShapeInferenceError] ?", "");
		return new BadInputException("The network does not take inputs of " + known.inputs + ": node '" + node.name()
				+ "' (" + node.op() + ") refuses (" + reason + "); choose other input sizes.", e);
	}

	private void learn(Map<String, NodeInfo> infos) {
		known.doubtful.stream().filter(name -> infos.containsKey(Skeleton.PROBE + name)).forEach(probed::add);
		infos.forEach((name, info) -> {
			if (!(info.getInfo() instanceof TensorInfo tensor) || name.startsWith(Skeleton.PROBE))
				return;
			Shape shape = Shape.of(tensor.getShape());
			known.types.put(name, Tensors.type(tensor));
			if (shape.rank() > 0) {
				known.shapes.put(name, shape);
				known.doubtful.remove(name);
			} else if (!known.shapes.containsKey(name))
				known.doubtful.add(name);
		});
		for (String name : List.copyOf(known.doubtful))
			if (infos.get(Skeleton.PROBE + name) instanceof NodeInfo probe
					&& probe.getInfo() instanceof TensorInfo rank && rank.getShape().length == 1
					&& rank.getShape()[0] == 0) {
				known.shapes.put(name, Shape.of());
				known.doubtful.remove(name);
			}
	}

	/** Values that somebody reads, whose full shape the engine might still find. */
	private Set<String> open() {
		Set<String> open = new HashSet<>();
		for (Node node : order)
			if (!cut.contains(node))
				for (String value : node.outputs())
					if (!value.isEmpty() && known.known(value) == null
							&& (!known.graph.uses(value).isEmpty() || known.graph.isOutput(value)))
						open.add(value);
		return open;
	}

	/**
	 * Runs the whole on made-up inputs, once, to see what could not be inferred. A size of zero is taken for one that depends on
	 * the data, and stays unknown. Cost: one forward pass that keeps what it asks for.
	 *
	 * @return whether it ran now
	 */
	private boolean observe() {
		Set<String> open = open();
		long weights = known.graph.initializers().values().stream().mapToLong(t -> t.bytes()).sum();
		if (observed || open.isEmpty() || !cut.isEmpty() || weights > RUNNABLE)
			return false;
		observed = true;
		List<ValueInfo> outputs = open.stream().map(v -> new ValueInfo(v, ElementType.UNDEFINED, null, null)).toList();
		Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
		try (OrtSession session = Sessions.of(known.graph.withOutputs(outputs), OptLevel.NO_OPT)) {
			RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
			for (ValueInfo input : known.graph.inputs()) {
				Shape shape = known.inputs.get(input.name());
				if (shape == null)
					return false;
				Value value = input.type().floating()
						? Value.random(input.type(), shape, random)
						: Value.zeros(input.type(), shape);
				inputs.put(input.name(), Tensors.of(input.name(), value));
			}
			try (OrtSession.Result result = Sessions.run(session, inputs)) {
				for (Map.Entry<String, OnnxValue> output : result)
					if (output.getValue() instanceof OnnxTensor tensor)
						observed(output.getKey(), tensor.getInfo());
			}
			return true;
		} catch (OrtException | RuntimeException e) {
			System.getLogger(Inference.class.getName()).log(System.Logger.Level.DEBUG, "not run for its shapes", e);
			return false;
		} finally {
			Tensors.close(inputs.values());
		}
	}

	private void observed(String value, TensorInfo info) {
		long[] dims = info.getShape();
		for (int axis = 0; axis < dims.length; axis++)
			if (dims[axis] == 0)
				dims[axis] = -1;
		known.shapes.put(value, Shape.of(dims));
		known.types.put(value, Tensors.type(info));
		known.doubtful.remove(value);
	}
}
