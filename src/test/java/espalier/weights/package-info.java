/** Weights in files of other makers. */
@NullMarked
package espalier.weights;

import org.jspecify.annotations.NullMarked;
