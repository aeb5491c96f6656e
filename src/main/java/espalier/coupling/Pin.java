package espalier.coupling;

/**
 * Why a group can't be cut.
 *
 * @param node
 *            where it ends: a node's name, or that of a graph input or output
 * @param sentence
 *            for people, as in "ends at output `logits`"
 */
public record Pin(String node, String sentence) {}
