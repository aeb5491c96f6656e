/**
 * ONNX files to graphs and back, with every check that hostile or unlucky bytes call for.
 * Entry types: {@link espalier.onnx.OnnxReader} and {@link espalier.onnx.OnnxWriter}.
 * Alone knows protobuf; must not know engines, pruning or windows.
 */
@org.jspecify.annotations.NullMarked
package espalier.onnx;
