package espalier.app.graphview;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.graph.Node;
import espalier.region.Bypass;

/** One box of operators that belong together: a convolution with its norm and activation, a join, a graph input or output. */
final class Card extends Item {
	/** What a card is drawn as. */
	enum Kind {
		/** Makes channels from a weight. */
		LAYER,
		/** Adds or multiplies several activations; drawn small. */
		JOIN,
		/** Any other operator. */
		OPERATOR,
		/** Put in by a person so that channels on its two sides need not go together. */
		ADAPTER,
		/** Stands where a region is planned to go; drawn folded to a line. */
		REMOVED,
		/** An input or output of the graph. */
		TERMINAL
	}

	final Kind kind;
	/** Its operators in order; empty for terminals. */
	final List<Node> nodes = new ArrayList<>(3);
	/** Value that leaves the last operator (for a graph output: the value it reads). */
	String tail;
	/** First line, as in {@code 3×3 16→32 /2}. */
	String title = "";
	/** Second line: the layer's name and what is fused. */
	String caption = "";
	String name = "";
	/** Scopes from the outside in. */
	List<String> path = List.of();
	/** The group whose channels the main operator makes, or that its first output carries. */
	@Nullable
	ChannelGroup group;
	/** For each filter of a layer the unit of {@link #group}; null where the card has no filters. */
	int @Nullable [] unitOfFilter;
	/** Groups this card touches, {@link #group} included. */
	List<ChannelGroup> groups = List.of();

	/** What is planned to go here; null but for {@link Kind#REMOVED}. */
	@Nullable
	Bypass bypass;

	Card(Kind kind, @Nullable Node main, String tail) {
		this.kind = kind;
		this.tail = tail;
		if (main != null)
			nodes.add(main);
	}

	@Override
	String name() {
		return name;
	}

	/** The operator that names it; null for terminals. */
	@Nullable
	Node main() {
		return nodes.isEmpty() ? null : nodes.getFirst();
	}
}
