package espalier.oracle;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

import espalier.cli.MaskedReference;
import espalier.cost.Cost;
import espalier.cost.CostModel;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Choices;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.coupling.Overlaps;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Trace;
import espalier.onnx.OnnxReader;
import espalier.onnx.OnnxWriter;
import espalier.plan.Adapters;
import espalier.plan.Bypasses;
import espalier.plan.Plan;
import espalier.plan.PlanJson;
import espalier.plan.Surgeon;
import espalier.runtime.Runner;
import espalier.runtime.Tracer;
import espalier.runtime.Value;

/** One network and everything that must hold of any cuts to it. */
final class Oracle {
	/** Largest difference of an output, as a share of its largest magnitude. */
	static final double TOLERANCE = 1e-4;
	private static final String HASH = "0".repeat(64);

	/**
	 * What a check of cuts found, all being well.
	 *
	 * @param difference
	 *            largest of an output as a share of its largest magnitude
	 * @param effect
	 *            whether the cuts changed any output noticeably, so that the comparison means something
	 * @param pruned
	 *            the result, read back from its bytes
	 */
	record Finding(double difference, boolean effect, Graph pruned) {}

	private final Graph graph;
	private final Trace trace;
	private final Coupling coupling;
	private final CostModel cost;
	private final Map<String, Value> inputs = new LinkedHashMap<>();
	private final Map<String, Value> outputs;

	Oracle(Graph graph, Map<String, Value> inputs) {
		this(graph, Choices.NONE, inputs);
	}

	Oracle(Graph graph, Choices choices, long seed) {
		this(graph, choices, random(graph, Tracer.defaultInputs(graph), seed));
	}

	Oracle(Graph graph, Choices choices, Map<String, Value> inputs) {
		this.graph = graph;
		this.inputs.putAll(inputs);
		outputs = run(graph);
		Map<String, Shape> sizes = new LinkedHashMap<>();
		inputs.forEach((name, value) -> sizes.put(name, value.shape()));
		trace = Tracer.trace(graph, sizes);
		Adapters.Adapted adapted = Adapters.inserted(graph, trace, choices.adapters());
		compare(outputs, outputs, run(adapted.graph()));
		adapted = Bypasses.applied(adapted.graph(), adapted.trace(), choices.bypasses());
		coupling = Coupling.of(adapted.graph(), adapted.trace(), choices);
		cost = CostModel.of(coupling);
	}

	Oracle(Graph graph, long seed) {
		this(graph, random(graph, Tracer.defaultInputs(graph), seed));
	}

	private static Map<String, Value> random(Graph graph, Map<String, Shape> sizes, long seed) {
		Random random = new Random(seed);
		Map<String, Value> inputs = new LinkedHashMap<>();
		graph.inputs().forEach(i -> inputs.put(i.name(), Value.random(i.type(), sizes.get(i.name()), random)));
		return inputs;
	}

	Coupling coupling() {
		return coupling;
	}

	/** The same inputs, asked of another network. */
	Oracle of(Graph other) {
		return new Oracle(other, inputs);
	}

	/** Checks everything about cuts. */
	Finding check(Cuts cuts) {
		Plan plan = Plan.of(coupling, cuts, HASH, "random");
		Plan read = PlanJson.parse(PlanJson.toJson(plan), "plan");
		require(read.equals(plan), "plan-json", "the plan is not what was written");
		require(whole(plan.cuts(coupling)).equals(whole(cuts)), "plan-cuts",
				"the plan means other cuts: " + plan.cuts(coupling));
		Graph pruned = OnnxReader.parse(OnnxWriter.toBytes(Surgeon.apply(coupling, cuts)), "pruned");
		double[] compared = compare(outputs, run(MaskedReference.of(graph, trace, read)), run(pruned));
		Trace after = Tracer.trace(pruned, trace.inputs());
		widths(cuts, pruned, after);
		Cost counted = CostModel.of(Coupling.of(pruned, after, coupling.choices().left(pruned))).original();
		Cost preview = cost.preview(cuts);
		require(counted.equals(preview), "cost", "preview " + preview + ", counted " + counted);
		return new Finding(compared[0], compared[1] > 1e-3, pruned);
	}

	/** The pruned network computes what the masked one does at other sizes of its open axes, too. */
	void checkAt(Cuts cuts, Map<String, Value> others) {
		Plan plan = Plan.of(coupling, cuts, HASH, "sizes");
		Map<String, Value> masked = run(MaskedReference.of(graph, trace, plan), others);
		Map<String, Value> pruned = run(Surgeon.apply(coupling, cuts), others);
		compare(run(graph, others), masked, pruned);
	}

	/** An empty plan changes nothing, in memory or in bytes. */
	void checkIdentity() {
		require(Surgeon.apply(coupling, Cuts.NONE) == coupling.graph(), "identity",
				"an empty plan makes another graph");
		require(cost.preview(Cuts.NONE).equals(cost.original()), "identity", "an empty plan changes the cost");
		Plan plan = Plan.of(coupling, Cuts.NONE, HASH, "");
		require(plan.removals().isEmpty() && plan.cuts(coupling).isEmpty(), "identity",
				"an empty plan removes something");
	}

	/** The cuts together with what goes along with them. */
	private Cuts whole(Cuts cuts) {
		Cuts whole = cuts;
		for (ChannelGroup group : coupling.prunable()) {
			BitSet units = Overlaps.lost(coupling, group, cuts);
			units.or(cuts.removed(group));
			whole = whole.with(group, units);
		}
		return whole;
	}

	private void widths(Cuts cuts, Graph pruned, Trace after) {
		trace.shapes().forEach((value, shape) -> {
			Shape now = after.shape(value);
			if (pruned.producer(value) == null || now == null || copied(value)
					|| trace.integers().containsKey(value))
				return;
			for (int axis = 0; axis < shape.rank(); axis++)
				require(now.dim(axis) == shape.dim(axis) - coupling.removedCount(value, axis, cuts), "widths",
						value + " is " + now + " after, but of " + shape + " "
								+ coupling.removedCount(value, axis, cuts)
								+ " go on axis " + axis);
		});
	}

	/** Constants and their copies follow each reader on its own. */
	private boolean copied(String value) {
		String of = value;
		while (graph.producer(of) instanceof Node node && node.is("Identity"))
			of = node.inputs().getFirst();
		return graph.constant(of) != null;
	}

	/** Largest difference between the runs, and between the first and the original, as shares of the magnitude. */
	private static double[] compare(Map<String, Value> original, Map<String, Value> masked,
			Map<String, Value> pruned) {
		double worst = 0;
		double effect = 0;
		for (Map.Entry<String, Value> output : original.entrySet()) {
			Value expected = masked.get(output.getKey());
			Value actual = pruned.get(output.getKey());
			require(expected != null && actual != null && expected.shape().equals(actual.shape()), "outputs",
					output.getKey() + " has another shape");
			float[] e = expected.toFloats();
			float[] a = actual.toFloats();
			float[] o = output.getValue().toFloats();
			double magnitude = 1e-6;
			double difference = 0;
			double change = 0;
			for (int i = 0; i < e.length; i++) {
				require(Float.isFinite(a[i]), "finite", output.getKey() + "[" + i + "] is " + a[i]);
				magnitude = Math.max(magnitude, Math.abs(e[i]));
				difference = Math.max(difference, Math.abs(e[i] - a[i]));
				change = e.length == o.length ? Math.max(change, Math.abs(e[i] - o[i])) : 1;
			}
			require(difference <= TOLERANCE * magnitude, "values",
					output.getKey() + " differs by " + difference + " of " + magnitude);
			worst = Math.max(worst, difference / magnitude);
			effect = Math.max(effect, change / magnitude);
		}
		return new double[]{worst, effect};
	}

	private Map<String, Value> run(Graph of) {
		return run(of, inputs);
	}

	private static Map<String, Value> run(Graph of, Map<String, Value> inputs) {
		try (Runner runner = Runner.of(of)) {
			return runner.run(inputs);
		}
	}

	private static void require(boolean holds, String promise, String message) {
		if (!holds)
			throw new OracleFailure(promise, message);
	}

	/** Random units of some of the prunable groups; at least one of each stays. */
	Cuts randomCuts(Random random) {
		Map<ChannelGroup, BitSet> removed = new LinkedHashMap<>();
		double share = 0.3 + 0.7 * random.nextDouble();
		for (ChannelGroup group : coupling.prunable())
			if (group.units() > 1 && random.nextDouble() < share)
				removed.put(group, some(group, 1 + random.nextInt(group.units() - 1), random));
		return Overlaps.mended(coupling, Cuts.of(removed), (group, unit) -> 0);
	}

	/** So many random units of a group. */
	static BitSet some(ChannelGroup group, int count, Random random) {
		BitSet units = new BitSet();
		while (units.cardinality() < count)
			units.set(random.nextInt(group.units()));
		return units;
	}
}
