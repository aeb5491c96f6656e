package espalier.coupling;

import espalier.graph.Use;

/**
 * A place where channels of a group are summed away: the axis of the value at a node's input slot (a weight's input channels).
 * A removed channel is one whose indices here are zero.
 *
 * @param unitOfIndex
 *            for each index of the axis the unit it belongs to, or -1
 */
public record Contraction(Use use, int axis, int[] unitOfIndex) {}
