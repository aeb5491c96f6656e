package espalier.app;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import javafx.collections.ListChangeListener;
import javafx.collections.SetChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TextFormatter;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.controlsfx.control.textfield.CustomTextField;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;

import espalier.app.OutlineTree.Leaf;
import espalier.app.OutlineTree.Row;
import espalier.app.OutlineTree.Scope;
import espalier.app.control.Fader;
import espalier.app.control.Gesture;
import espalier.coupling.ChannelGroup;

/** The left panel: all groups by scope, each with its fader; several can be chosen and set at once. */
final class OutlinePane extends VBox {
	private final Workbench bench;
	private final CustomTextField search = new CustomTextField();
	private final TreeView<Row> tree = new TreeView<>();
	private final Set<OutlineCell> cells = new LinkedHashSet<>();
	private final Label chosen = new Label();
	private final Label keeps = new Label();
	private final Fader many = new Fader(new ManyGesture());
	private final VBox manyBar;
	private boolean following;
	private boolean bySlash;

	OutlinePane(Workbench bench) {
		this.bench = bench;
		getStyleClass().addAll("panel", "outline");
		search.setId("outline-search");
		search.setPromptText("Search groups and layers");
		search.setLeft(new FontIcon(MaterialDesignM.MAGNIFY));
		search.textProperty().addListener(o -> rebuild());
		search.setTextFormatter(new TextFormatter<>(this::withoutSlash));
		search.addEventFilter(KeyEvent.KEY_PRESSED, e -> bySlash = false);
		tree.setId("outline-tree");
		tree.setShowRoot(false);
		tree.setCellFactory(view -> {
			OutlineCell cell = new OutlineCell(bench);
			cells.add(cell);
			return cell;
		});
		tree.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
		tree.getSelectionModel().getSelectedItems().addListener((ListChangeListener<TreeItem<Row>>) c -> tell());
		tree.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
		Label none = new Label("No group fits");
		none.getStyleClass().add("caption");
		VBox.setVgrow(tree, Priority.ALWAYS);
		many.range(0.01, 1, 0.01, true);
		many.value().set(1);
		HBox line = new HBox(8, many, keeps);
		line.setAlignment(Pos.CENTER_LEFT);
		keeps.getStyleClass().add("figure");
		keeps.setMinWidth(40);
		keeps.setAlignment(Pos.CENTER_RIGHT);
		HBox.setHgrow(many, Priority.ALWAYS);
		manyBar = new VBox(4, new HBox(8, chosen), line, manyButtons());
		manyBar.getStyleClass().add("many-bar");
		HBox top = new HBox(search);
		HBox.setHgrow(search, Priority.ALWAYS);
		top.getStyleClass().add("panel-top");
		getChildren().addAll(top, tree, manyBar);
		bench.edit().addListener(o -> rebuild());
		bench.draft().subscribe(d -> cells.forEach(OutlineCell::refresh));
		bench.draft().subscribe(d -> showMany());
		bench.scores().subscribe(s -> cells.forEach(OutlineCell::refresh));
		bench.selection().groups().addListener((SetChangeListener<ChannelGroup>) c -> follow());
		rebuild();
	}

	void focusSearch() {
		bySlash = true;
		search.requestFocus();
		search.selectAll();
	}

	/** The slash that brought the focus here was pressed elsewhere, but is typed here, on some systems by an input method. */
	private TextFormatter.@Nullable Change withoutSlash(TextFormatter.Change change) {
		boolean slash = bySlash && change.getText().equals("/");
		bySlash &= !change.isContentChange();
		return slash ? null : change;
	}

	private HBox manyButtons() {
		Button lock = new Button("Lock");
		lock.setOnAction(e -> withEdit(edit -> edit.lock(bench.selection().groups(), true)));
		Button unlock = new Button("Unlock");
		unlock.setOnAction(e -> withEdit(edit -> edit.lock(bench.selection().groups(), false)));
		Button reset = new Button("Reset");
		reset.setOnAction(e -> withEdit(edit -> edit.release(bench.selection().groups())));
		HBox buttons = new HBox(4, lock, unlock, reset);
		for (Button button : List.of(lock, unlock, reset))
			button.getStyleClass().add("small");
		return buttons;
	}

	private void withEdit(java.util.function.Consumer<PlanEdit> act) {
		PlanEdit edit = bench.edit().get();
		if (edit != null)
			act.accept(edit);
	}

	private void rebuild() {
		PlanEdit edit = bench.edit().get();
		TreeItem<Row> root = new TreeItem<>();
		if (edit != null)
			for (Row row : OutlineTree.of(edit.piece().coupling().groups(), search.getText()))
				root.getChildren().add(item(row));
		// what was under the pointer is another line now
		bench.selection().hover(null);
		following = true;
		tree.setRoot(root);
		following = false;
		follow();
	}

	private static TreeItem<Row> item(Row row) {
		TreeItem<Row> item = new TreeItem<>(row);
		if (row instanceof Scope scope)
			scope.rows().forEach(below -> item.getChildren().add(item(below)));
		item.setExpanded(true);
		return item;
	}

	/** The tree's choice becomes everybody's. */
	private void tell() {
		if (following)
			return;
		Set<ChannelGroup> groups = new LinkedHashSet<>();
		for (TreeItem<Row> item : new ArrayList<>(tree.getSelectionModel().getSelectedItems()))
			if (item != null && item.getValue() instanceof Leaf leaf)
				groups.add(leaf.group());
			else if (item != null && item.getValue() instanceof Scope scope)
				scope.groups().stream().filter(g -> !g.pinned()).forEach(groups::add);
		following = true;
		bench.selection().selectAll(groups);
		following = false;
		showMany();
	}

	/** Everybody's choice becomes the tree's. */
	private void follow() {
		showMany();
		if (following)
			return;
		following = true;
		tree.getSelectionModel().clearSelection();
		for (int row = 0; row < tree.getExpandedItemCount(); row++)
			if (tree.getTreeItem(row).getValue() instanceof Leaf leaf && bench.selection().contains(leaf.group()))
				tree.getSelectionModel().select(row);
		following = false;
		int at = tree.getSelectionModel().getSelectedIndex();
		if (at >= 0 && cells.stream().noneMatch(c -> c.getIndex() == at && c.getParent() != null && c.isVisible()))
			tree.scrollTo(Math.max(0, at - 2));
	}

	private void showMany() {
		Set<ChannelGroup> groups = bench.selection().groups();
		PlanEdit edit = bench.edit().get();
		boolean several = groups.size() > 1 && edit != null;
		manyBar.setVisible(several);
		manyBar.setManaged(several);
		if (edit == null || !several)
			return;
		long total = 0;
		long kept = 0;
		for (ChannelGroup group : groups) {
			total += group.units();
			kept += edit.cuts().kept(group);
		}
		chosen.setText(groups.size() + " groups selected");
		many.value().set(kept / (double) Math.max(1, total));
		keeps.setText(Figures.percent(kept / (double) Math.max(1, total)));
	}

	/** On a chosen group the arrows left and right move its fader, Delete gives it back to the allocator. */
	private void key(KeyEvent e) {
		TreeItem<Row> item = tree.getSelectionModel().getSelectedItem();
		if (e.getTarget() != tree || item == null || !(item.getValue() instanceof Leaf) || e.isShortcutDown())
			return;
		int step = e.isShiftDown() ? 10 : 1;
		switch (e.getCode()) {
			case LEFT -> withEdit(edit -> edit.nudge(bench.selection().groups(), -step));
			case RIGHT -> withEdit(edit -> edit.nudge(bench.selection().groups(), step));
			case DELETE, BACK_SPACE -> withEdit(edit -> edit.release(bench.selection().groups()));
			default -> {
				return;
			}
		}
		e.consume();
	}

	/** The fader for all selected groups. */
	private final class ManyGesture implements Gesture {
		@Override
		public void begin() {
			withEdit(edit -> edit.begin(Figures.count(bench.selection().groups().size(), "group")));
		}

		@Override
		public void move(double share, boolean all) {
			withEdit(edit -> edit.keep(bench.selection().groups(), share));
		}

		@Override
		public void end() {
			withEdit(PlanEdit::end);
		}

		@Override
		public void cancel() {
			withEdit(PlanEdit::cancel);
		}

		@Override
		public void reset() {
			withEdit(edit -> edit.release(bench.selection().groups()));
		}
	}
}
