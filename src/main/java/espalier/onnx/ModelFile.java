package espalier.onnx;

import java.nio.file.Path;

import espalier.graph.Graph;

/**
 * A model as it was read.
 *
 * @param sha256
 *            lower-case hex, over the model file's bytes; files of external data don't count
 * @param bytes
 *            length of the model file
 */
public record ModelFile(Path path, Graph graph, String sha256, long bytes) {}
