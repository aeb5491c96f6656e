package espalier.app;

import java.awt.geom.Point2D;

import org.jspecify.annotations.Nullable;

import espalier.app.chart.FigureView;
import espalier.coupling.ChannelGroup;
import espalier.report.Marks;

/** A drag in a chart that edits the plan: one gesture, undone as one step, cancelled by Esc. */
abstract class PlotDrag implements FigureView.Dragging {
	private final Workbench bench;
	private @Nullable PlanEdit open;

	PlotDrag(Workbench bench) {
		this.bench = bench;
	}

	/** What undo would call it; null where nothing can be dragged here. */
	abstract @Nullable String label(PlanEdit edit, Marks.Plot plot);

	/** The group's name where it can be changed; else says why not. */
	@Nullable
	String label(PlanEdit edit, ChannelGroup group) {
		if (edit.editable(group))
			return group.name();
		bench.say(group.name() + (group.pinned() ? " is pinned and can't be cut" : " is locked: unlock it to cut it"));
		return null;
	}

	abstract void move(PlanEdit edit, Marks.Plot plot, Point2D values);

	@Override
	public boolean begins(Marks.Plot plot, Marks.@Nullable Mark mark, Point2D values) {
		PlanEdit edit = bench.edit().get();
		String label = edit == null || bench.committing().get() ? null : label(edit, plot);
		if (edit == null || label == null)
			return false;
		edit.begin(label);
		open = edit;
		return true;
	}

	@Override
	public void moves(Marks.Plot plot, Point2D values) {
		if (open != null && open == bench.edit().get())
			move(open, plot, values);
	}

	@Override
	public void ends(boolean kept) {
		if (open == null)
			return;
		if (kept)
			open.end();
		else
			open.cancel();
		open = null;
	}
}
