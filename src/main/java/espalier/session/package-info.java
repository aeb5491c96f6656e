/**
 * One sitting with a model: the tree of versions that commits grow, with undo and redo through it.
 * Entry type: {@link espalier.session.History}.
 * Must not know the window or the command line.
 */
@org.jspecify.annotations.NullMarked
package espalier.session;
