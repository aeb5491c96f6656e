package espalier.coupling;

import java.util.Map;

/**
 * How integers that a model computes from sizes come out as they have to after a cut, at every size that the model leaves open.
 *
 * @param constants
 *            stored integers by name, with what they must be instead where this value reads them
 * @param difference
 *            what is still to be added
 */
public record Adjustment(Map<String, long[]> constants, long[] difference) {}
