/**
 * Controls made for pruning: the fader, the importance histogram, the cost bar.
 * Entry types: {@link espalier.app.control.Fader} and {@link espalier.app.control.Histogram}.
 * Must not know the workbench nor any engine type: they show plain numbers and report gestures.
 */
@org.jspecify.annotations.NullMarked
package espalier.app.control;
