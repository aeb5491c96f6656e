/**
 * Graphs in ONNX Runtime: shapes of every value, runs on given inputs, and whether a model loads at all.
 * Entry types: {@link espalier.runtime.Tracer} and {@link espalier.runtime.Runner}.
 * Alone knows ONNX Runtime; must not know protobuf, windows or how models are pruned.
 */
@org.jspecify.annotations.NullMarked
package espalier.runtime;
