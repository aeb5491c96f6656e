package espalier.allocate;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import espalier.cost.CostModel;
import espalier.cost.LayerCost;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.graph.Node;
import espalier.graph.RefusedException;
import espalier.graph.Shape;

/**
 * What a run takes after cuts, estimated from the measured times of the nodes as they are: a node that multiplies takes the share
 * of its time that its multiply-accumulates are of what they were, any other the share that the numbers are which it makes.
 * Processors do not keep to that, mostly they save less: measure the result. Nodes without a time, such as those that the engine
 * computes beforehand, count for nothing; adapters in the place of regions, which nobody timed, take as long for each
 * multiply-accumulate as the timed nodes together. Immutable.
 */
public final class LatencyEstimate {
	private final Coupling coupling;
	private final CostModel cost;
	/** By name of each node of the network that was timed; 0 where nothing was measured. */
	private final Map<String, Double> times;
	private final Map<String, Long> macs;
	/** Milliseconds of the network that was timed. */
	private final double whole;
	/** Milliseconds for each multiply-accumulate. */
	private final double pace;

	private LatencyEstimate(Coupling coupling, CostModel cost, Map<String, Double> times, double whole, double pace) {
		this.coupling = coupling;
		this.cost = cost;
		this.times = times;
		this.macs = macs(cost, Cuts.NONE);
		this.whole = whole;
		this.pace = pace;
	}

	/**
	 * Of a network whose nodes were timed.
	 *
	 * @param times
	 *            milliseconds by name of the node, as in {@link espalier.evaluate.NodeTimes}
	 * @throws RefusedException
	 *             when no node has a time above 0, or one a time that is none
	 */
	public static LatencyEstimate of(Coupling coupling, CostModel cost, Map<String, Double> times) {
		times.forEach((node, time) -> {
			if (!(time >= 0 && time < Double.POSITIVE_INFINITY))
				throw new RefusedException("Node `" + node + "` is said to take " + time + " ms; time the model anew.");
		});
		Map<String, Long> macs = macs(cost, Cuts.NONE);
		Map<String, Double> all = new HashMap<>();
		double whole = 0;
		double multiplying = 0;
		long counted = 0;
		for (Node node : coupling.graph().nodes()) {
			double time = times.getOrDefault(node.name(), 0.0);
			all.put(node.name(), time);
			whole += time;
			if (macs.getOrDefault(node.name(), 0L) > 0) {
				multiplying += time;
				counted += macs.getOrDefault(node.name(), 0L);
			}
		}
		if (whole <= 0)
			throw new RefusedException("No node of the model was timed; time its nodes first.");
		return new LatencyEstimate(coupling, cost, Map.copyOf(all), whole, counted == 0 ? 0 : multiplying / counted);
	}

	/** The same times, told of the network after regions were taken out. */
	LatencyEstimate on(Coupling thinned, CostModel thinnedCost) {
		return new LatencyEstimate(thinned, thinnedCost, times, whole, pace);
	}

	private static Map<String, Long> macs(CostModel cost, Cuts cuts) {
		List<LayerCost> layers = cost.layers(cuts);
		return layers.stream()
				.collect(Collectors.toMap(l -> l.node().name(), LayerCost::macs, Long::sum, HashMap::new));
	}

	/** Milliseconds of the network that was timed. */
	public double whole() {
		return whole;
	}

	/** Milliseconds after cuts. */
	public double millis(Cuts cuts) {
		return byNode(cuts).values().stream().mapToDouble(Double::doubleValue).sum();
	}

	/** Milliseconds after cuts as a share of those of the network that was timed. */
	public double share(Cuts cuts) {
		return millis(cuts) / whole;
	}

	/** Milliseconds for so many multiply-accumulates. */
	double millis(double multiplied) {
		return multiplied * pace;
	}

	/** Milliseconds of each node after cuts, by name. Cost: a look at the sizes of every node. */
	Map<String, Double> byNode(Cuts cuts) {
		Map<String, Long> now = macs(cost, cuts);
		Map<String, Double> millis = new LinkedHashMap<>();
		for (Node node : coupling.graph().nodes()) {
			Double time = times.get(node.name());
			long before = macs.getOrDefault(node.name(), 0L);
			long left = now.getOrDefault(node.name(), 0L);
			if (time == null)
				millis.put(node.name(), millis((double) left));
			else
				millis.put(node.name(), before > 0 ? time * left / before : time * made(node, cuts));
		}
		return millis;
	}

	/** What share of the numbers that a node makes is left. */
	private double made(Node node, Cuts cuts) {
		for (String output : node.outputs()) {
			Shape before = coupling.trace().shape(output);
			Shape left = coupling.shape(output, cuts);
			if (before != null && left != null && before.elements() > 0)
				return (double) left.elements() / before.elements();
		}
		return 1;
	}
}
