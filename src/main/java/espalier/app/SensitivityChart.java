package espalier.app;

import java.awt.geom.Point2D;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

import org.jspecify.annotations.Nullable;

import espalier.app.action.Action;
import espalier.app.chart.FigureView;
import espalier.coupling.ChannelGroup;
import espalier.evaluate.Sensitivity;
import espalier.report.Marks;
import espalier.report.SensitivityCurves;
import espalier.report.SensitivityCurves.Order;
import espalier.report.SensitivityStrip;

/** How the network answers when one group alone is cut; a drag in a group's curve sets how much of it goes. */
final class SensitivityChart implements Chart {
	private enum Form {
		CURVES("Curves"), STRIP("Heat strip");

		private final String title;

		Form(String title) {
			this.title = title;
		}
	}

	private static final String NOTHING = "Nothing else";

	private final Workbench bench;
	private final Action measure;
	private final ComboBox<Form> form = HeaderBar.choice("sensitivity-form", List.of(Form.values()), f -> f.title);
	private final ComboBox<Order> order = HeaderBar.choice("sensitivity-order", List.of(Order.values()),
			SensitivityChart::title);
	private final ComboBox<String> over = HeaderBar.choice("sensitivity-over", List.of(NOTHING), t -> t);

	/** @param measure measures the sensitivity of the version shown */
	SensitivityChart(Workbench bench, Action measure) {
		this.bench = bench;
		this.measure = measure;
		form.setValue(Form.CURVES);
		order.setValue(Order.NETWORK);
		over.setValue(NOTHING);
		bench.sweeping().kept().addListener((InvalidationListener) o -> offer());
		List.of(form, order, over).forEach(box -> box.getStyleClass().add("small-field"));
		order.visibleProperty().bind(form.valueProperty().isEqualTo(Form.CURVES));
		order.managedProperty().bind(order.visibleProperty());
		over.visibleProperty().bind(order.visibleProperty().and(Bindings.size(bench.sweeping().kept()).greaterThan(1)));
		over.managedProperty().bind(over.visibleProperty());
	}

	/** What can be drawn beside what is shown; a list that is open stays as it is while a sweep only grows. */
	private void offer() {
		List<String> titles = Stream
				.concat(Stream.of(NOTHING), bench.sweeping().kept().stream().map(Sweeping.Kept::title))
				.toList();
		if (titles.equals(over.getItems()))
			return;
		String chosen = over.getValue();
		over.getItems().setAll(titles);
		over.setValue(titles.contains(chosen) ? chosen : NOTHING);
	}

	private @Nullable Sensitivity beside() {
		return bench.sweeping().kept().stream().filter(k -> k.title().equals(over.getValue()))
				.map(Sweeping.Kept::sensitivity).findFirst().orElse(null);
	}

	private static String title(Order order) {
		return switch (order) {
			case NETWORK -> "In network order";
			case NAME -> "By name";
			case SENSITIVITY -> "Most sensitive first";
			case MACS -> "Most MACs first";
		};
	}

	@Override
	public String title() {
		return "Sensitivity";
	}

	@Override
	public List<Node> controls() {
		Label beside = new Label("beside");
		beside.getStyleClass().add("caption");
		beside.setMinWidth(Region.USE_PREF_SIZE);
		beside.visibleProperty().bind(over.visibleProperty());
		beside.managedProperty().bind(over.visibleProperty());
		return List.of(form, order, beside, over);
	}

	@Override
	public List<Observable> watches() {
		return List.of(bench.sweeping().shown(), bench.sweeping().busy(), bench.sweeping().obstacle(), bench.draft(),
				form.valueProperty(), order.valueProperty(), over.valueProperty());
	}

	@Override
	public Sight sight() {
		Sensitivity measured = bench.sweeping().shown().get();
		PlanEdit edit = bench.edit().get();
		if (edit == null)
			return new Missing("Open a network first", null);
		if (measured == null || measured.curves().stream().allMatch(c -> c.points().isEmpty()))
			return bench.sweeping().obstacle().getValue().equals(Sweeping.UNDER_WAY)
					? new Missing("The first cuts are being measured", null)
					: new Missing("How does the accuracy answer when one group alone is cut? It takes some minutes"
							+ " once, and is kept", measure);
		if (form.getValue() == Form.STRIP)
			return new Drawn(new SensitivityStrip(measured));
		SensitivityCurves curves = SensitivityCurves.of(measured)
				.ordered(order.getValue(), SensitivityCurves.macs(edit.piece().coupling(), edit.piece().cost()))
				.planned(planned(edit));
		Sensitivity other = beside();
		return new Drawn(other == null || other.metric() != measured.metric() || other == measured
				? curves
				: curves.beside(over.getValue(), other));
	}

	private static Map<String, Double> planned(PlanEdit edit) {
		Map<String, Double> planned = new HashMap<>();
		for (ChannelGroup group : edit.cuts().groups())
			planned.put(group.name(), (double) edit.cuts().count(group) / group.units());
		return planned;
	}

	@Override
	public @Nullable Runnable pick(Marks.Mark mark) {
		return mark.what() instanceof SensitivityStrip.At(String group, var _) ? Chart.selecting(bench, group) : null;
	}

	@Override
	public FigureView.Dragging dragging() {
		return new PlotDrag(bench) {
			@Override
			public boolean offers(Marks.Plot plot) {
				return form.getValue() == Form.CURVES;
			}

			@Override
			@Nullable
			String label(PlanEdit edit, Marks.Plot plot) {
				ChannelGroup group = edit.piece().coupling().group(plot.key());
				if (form.getValue() != Form.CURVES || group == null)
					return null;
				bench.selection().select(group);
				return label(edit, group);
			}

			@Override
			void move(PlanEdit edit, Marks.Plot plot, Point2D values) {
				if (edit.piece().coupling().group(plot.key()) instanceof ChannelGroup group)
					edit.keep(List.of(group), 1 - Math.clamp(values.getX(), 0, 1));
			}
		};
	}
}
