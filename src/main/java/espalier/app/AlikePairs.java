package espalier.app;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import espalier.importance.Similarity;
import espalier.report.RedundancyFigure.Pair;

/** The pairs of filters most alike, in a list. */
final class AlikePairs extends VBox {
	private static final int MOST = 200;
	private static final double WIDTH = 152;

	private record Found(Pair pair, float cosine) {}

	private final ListView<Found> list = new ListView<>();
	private final ObjectProperty<@Nullable Pair> chosen = new SimpleObjectProperty<>();

	AlikePairs() {
		super(4);
		Label caption = new Label("Most alike");
		caption.getStyleClass().add("caption");
		list.setId("alike-pairs");
		list.getStyleClass().add("dense");
		list.setCellFactory(l -> new PairCell());
		list.getSelectionModel().selectedItemProperty().addListener((o, was, is) -> {
			if (is != null)
				chosen.set(is.pair);
		});
		VBox.setVgrow(list, Priority.ALWAYS);
		setMinWidth(WIDTH);
		setPrefWidth(WIDTH);
		setMaxWidth(WIDTH);
		getChildren().addAll(caption, list);
		chosen.addListener((o, was, is) -> {
			Found selected = list.getSelectionModel().getSelectedItem();
			if (selected != null && !selected.pair.equals(is))
				list.getSelectionModel().clearSelection();
		});
	}

	/** The pair chosen here or elsewhere. */
	ObjectProperty<@Nullable Pair> chosen() {
		return chosen;
	}

	/** One pass over all pairs. */
	void show(Similarity similarity) {
		chosen.set(null);
		PriorityQueue<Found> best = new PriorityQueue<>(Comparator.comparingDouble(Found::cosine));
		for (int a = 0; a < similarity.units(); a++)
			for (int b = a + 1; b < similarity.units(); b++)
				if (best.size() < MOST || similarity.at(a, b) > best.peek().cosine) {
					best.add(new Found(new Pair(a, b), similarity.at(a, b)));
					if (best.size() > MOST)
						best.poll();
				}
		List<Found> sorted = new ArrayList<>(best);
		sorted.sort(Comparator.comparingDouble(f -> -f.cosine));
		list.getItems().setAll(sorted);
		list.scrollTo(0);
	}

	private static final class PairCell extends ListCell<Found> {
		private final Label names = new Label();
		private final Label cosine = new Label();
		private final HBox row;

		PairCell() {
			Region gap = new Region();
			HBox.setHgrow(gap, Priority.ALWAYS);
			cosine.getStyleClass().addAll("figure", "caption");
			row = new HBox(8, names, gap, cosine);
			row.setAlignment(Pos.CENTER_LEFT);
			row.setPrefWidth(0);
		}

		@Override
		protected void updateItem(@Nullable Found found, boolean empty) {
			super.updateItem(found, empty);
			setGraphic(found == null ? null : row);
			if (found == null)
				return;
			names.setText(found.pair.a() + " and " + found.pair.b());
			cosine.setText(String.format(Locale.ROOT, "%.3f", found.cosine).replace('-', '−'));
		}
	}
}
