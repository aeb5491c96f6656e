/**
 * What can only live or die together: which indices of which axes every operator ties, and the channel groups that follow.
 * Entry type: {@link espalier.coupling.Coupling}.
 * Must not know how scores, plans or windows use the groups, nor any engine: shapes come as a plain Trace.
 */
@org.jspecify.annotations.NullMarked
package espalier.coupling;
