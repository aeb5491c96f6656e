/**
 * Figures in the window: drawn, pointed at, dragged, saved.
 * Entry type: {@link espalier.app.chart.FigureView}.
 * Must not know how a figure is drawn, nor what it is about.
 */
@org.jspecify.annotations.NullMarked
package espalier.app.chart;
