/**
 * Tensors in files of their own. Entry type: {@link espalier.weights.Safetensors}. Knows no networks.
 */
@NullMarked
package espalier.weights;

import org.jspecify.annotations.NullMarked;
