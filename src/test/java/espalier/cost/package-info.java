/** Tests of the counts, and {@link espalier.cost.Small} for graphs written by hand. */
@org.jspecify.annotations.NullMarked
package espalier.cost;
