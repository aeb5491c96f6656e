package espalier.app;

import java.util.List;

import javafx.beans.Observable;
import javafx.scene.Node;
import javafx.scene.input.MouseEvent;

import org.jspecify.annotations.Nullable;

import espalier.app.action.Action;
import espalier.app.chart.FigureView;
import espalier.report.Figure;
import espalier.report.Marks;

/** One of the charts of the Charts tab: what is drawn of the window's state, and what a person can do in it. */
interface Chart {
	/** What there is to see now. */
	sealed interface Sight {}

	/** A figure. */
	record Drawn(Figure figure) implements Sight {}

	/**
	 * Nothing yet.
	 *
	 * @param sentence
	 *            what to do for it
	 * @param action
	 *            that does it, or null where it is no single act
	 */
	record Missing(String sentence, @Nullable Action action) implements Sight {}

	/** As on its button. */
	String title();

	/** What can be chosen about it. */
	List<Node> controls();

	/** Whose change may change what is seen; the same objects each time. */
	List<Observable> watches();

	/** Asked on the JavaFX thread after a change; builds plain values only. */
	Sight sight();

	/** A mark was clicked. */
	default void picked(Marks.Mark mark, MouseEvent e) {}

	/** What dragging in it does; null where nothing can be dragged. */
	default FigureView.@Nullable Dragging dragging() {
		return null;
	}
}
