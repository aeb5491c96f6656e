package espalier.region;

import java.util.List;
import java.util.stream.Stream;

import espalier.graph.Node;

/**
 * A part of a network with one entry and one exit: all that its nodes compute is read by them, or leaves by the exit.
 *
 * @param name
 *            of its scope, or of its first and last layer; unique in its network
 * @param entry
 *            the value that it reads; what else it reads does not come from there
 * @param exit
 *            the value that it makes
 * @param nodes
 *            in the order of computation, without what is computed of constants and sizes alone
 * @param alike
 *            the same number for regions of the same form: operators, attributes, wiring and sizes of weights
 * @param leave
 *            whether it can go
 * @param parts
 *            regions inside it, in the order of computation
 */
public record Region(String name, Kind kind, String entry, String exit, List<Node> nodes, int alike, Leave leave,
		List<Region> parts) {
	/** What a region is to people. */
	public enum Kind {
		ACTIVATION, NORMALISATION, LAYER,
		/** What a residual sum adds to the stream. */
		BRANCH,
		/** What carries the stream around a branch, where it is no plain wire. */
		SHORTCUT, ATTENTION, MLP,
		/** A block that scales channels by what it makes of them, as squeeze and excitation. */
		GATE, BLOCK, STAGE;

		/** As in a sentence. */
		public String label() {
			return this == MLP ? "MLP" : name().toLowerCase(java.util.Locale.ROOT);
		}
	}

	/** Whether a region can go. */
	public sealed interface Leave {
		/** It can. */
		record By(Bypass bypass) implements Leave {}

		/** It can't, for this reason: a part of a sentence, without its end. */
		record Stays(String reason) implements Leave {}
	}

	public Region {
		nodes = List.copyOf(nodes);
		parts = List.copyOf(parts);
	}

	/** Whether it can be taken out. */
	public boolean removable() {
		return leave instanceof Leave.By;
	}

	/** The axis of the channels in values of so many axes that it reads and makes: 1 in front of space, last behind tokens. */
	public int axis(int rank) {
		return Ops.axis(nodes, rank);
	}

	/** This region and all inside it, outer before inner. */
	public Stream<Region> all() {
		return Stream.concat(Stream.of(this), parts.stream().flatMap(Region::all));
	}
}
