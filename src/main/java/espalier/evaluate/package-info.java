/**
 * What a network gets right, and how far that can be trusted. Entry type: {@link espalier.evaluate.Evaluation}. Runs graphs in
 * ONNX Runtime; knows nothing of training.
 */
@NullMarked
package espalier.evaluate;

import org.jspecify.annotations.NullMarked;
