package espalier.allocate;

import java.util.HashMap;
import java.util.Map;

import espalier.cost.LayerCost;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.region.Bypass;
import espalier.region.Region;

/**
 * What a region saves of what a budget is about when it is taken out of a network with cuts: the sum over its nodes, less what
 * an adapter in its place costs. An estimate: what else goes with it, such as the sum behind a branch, is not counted.
 */
final class RegionGain {
	private final Request request;
	private final Cuts cuts;
	private final Map<String, Double> amounts = new HashMap<>();

	RegionGain(Request request, Cuts cuts) {
		this.request = request;
		this.cuts = cuts;
		switch (request.budget()) {
			case Budget.Latency l -> amounts.putAll(l.estimate().byNode(cuts));
			case Budget.Parameters p -> request.cost().layers(cuts)
					.forEach(c -> amounts.merge(c.node().name(), (double) c.parameters(), Double::sum));
			case Budget.Macs m -> byMacs();
			case Budget.Ratio r -> byMacs();
		}
	}

	private void byMacs() {
		for (LayerCost layer : request.cost().layers(cuts))
			amounts.merge(layer.node().name(), (double) layer.macs(), Double::sum);
	}

	double of(Region region) {
		double saved = 0;
		for (Node node : region.nodes())
			saved += amounts.getOrDefault(node.name(), 0.0);
		return saved - adapter(Thinned.bypass(region));
	}

	private double adapter(Bypass bypass) {
		Coupling coupling = request.coupling();
		String entry = bypass.entry().value(coupling.graph());
		String exit = bypass.exit().value(coupling.graph());
		if (!bypass.adapts() || entry == null || exit == null)
			return 0;
		Shape in = coupling.trace().shape(entry);
		Shape out = coupling.trace().shape(exit);
		Shape left = coupling.shape(exit, cuts);
		if (in == null || out == null || left == null
				|| in.dim(bypass.axis()) == out.dim(bypass.axis()) && bypass.fit() == null)
			return 0;
		double before = in.dim(bypass.axis()) - coupling.removedCount(entry, bypass.axis(), cuts);
		double macs = before * left.elements() / Math.max(1, samples(coupling));
		return switch (request.budget()) {
			case Budget.Latency l -> l.estimate().millis(macs);
			case Budget.Parameters p -> before * left.dim(bypass.axis());
			case Budget.Macs m -> macs;
			case Budget.Ratio r -> macs;
		};
	}

	/** Of the sizes at which the network was traced; costs are of one. */
	private static long samples(Coupling coupling) {
		Shape fed = coupling.graph().inputs().isEmpty()
				? null
				: coupling.trace().inputs().get(coupling.graph().inputs().getFirst().name());
		return fed == null || fed.rank() == 0 ? 1 : fed.dim(0);
	}
}
