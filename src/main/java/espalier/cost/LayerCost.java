package espalier.cost;

import espalier.graph.Node;

/**
 * A node's part of the cost, for one sample. A parameter that several nodes share counts at the first of them, so that the sum
 * over all layers is the whole.
 */
public record LayerCost(Node node, long macs, long parameters) {}
