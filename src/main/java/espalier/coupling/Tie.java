package espalier.coupling;

/**
 * One reason why two axes hang together.
 *
 * @param node
 *            the node whose operator ties them
 * @param from
 *            a value's or weight's name with its axis, as in {@code relu_1[1]}
 * @param sentence
 *            for people, as in "`/layer1/Add` adds `a` and `b` index by index"
 */
public record Tie(String node, String from, String to, String sentence) {}
