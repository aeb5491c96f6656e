package espalier.app;

import java.util.ArrayList;
import java.util.List;

import javafx.beans.Observable;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.importance.Aggregation;
import espalier.importance.Criteria;
import espalier.importance.Criterion;
import espalier.importance.Scores;
import espalier.importance.Spearman;
import espalier.report.Agreement;
import espalier.report.Marks;
import espalier.session.Workpiece;

/** Whether the criterion in use and another one put the units in the same order; each group by ranks of its own. */
final class AgreementChart implements Chart {
	/** Of more units than this every n-th is drawn. */
	private static final int MOST_DOTS = 8000;

	private final Workbench bench;
	private final ComboBox<Criterion> other;
	private final ReadOnlyObjectWrapper<@Nullable Compared> compared = new ReadOnlyObjectWrapper<>();
	private final Latest<Compared> comparing;

	/** What the other criterion says. */
	private record Compared(Workpiece piece, Scores others) {
		boolean is(Workpiece other, Criterion criterion, Aggregation aggregation) {
			return piece == other && others.criterion().equals(criterion) && others.aggregation() == aggregation;
		}
	}

	AgreementChart(Workbench bench) {
		this.bench = bench;
		comparing = new Latest<>(bench.running().quick(), e -> bench.report("Cannot score the channels", e));
		other = HeaderBar.choice("agreement-with", Criteria.all(), Criterion::title);
		other.getStyleClass().add("small-field");
		other.setValue(Criteria.byId("fpgm"));
	}

	@Override
	public String title() {
		return "Agreement";
	}

	@Override
	public List<Node> controls() {
		Label with = new Label("with");
		with.getStyleClass().add("caption");
		with.setMinWidth(javafx.scene.layout.Region.USE_PREF_SIZE);
		return List.of(with, other);
	}

	@Override
	public List<Observable> watches() {
		return List.of(bench.images(), bench.scores(), bench.selection().lead(), other.valueProperty(), compared);
	}

	@Override
	public Sight sight() {
		PlanEdit edit = bench.edit().get();
		if (edit == null)
			return new Missing("Open a network first", null);
		Scores mine = edit.scores().get();
		Criterion with = other.getValue();
		Compared known = compared.get();
		Workpiece piece = edit.piece();
		if (known == null || !known.is(piece, with, mine.aggregation())) {
			comparing.ask(() -> new Compared(piece, Scores.of(piece.coupling(), with, mine.aggregation())),
					compared::set);
			return new Missing("Being scored", null);
		}
		String missing = bench.surveying().missing();
		List<Agreement.Point> points = points(edit, mine, known.others());
		return points.isEmpty()
				? new Missing(missing.isEmpty() ? "There are no units that both " + mine.criterion().title() + " and "
						+ with.title() + " can judge" : missing, null)
				: new Drawn(new Agreement(mine.criterion().title() + ", rank in its group",
						with.title() + ", rank in its group", thinned(points), spearman(points)));
	}

	/** Ranks as shares of the group, 0 for the lowest. */
	private List<Agreement.Point> points(PlanEdit edit, Scores mine, Scores others) {
		ChannelGroup lead = bench.selection().lead().get();
		List<Agreement.Point> points = new ArrayList<>();
		for (ChannelGroup group : lead == null ? edit.piece().coupling().prunable() : List.of(lead))
			if (!(lead == null && group.alternative()) && mine.of(group) instanceof double[] x
					&& others.of(group) instanceof double[] y) {
				double[] xs = Spearman.ranks(x);
				double[] ys = Spearman.ranks(y);
				double most = Math.max(1, group.units() - 1);
				for (int unit = 0; unit < group.units(); unit++)
					points.add(new Agreement.Point(group.name(), unit, xs[unit] / most, ys[unit] / most));
			}
		return points;
	}

	private static double spearman(List<Agreement.Point> points) {
		return Spearman.of(points.stream().mapToDouble(Agreement.Point::x).toArray(),
				points.stream().mapToDouble(Agreement.Point::y).toArray());
	}

	private static List<Agreement.Point> thinned(List<Agreement.Point> points) {
		int every = Math.ceilDiv(points.size(), MOST_DOTS);
		return java.util.stream.IntStream.range(0, points.size()).filter(i -> i % every == 0).mapToObj(points::get)
				.toList();
	}

	@Override
	public @Nullable Runnable pick(Marks.Mark mark) {
		return mark.what() instanceof Agreement.Point point ? Chart.selecting(bench, point.group()) : null;
	}
}
