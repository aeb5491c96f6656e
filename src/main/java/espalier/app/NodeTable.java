package espalier.app;

import java.util.Comparator;
import java.util.List;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

import org.jspecify.annotations.Nullable;

import espalier.app.control.CostBar;
import espalier.graph.Node;

/** Time of each node, longest first; choosing one chooses it in the graph. */
final class NodeTable extends TableView<NodeTable.Line> {
	/** @param share of the time of all nodes */
	record Line(Node node, double milliseconds, double share) {}

	private final Selection selection;
	private boolean filling;

	NodeTable(Selection selection) {
		this.selection = selection;
		setId("node-times");
		getStyleClass().add("dense");
		Label none = new Label("Where the time goes, once timed");
		none.getStyleClass().add("caption");
		setPlaceholder(none);
		getColumns().add(new TextColumn<>("Node", 208, l -> l.node().name()));
		getColumns().add(new TextColumn<>("Operator", 96, l -> l.node().qualifiedOp()));
		getColumns().add(new FigureColumn<>("ms", 72, l -> Figures.milliseconds(l.milliseconds())));
		TableColumn<Line, Double> share = new TableColumn<>("Share of all nodes");
		share.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue().share()));
		share.setCellFactory(c -> new ShareCell());
		share.setPrefWidth(160);
		share.setSortable(false);
		share.setReorderable(false);
		getColumns().add(share);
		setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
		getSelectionModel().selectedItemProperty().addListener((o, was, is) -> {
			if (is != null && !filling)
				selection.node().set(is.node());
		});
		selection.node().addListener((o, was, is) -> follow(is));
	}

	void show(@Nullable TimingResult result) {
		filling = true;
		double all = result == null ? 1 : result.nodes().values().stream().mapToDouble(t -> t).sum();
		getItems().setAll(result == null
				? List.of()
				: result.nodes().entrySet().stream().map(e -> new Line(e.getKey(), e.getValue(), e.getValue() / all))
						.sorted(Comparator.comparingDouble(Line::milliseconds).reversed()).toList());
		filling = false;
		follow(selection.node().get());
	}

	private void follow(@Nullable Node node) {
		Line chosen = getSelectionModel().getSelectedItem();
		if (chosen != null && chosen.node() == node)
			return;
		Line line = getItems().stream().filter(l -> l.node() == node).findFirst().orElse(null);
		if (line == null)
			getSelectionModel().clearSelection();
		else {
			getSelectionModel().select(line);
			scrollTo(line);
		}
	}

	private static final class ShareCell extends TableCell<Line, Double> {
		private final CostBar bar = new CostBar();
		private final Label percent = new Label();
		private final HBox row = new HBox(8, bar, percent);

		ShareCell() {
			row.setAlignment(Pos.CENTER_LEFT);
			row.prefWidthProperty().bind(widthProperty().subtract(16));
			bar.getStyleClass().add("share-bar");
			HBox.setHgrow(bar, Priority.ALWAYS);
			percent.getStyleClass().add("figure");
			percent.setMinWidth(48);
			percent.setAlignment(Pos.CENTER_RIGHT);
		}

		@Override
		protected void updateItem(@Nullable Double share, boolean empty) {
			super.updateItem(share, empty);
			setGraphic(share == null || empty ? null : row);
			if (share == null || empty)
				return;
			bar.show(share);
			percent.setText(Figures.tenths(share));
		}
	}
}
