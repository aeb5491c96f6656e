package espalier.app;

import java.util.LinkedHashSet;
import java.util.Set;

import javafx.geometry.Pos;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import espalier.app.control.Fader;
import espalier.app.control.Gesture;
import espalier.depth.DepthMethod;
import espalier.depth.DepthMethods;
import espalier.region.Region;

/** The regions of the version shown, each with a box that says whether it stays, and a fader for how many blocks stay. */
final class DepthPane extends VBox {
	private final Workbench bench;
	private final ComboBox<DepthMethod> ranking = HeaderBar.choice("depth-by", DepthMethods.all(),
			DepthMethod::title);
	private final Fader stay = new Fader(new BlocksGesture());
	private final Label count = new Label();
	private final Tooltip fader = new Tooltip();
	private final Tooltip method = new Tooltip();
	private final TreeView<Region> tree = new TreeView<>();
	private final Set<RegionCell> cells = new LinkedHashSet<>();
	private final Label none = new Label("Regions are being looked for");
	private boolean following;

	DepthPane(Workbench bench) {
		super();
		this.bench = bench;
		setId("depth");
		getStyleClass().addAll("panel", "outline");
		Label by = new Label("Least important by");
		by.getStyleClass().add("caption");
		by.setMinWidth(USE_PREF_SIZE);
		ranking.getStyleClass().add("small-field");
		ranking.setMaxWidth(Double.MAX_VALUE);
		ranking.setMinWidth(0);
		ranking.setValue(bench.depth().ranking().method().get());
		ranking.valueProperty().addListener((o, was, is) -> bench.depth().ranking().method().set(is));
		HBox.setHgrow(ranking, Priority.ALWAYS);
		HBox first = new HBox(8, by, ranking);
		first.setAlignment(Pos.CENTER_LEFT);
		stay.setId("depth-fader");
		stay.setAccessibleText("Blocks kept");
		fader.setWrapText(true);
		// a fader that is disabled hears no pointer; what lies around it does
		StackPane around = new StackPane(stay);
		Tooltip.install(around, fader);
		ranking.setTooltip(method);
		HBox.setHgrow(around, Priority.ALWAYS);
		count.setId("depth-count");
		count.getStyleClass().add("figure");
		count.setMinWidth(USE_PREF_SIZE);
		HBox second = new HBox(8, around, count);
		second.setAlignment(Pos.CENTER_LEFT);
		VBox top = new VBox(8, first, second);
		top.getStyleClass().add("panel-top");
		tree.setId("depth-tree");
		tree.setShowRoot(false);
		tree.setCellFactory(view -> {
			RegionCell cell = new RegionCell(bench);
			cells.add(cell);
			return cell;
		});
		tree.getSelectionModel().selectedItemProperty().addListener((o, was, is) -> tell(is));
		tree.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
		none.getStyleClass().add("caption");
		none.managedProperty().bind(none.visibleProperty());
		none.setPadding(new javafx.geometry.Insets(8, 12, 8, 12));
		VBox.setVgrow(tree, Priority.ALWAYS);
		getChildren().addAll(top, RegionCell.captions(), none, tree);
		bench.depth().map().subscribe(this::rebuild);
		bench.depth().wanted().subscribe(w -> refresh());
		bench.depth().ranking().scores().subscribe(s -> refresh());
		bench.depth().ranking().missing().subscribe(m -> refresh());
		bench.timing().shown().subscribe(t -> refresh());
		bench.selection().region().subscribe(this::follow);
	}

	private void rebuild(@Nullable DepthMap map) {
		TreeItem<Region> root = new TreeItem<>();
		if (map != null)
			map.regions().roots().forEach(r -> root.getChildren().add(item(r, map)));
		following = true;
		tree.setRoot(root);
		following = false;
		none.setVisible(map == null || root.getChildren().isEmpty());
		none.setText(
				map == null ? "Regions are being looked for" : "This network has no region with one way in and out");
		refresh();
		follow(bench.selection().region().get());
	}

	/** Open down to the blocks. */
	private static TreeItem<Region> item(Region region, DepthMap map) {
		TreeItem<Region> item = new TreeItem<>(region);
		region.parts().forEach(part -> item.getChildren().add(item(part, map)));
		item.setExpanded(map.blocks().stream().anyMatch(b -> map.within(b, region)));
		return item;
	}

	private void refresh() {
		DepthMap map = bench.depth().map().get();
		int all = map == null ? 0 : map.blocks().size();
		int gone = bench.depth().gone();
		int ranked = bench.depth().ranked().size();
		stay.range(Math.min(all - ranked, all - gone), Math.max(1, all), 1, false);
		stay.value().set(all == 0 ? 1 : all - gone);
		stay.setDisable(ranked == 0);
		fader.setText(ranked > 0 || all == 0 ? "Takes out the blocks that matter least; what is hatched goes"
				: bench.depth().ranking().missing().get());
		method.setText(ranking.getValue().summary() + "\n" + ranking.getValue().paper());
		count.setText(all == 0 ? "no blocks" : gone + " of " + all + " go");
		count.pseudoClassStateChanged(RegionCell.GONE, gone > 0);
		cells.forEach(RegionCell::refresh);
	}

	private void tell(@Nullable TreeItem<Region> item) {
		if (following || item == null)
			return;
		following = true;
		bench.selection().region().set(item.getValue());
		following = false;
	}

	private void follow(@Nullable Region region) {
		if (following || tree.getRoot() == null)
			return;
		following = true;
		TreeItem<Region> item = region == null ? null : find(tree.getRoot(), region);
		if (item == null)
			tree.getSelectionModel().clearSelection();
		else {
			for (TreeItem<Region> outer = item.getParent(); outer != null; outer = outer.getParent())
				outer.setExpanded(true);
			int row = tree.getRow(item);
			tree.getSelectionModel().select(row);
			if (cells.stream().noneMatch(c -> c.getIndex() == row && c.getParent() != null && c.isVisible()))
				tree.scrollTo(Math.max(0, row - 2));
		}
		following = false;
	}

	private static @Nullable TreeItem<Region> find(TreeItem<Region> in, Region region) {
		if (in.getValue() == region)
			return in;
		for (TreeItem<Region> part : in.getChildren()) {
			TreeItem<Region> found = find(part, region);
			if (found != null)
				return found;
		}
		return null;
	}

	private void key(KeyEvent e) {
		if (e.getTarget() != tree || e.isShortcutDown()
				|| e.getCode() != KeyCode.DELETE && e.getCode() != KeyCode.BACK_SPACE && e.getCode() != KeyCode.SPACE)
			return;
		bench.depth().toggle();
		e.consume();
	}

	/** One drag is one step, however many plans it passes. */
	private final class BlocksGesture implements Gesture {
		private @Nullable PlanEdit from;

		@Override
		public void begin() {
			from = bench.edit().get();
		}

		@Override
		public void move(double kept, boolean all) {
			DepthMap map = bench.depth().map().get();
			if (map != null && from != null)
				bench.depth().least(map.blocks().size() - (int) Math.round(kept), from);
		}

		@Override
		public void end() {
			from = null;
		}

		@Override
		public void cancel() {
			if (from != null) {
				bench.depth().drop();
				bench.turn(from);
			}
			from = null;
		}

		@Override
		public void reset() {
			DepthMap map = bench.depth().map().get();
			begin();
			if (map != null)
				move(map.blocks().size(), false);
			end();
		}
	}
}
