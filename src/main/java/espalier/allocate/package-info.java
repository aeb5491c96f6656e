/**
 * Scores and a budget become cuts.
 * Entry type: {@link espalier.allocate.Allocator}.
 * Must not know how cuts are applied or shown, nor how scores were found.
 */
@org.jspecify.annotations.NullMarked
package espalier.allocate;
