/**
 * The model as values: an immutable graph of nodes, constants and typed values, and the concrete shapes a trace of it found.
 * Entry type: {@link espalier.graph.Graph}.
 * Must not know any file format, engine or window.
 */
@org.jspecify.annotations.NullMarked
package espalier.graph;
