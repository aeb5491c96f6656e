/**
 * Parts of a network that can be taken out whole: layers, branches, blocks, stages.
 * Entry types: {@link espalier.region.Regions} finds them, {@link espalier.region.Bypass} says that one goes.
 * Must not know how channels hang together, nor how a graph is edited.
 */
@org.jspecify.annotations.NullMarked
package espalier.region;
