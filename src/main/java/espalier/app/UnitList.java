package espalier.app;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import javafx.geometry.Pos;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

import org.jspecify.annotations.Nullable;

import espalier.app.control.CostBar;
import espalier.coupling.ChannelGroup;

/** The units of the inspected group, the least important first, each with a check box: checked stays. */
final class UnitList extends ListView<Integer> {
	private final Workbench bench;
	private @Nullable ChannelGroup group;
	private double[] scores = {};
	private double highest = 1;
	private boolean following;

	UnitList(Workbench bench) {
		this.bench = bench;
		setId("units");
		getStyleClass().add("unit-list");
		setFixedCellSize(26);
		setCellFactory(view -> new UnitCell());
		getSelectionModel().selectedItemProperty().addListener((o, was, is) -> {
			if (!following && is != null)
				bench.selection().unit().set(is);
		});
		bench.selection().unit().addListener(o -> follow());
		addEventFilter(KeyEvent.KEY_PRESSED, e -> {
			Integer unit = getSelectionModel().getSelectedItem();
			if (e.getCode() == KeyCode.SPACE && unit != null) {
				toggle(unit);
				e.consume();
			}
		});
	}

	void show(@Nullable ChannelGroup other, double[] now) {
		boolean same = group == other && java.util.Arrays.equals(scores, now);
		group = other;
		scores = now;
		highest = java.util.stream.DoubleStream.of(now).filter(Double::isFinite).max().orElse(1);
		if (same) {
			refresh();
			return;
		}
		List<Integer> order = IntStream.range(0, now.length).boxed()
				.sorted(Comparator.comparingDouble((Integer u) -> now[u]).thenComparing(u -> u)).toList();
		following = true;
		getItems().setAll(order);
		following = false;
		follow();
	}

	/** Shows the unit that was chosen in another view. */
	private void follow() {
		Integer unit = bench.selection().unit().get();
		if (following || unit == null || unit.equals(getSelectionModel().getSelectedItem()))
			return;
		following = true;
		getSelectionModel().select(unit);
		scrollTo(unit);
		following = false;
	}

	private void toggle(int unit) {
		PlanEdit edit = bench.edit().get();
		if (edit != null && group != null)
			edit.keepUnit(group, unit, edit.cuts().isRemoved(group, unit));
	}

	private final class UnitCell extends ListCell<Integer> {
		private final CheckBox stays = new CheckBox();
		private final Label score = new Label();
		private final CostBar bar = new CostBar();
		private final HBox row = new HBox(8, stays, bar, score);

		UnitCell() {
			stays.setFocusTraversable(false);
			stays.setMinWidth(64);
			stays.getStyleClass().add("unit-check");
			bar.getStyleClass().add("unit-bar");
			bar.setMaxHeight(4);
			score.getStyleClass().addAll("figure", "caption");
			score.setMinWidth(64);
			score.setAlignment(Pos.CENTER_RIGHT);
			HBox.setHgrow(bar, Priority.ALWAYS);
			row.setAlignment(Pos.CENTER_LEFT);
			row.setPrefWidth(0);
			stays.setOnAction(e -> {
				if (getItem() != null)
					toggle(getItem());
				updateItem(getItem(), isEmpty());
			});
		}

		@Override
		protected void updateItem(@Nullable Integer unit, boolean empty) {
			super.updateItem(unit, empty);
			PlanEdit edit = bench.edit().get();
			ChannelGroup of = group;
			if (unit == null || empty || edit == null || of == null || unit >= scores.length) {
				setGraphic(null);
				return;
			}
			boolean removed = edit.cuts().isRemoved(of, unit);
			stays.setText(Integer.toString(unit));
			stays.setSelected(!removed);
			stays.setDisable(!edit.editable(of));
			bar.getStyleClass().setAll("cost-bar", removed ? "unit-bar-cut" : "unit-bar");
			bar.show(highest > 0 ? scores[unit] / highest : 0);
			score.setText(String.format(Locale.ROOT, "%.4g", scores[unit]));
			setGraphic(row);
		}
	}
}
