/**
 * What a network costs: parameters, multiply-accumulates and bytes, exactly and fast enough to follow a slider.
 * Entry type: {@link espalier.cost.CostModel}.
 * Must not know scores, plans, engines or windows: it reads the coupling's widths and nothing else.
 */
@org.jspecify.annotations.NullMarked
package espalier.cost;
