package espalier.coupling;

/**
 * Why a group can't be cut.
 *
 * @param node
 *            where it ends: a node's name, or that of a graph input or output
 * @param sentence
 *            for people, as in "ends at output `logits`"
 * @param wayOut
 *            what a person can do about it, as a sentence without its full stop; empty where there is nothing to do
 */
public record Pin(String node, String sentence, String wayOut) {
	Pin(String node, String sentence) {
		this(node, sentence, "");
	}
}
