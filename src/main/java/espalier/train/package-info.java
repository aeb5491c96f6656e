/**
 * Fine-tuning of graphs on labelled images: recipes, the step that moves the weights, checkpoints. Entry type:
 * {@link espalier.train.Trainer}. Speaks to libtorch through the runtime only.
 */
@NullMarked
package espalier.train;

import org.jspecify.annotations.NullMarked;
