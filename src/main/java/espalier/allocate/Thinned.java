package espalier.allocate;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import espalier.cost.CostModel;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Choices;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.evaluate.Sensitivity;
import espalier.plan.Adapters;
import espalier.plan.Bypasses;
import espalier.region.Bypass;
import espalier.region.Region;

/** What is asked of a network, told of it without some of its regions: groups by what they were in the whole one. */
record Thinned(List<Region> out, Request request) {
	/**
	 * Takes regions out. Cost: a coupling.
	 *
	 * @throws espalier.graph.RefusedException
	 *             when they can't go together
	 * @throws espalier.graph.BadInputException
	 *             when something would be computed of itself without them
	 */
	static Thinned of(Request whole, List<Region> out) {
		if (out.isEmpty())
			return new Thinned(out, whole);
		List<Bypass> bypasses = out.stream().map(Thinned::bypass).toList();
		Coupling before = whole.coupling();
		Adapters.Adapted left = Bypasses.applied(before.graph(), before.trace(), bypasses);
		Coupling coupling = Coupling.of(left.graph(), left.trace(),
				before.choices().and(Choices.bypassing(bypasses)));
		CostModel cost = CostModel.of(coupling);
		Kinship kinship = new Kinship(before, coupling);
		Budget budget = whole.budget() instanceof Budget.Latency(double kept, LatencyEstimate estimate)
				? new Budget.Latency(kept, estimate.on(coupling, cost))
				: whole.budget();
		Map<ChannelGroup, double[]> scores = new LinkedHashMap<>();
		Map<ChannelGroup, BitSet> manual = new LinkedHashMap<>();
		Set<ChannelGroup> fixed = new HashSet<>();
		for (ChannelGroup group : coupling.prunable()) {
			if (kinship.all(group).stream().anyMatch(whole::held))
				fixed.add(group);
			Kinship.Kin kin = kinship.of(group);
			if (kin == null)
				continue;
			if (whole.scores().of(kin.group()) instanceof double[] of)
				scores.put(group, Kinship.carried(of, kin));
			if (whole.manual().count(kin.group()) > 0)
				manual.put(group, Kinship.carried(whole.manual().removed(kin.group()), kin));
		}
		return new Thinned(out, new Request(coupling, cost, whole.scores().carried(coupling, scores), budget,
				Cuts.of(manual), fixed, whole.minimumWidth(), whole.roundTo(),
				curves(Objects.requireNonNull(whole.sensitivity()), coupling, kinship), whole.whole()));
	}

	static Bypass bypass(Region region) {
		return switch (region.leave()) {
			case Region.Leave.By(Bypass bypass) -> bypass;
			case Region.Leave.Stays(String reason) -> throw new espalier.graph.RefusedException(
					"Region `" + region.name() + "` can't be taken out: " + reason + ".");
		};
	}

	/** The curves under the names that the groups have now. */
	private static Sensitivity curves(Sensitivity whole, Coupling coupling, Kinship kinship) {
		List<Sensitivity.Curve> curves = new ArrayList<>();
		for (ChannelGroup group : coupling.prunable()) {
			Kinship.Kin kin = kinship.of(group);
			Sensitivity.@Nullable Curve curve = kin == null ? null : whole.of(kin.group().name());
			if (curve != null)
				curves.add(new Sensitivity.Curve(group.name(), curve.units(), curve.points()));
		}
		return new Sensitivity(whole.modelSha256(), whole.criterion(), whole.metric(), whole.dataHash(),
				whole.images(), whole.whole(), curves);
	}
}
