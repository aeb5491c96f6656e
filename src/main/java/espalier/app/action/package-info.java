/**
 * What a person can do, as objects: menus, command palette, shortcuts and cheat sheet are generated from one list of them.
 * Entry type: {@link espalier.app.action.Action}.
 * Must not know what the actions do.
 */
@org.jspecify.annotations.NullMarked
package espalier.app.action;
