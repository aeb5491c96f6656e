package espalier.session;

import java.util.Map;

import espalier.cost.CostModel;
import espalier.coupling.Choices;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.graph.Trace;
import espalier.plan.Adapters;
import espalier.plan.Bypasses;
import espalier.plan.Surgeon;
import espalier.runtime.Tracer;

/** A graph with all that follows from it at given input sizes. Immutable. */
public record Workpiece(Graph graph, Trace trace, Coupling coupling, CostModel cost) {
	/**
	 * Traces, couples and counts a graph. Takes as long as the trace: some tenths of a second.
	 *
	 * @throws espalier.graph.BadInputException
	 *             when the network does not take inputs of these sizes, or its cost does not fit in 64 bits
	 */
	public static Workpiece of(Graph graph, Map<String, Shape> inputs) {
		return of(graph, Tracer.trace(graph, inputs));
	}

	/** Couples and counts a graph whose trace is known. */
	public static Workpiece of(Graph graph, Trace trace) {
		return of(graph, trace, Choices.NONE);
	}

	/**
	 * Same, by a person's choices: with their adapters in the graph and their regions out of it.
	 *
	 * @throws espalier.graph.RefusedException
	 *             when the graph lacks what they name
	 */
	public static Workpiece of(Graph graph, Trace trace, Choices choices) {
		Adapters.Adapted adapted = Adapters.inserted(graph, trace, choices.adapters());
		Adapters.Adapted left = Bypasses.applied(adapted.graph(), adapted.trace(), choices.bypasses());
		Coupling coupling = Coupling.of(left.graph(), left.trace(), choices);
		return new Workpiece(left.graph(), left.trace(), coupling, CostModel.of(coupling));
	}

	/** The same by other choices, whose adapters and regions it has or gets; itself where they are its own. */
	public Workpiece by(Choices choices) {
		return choices.equals(coupling.choices()) ? this : of(graph, trace, choices);
	}

	/** What these cuts leave, at the same input sizes. */
	public Workpiece without(Cuts cuts) {
		return like(Surgeon.apply(coupling, cuts));
	}

	/** Another graph of the same inputs and outputs, at the same sizes and by the same choices. */
	public Workpiece like(Graph other) {
		return of(other, Tracer.trace(other, trace.inputs()), coupling.choices().left(other));
	}
}
