package espalier.app;

import java.util.List;

import javafx.beans.Observable;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;

import org.jspecify.annotations.Nullable;

import espalier.app.action.Action;
import espalier.coupling.Role;
import espalier.report.CostBars;
import espalier.report.CostMap;
import espalier.report.Marks;
import espalier.report.Spending;

/** Where parameters, MACs and measured time go, before and after the plan. */
final class CostChart implements Chart {
	private enum Form {
		BARS("By layer"), MAP("By scope");

		private final String title;

		Form(String title) {
			this.title = title;
		}
	}

	private final Workbench bench;
	private final Action time;
	private final ComboBox<Spending.Kind> kind = HeaderBar.choice("cost-kind", List.of(Spending.Kind.values()),
			Spending.Kind::title);
	private final ComboBox<Form> form = HeaderBar.choice("cost-form", List.of(Form.values()), f -> f.title);

	/** @param time times the version shown */
	CostChart(Workbench bench, Action time) {
		this.bench = bench;
		this.time = time;
		kind.setValue(Spending.Kind.MACS);
		form.setValue(Form.BARS);
		kind.getStyleClass().add("small-field");
		form.getStyleClass().add("small-field");
	}

	@Override
	public String title() {
		return "Cost";
	}

	@Override
	public List<Node> controls() {
		return List.of(kind, form);
	}

	@Override
	public List<Observable> watches() {
		return List.of(bench.edit(), bench.draft(), bench.timing().shown(), kind.valueProperty(), form.valueProperty());
	}

	@Override
	public Sight sight() {
		PlanEdit edit = bench.edit().get();
		TimingResult timed = bench.timing().shown().get();
		if (edit == null)
			return new Missing("Open a network first", null);
		if (kind.getValue() == Spending.Kind.TIME && timed == null)
			return new Missing("Time the network first: then each layer's share is drawn here", time);
		Spending spending = kind.getValue() == Spending.Kind.TIME && timed != null
				? Spending.times(timed.nodes(), timed.nodes())
				: Spending.of(kind.getValue(), edit.piece().cost(), edit.cuts());
		if (spending.whole().before() <= 0)
			return new Missing("No layer of this network has any " + kind.getValue().title(), null);
		return new Drawn(form.getValue() == Form.BARS ? new CostBars(spending) : new CostMap(spending));
	}

	/** Selects the group of the channels that the layer makes. */
	@Override
	public @Nullable Runnable pick(Marks.Mark mark) {
		PlanEdit edit = bench.edit().get();
		if (edit == null || !(mark.what() instanceof Spending.Layer layer))
			return null;
		return edit.piece().coupling().groups().stream().filter(g -> g.members().stream()
				.anyMatch(m -> m.role() == Role.OUT && m.use().node().layer().equals(layer.name()))).findFirst()
				.<Runnable>map(g -> () -> bench.selection().select(g)).orElse(null);
	}
}
