/**
 * Which regions of a network matter least, so that it can be made less deep.
 * Entry types: {@link espalier.depth.DepthMethods} and {@link espalier.depth.DepthMethod}.
 * Must not know sessions: what is scored, and where results are kept, is given.
 */
@org.jspecify.annotations.NullMarked
package espalier.depth;
