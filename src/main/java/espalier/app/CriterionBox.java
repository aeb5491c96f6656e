package espalier.app;

import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;

import org.jspecify.annotations.Nullable;

import espalier.importance.Criteria;
import espalier.importance.Criterion;

/** The criteria, those that look at images at the end; they can't be chosen while there are none, and say so. */
final class CriterionBox {
	private CriterionBox() {}

	static ComboBox<Criterion> of(Workbench bench) {
		ComboBox<Criterion> box = HeaderBar.choice("criterion", Criteria.stream().toList(), Criterion::title);
		box.setVisibleRowCount(box.getItems().size());
		box.setCellFactory(list -> new Line(bench));
		return box;
	}

	/** One criterion in the list. */
	private static final class Line extends ListCell<Criterion> {
		private final Workbench bench;
		// lists make cells anew and forget the old ones; so must the workbench
		private final InvalidationListener changed = o -> updateItem(getItem(), isEmpty());

		Line(Workbench bench) {
			this.bench = bench;
			bench.images().addListener(new WeakInvalidationListener(changed));
		}

		@Override
		protected void updateItem(@Nullable Criterion criterion, boolean empty) {
			super.updateItem(criterion, empty);
			if (empty || criterion == null) {
				setText(null);
				setTooltip(null);
				setDisable(false);
				return;
			}
			String obstacle = bench.surveying().obstacle(criterion);
			setText(criterion.title() + (obstacle.isEmpty() ? "" : " – " + obstacle));
			setTooltip(new Tooltip(criterion.summary()));
			setDisable(!obstacle.isEmpty());
		}
	}
}
