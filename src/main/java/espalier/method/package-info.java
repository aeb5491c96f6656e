/**
 * Published pruning methods as recipes, and what runs them. Enter at {@link espalier.method.MethodRun}; {@link
 * espalier.method.Step} lists the parts that recipes are made of. What a method does between epochs is a {@link
 * espalier.train.Shaping}. Knows no window, no command line and no files but recipes and the folder of a run.
 */
@NullMarked
package espalier.method;

import org.jspecify.annotations.NullMarked;
