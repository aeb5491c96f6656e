/**
 * The oracle: a pruned network computes what the original computes with the removed channels zeroed where they are summed away.
 * Entry type: {@link espalier.oracle.Oracle}, asked about random networks by {@code OracleTest} and about real files by
 * {@code RealFilesTest}.
 * Must not know how the coupling finds its groups or how the Surgeon cuts them.
 */
@org.jspecify.annotations.NullMarked
package espalier.oracle;
