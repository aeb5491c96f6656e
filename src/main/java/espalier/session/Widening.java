package espalier.session;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import espalier.coupling.Choices;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.graph.Shape;
import espalier.plan.Plan;
import espalier.region.Bypass;
import espalier.region.Fit;

/** Tells adapters that were fitted where channels had gone already in terms of all channels. */
final class Widening {
	private final Coupling coupling;
	private final Cuts cuts;

	private Widening(Coupling coupling, Cuts cuts) {
		this.coupling = coupling;
		this.cuts = cuts;
	}

	/**
	 * @param plan
	 *            made on the result of an earlier one
	 * @param earlier
	 *            on the original
	 */
	static Plan of(Plan plan, Plan earlier, Workpiece root) {
		Choices choices = plan.choices();
		if (earlier.removals().isEmpty() || choices.bypasses().stream().allMatch(b -> b.fit() == null))
			return plan;
		Coupling coupling = Workpiece.of(root.graph(), root.trace(), earlier.choices()).coupling();
		Widening widening = new Widening(coupling, earlier.cuts(coupling));
		return plan.with(new Choices(choices.openOutputs(), choices.adapters(),
				choices.bypasses().stream().map(widening::widened).toList()));
	}

	private Bypass widened(Bypass bypass) {
		String entry = bypass.entry().value(coupling.graph());
		String exit = bypass.exit().value(coupling.graph());
		Fit fit = bypass.fit();
		if (fit == null || entry == null || exit == null)
			return bypass;
		return bypass.fitted(fit.among(width(entry, bypass.axis()), kept(entry, bypass.axis()),
				width(exit, bypass.axis()), kept(exit, bypass.axis())));
	}

	private int width(String value, int axis) {
		Shape shape = Objects.requireNonNull(coupling.trace().shape(value));
		return Math.toIntExact(shape.dim(axis));
	}

	private int @Nullable [] kept(String value, int axis) {
		return coupling.kept(value, axis, cuts);
	}
}
