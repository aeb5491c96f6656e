package espalier.app;

import espalier.method.MethodRecipe;

/**
 * A method that is to be run.
 *
 * @param source
 *            of the recipe, as the command line takes it: an id or a file
 * @param target
 *            what is to stay
 * @param minimumWidth
 *            units that stay in every group
 * @param roundTo
 *            widths are multiples of this where groups allow
 */
record MethodOrder(MethodRecipe recipe, String source, Target target, int minimumWidth, int roundTo) {}
