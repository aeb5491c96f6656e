package espalier.allocate;

import org.jspecify.annotations.Nullable;

import espalier.cost.Cost;
import espalier.coupling.Cuts;

/**
 * What an allocator decided.
 *
 * @param cuts
 *            those made by hand included
 * @param shortfall
 *            how far the budget was missed and why; null when it was met
 */
public record Allocation(Cuts cuts, Cost cost, @Nullable String shortfall) {}
