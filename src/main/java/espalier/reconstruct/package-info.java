/**
 * Layers fitted anew to what they made before their inputs were cut, one by one in order of depth.
 * Entry type: {@link espalier.reconstruct.Reconstruction}.
 * Must not know sessions or windows, nor any engine but by its runners: graphs go in, and graphs with other weights come out.
 */
@org.jspecify.annotations.NullMarked
package espalier.reconstruct;
