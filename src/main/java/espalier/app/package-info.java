/**
 * The workbench window: view models that hold state and no nodes, views that bind to them, actions, themes and the tour.
 * Entry types: {@link espalier.app.App}, and {@link espalier.app.Workbench} for its state.
 * Must not hold rules of pruning: whatever a number or a cut means is asked of the engine packages.
 */
@org.jspecify.annotations.NullMarked
package espalier.app;
