package espalier.app;

import java.awt.geom.Point2D;
import java.util.List;
import java.util.Objects;

import javafx.beans.Observable;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;

import org.jspecify.annotations.Nullable;

import espalier.app.chart.FigureView;
import espalier.coupling.ChannelGroup;
import espalier.importance.Scores;
import espalier.report.ImportanceHistogram;
import espalier.report.ImportanceRidges;
import espalier.report.Marks;

/** Scores of one group or of all; a drag across them moves a threshold, below which units go. */
final class ImportanceChart implements Chart {
	private enum Of {
		ALL("All groups"), ONE("Selected group");

		private final String title;

		Of(String title) {
			this.title = title;
		}
	}

	private final Workbench bench;
	private final ComboBox<Of> of = HeaderBar.choice("importance-of", List.of(Of.values()), o -> o.title);

	ImportanceChart(Workbench bench) {
		this.bench = bench;
		of.setValue(Of.ALL);
		of.getStyleClass().add("small-field");
	}

	@Override
	public String title() {
		return "Importance";
	}

	@Override
	public List<Node> controls() {
		return List.of(of);
	}

	@Override
	public List<Observable> watches() {
		return List.of(bench.images(), bench.draft(), bench.scores(), bench.selection().lead(), of.valueProperty());
	}

	@Override
	public Sight sight() {
		PlanEdit edit = bench.edit().get();
		if (edit == null)
			return new Missing("Open a network first", null);
		Scores scores = edit.scores().get();
		String missing = bench.surveying().missing();
		ChannelGroup group = bench.selection().lead().get();
		if (of.getValue() == Of.ALL)
			return edit.piece().coupling().prunable().stream().allMatch(g -> scores.of(g) == null)
					? new Missing(missing.isEmpty() ? "No group can be judged by " + scores.criterion().title()
							+ "; choose another criterion" : missing, null)
					: new Drawn(ImportanceRidges.of(edit.piece().coupling(), scores, threshold(edit)));
		if (group == null)
			return new Missing("Select a group, in the graph or in the list", null);
		return scores.of(group) == null
				? new Missing(missing.isEmpty() || group.pinned() ? Objects.requireNonNull(scores.notApplicable(group))
						: missing, null)
				: new Drawn(ImportanceHistogram.of(group, scores, edit.piece().cost(), edit.cuts()));
	}

	/** The one score that the plan can be told by, in the middle between what goes and what stays; NaN where there is none. */
	private static double threshold(PlanEdit edit) {
		double gone = Double.NEGATIVE_INFINITY;
		double stays = Double.POSITIVE_INFINITY;
		for (ChannelGroup group : edit.compared()) {
			double[] scores = edit.scoresOf(group);
			int most = edit.limit(group).most();
			boolean full = edit.cuts().count(group) >= most;
			for (int unit = 0; unit < scores.length; unit++)
				if (edit.cuts().isRemoved(group, unit))
					gone = Math.max(gone, scores[unit]);
				else if (!full)
					stays = Math.min(stays, scores[unit]);
		}
		return gone > stays || Double.isInfinite(gone) ? Double.NaN
				: Double.isInfinite(stays) ? gone : (gone + stays) / 2;
	}

	@Override
	public @Nullable Runnable pick(Marks.Mark mark) {
		return mark.what() instanceof ImportanceRidges.Row row ? Chart.selecting(bench, row.group()) : null;
	}

	@Override
	public FigureView.Dragging dragging() {
		return new PlotDrag(bench) {
			@Override
			public boolean offers(Marks.Plot plot) {
				return true;
			}

			@Override
			@Nullable
			String label(PlanEdit edit, Marks.Plot plot) {
				ChannelGroup one = bench.selection().lead().get();
				return of.getValue() == Of.ALL ? "threshold" : one == null ? null : label(edit, one);
			}

			@Override
			void move(PlanEdit edit, Marks.Plot plot, Point2D values) {
				ChannelGroup one = bench.selection().lead().get();
				if (of.getValue() == Of.ALL)
					edit.below(values.getX());
				else if (one != null)
					edit.below(List.of(one), values.getX());
			}
		};
	}
}
