package espalier.app;

import java.util.List;

import javafx.beans.Observable;
import javafx.scene.Node;

import org.jspecify.annotations.Nullable;

import espalier.app.action.Action;
import espalier.app.chart.FigureView;
import espalier.coupling.ChannelGroup;
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

	/** What a click on a mark does; null for nothing. */
	default @Nullable Runnable pick(Marks.Mark mark) {
		return null;
	}

	/** Selects a group by its name; null where the network shown has none of that name. */
	static @Nullable Runnable selecting(Workbench bench, String name) {
		PlanEdit edit = bench.edit().get();
		ChannelGroup group = edit == null ? null : edit.piece().coupling().group(name);
		return group == null ? null : () -> bench.selection().select(group);
	}

	/** What dragging in it does; null where nothing can be dragged. */
	default FigureView.@Nullable Dragging dragging() {
		return null;
	}
}
