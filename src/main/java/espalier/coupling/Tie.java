package espalier.coupling;

import espalier.graph.Node;

/**
 * One reason why two axes hang together.
 *
 * @param node
 *            the node whose operator ties them
 * @param phrase
 *            what it does, as in "adds its inputs index by index"
 * @param from
 *            a value's or weight's name with its axis, as in {@code relu_1[1]}
 */
public record Tie(Node node, String phrase, String from, String to) {
	/** For people, as in "`/layer1/Add` (Add) adds its inputs index by index: `a[1]` goes with `b[1]`". */
	public String sentence() {
		return "`" + node.name() + "` (" + node.qualifiedOp() + ") " + phrase + ": `" + from + "` goes with `" + to
				+ "`";
	}
}
