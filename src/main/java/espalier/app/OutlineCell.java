package espalier.app;

import java.util.List;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignH;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;

import espalier.app.OutlineTree.Leaf;
import espalier.app.OutlineTree.Row;
import espalier.app.OutlineTree.Scope;
import espalier.app.control.CostBar;
import espalier.app.control.Fader;
import espalier.app.control.MiniHistogram;
import espalier.coupling.ChannelGroup;

/** A line of the outline: a scope with its total, or a group with its width, scores, fader and lock. */
final class OutlineCell extends TreeCell<Row> {
	private static final PseudoClass PINNED = PseudoClass.getPseudoClass("pinned");
	private static final PseudoClass LOCKED = PseudoClass.getPseudoClass("locked");
	private static final PseudoClass CUT = PseudoClass.getPseudoClass("cut");
	private static final PseudoClass LIT = PseudoClass.getPseudoClass("lit");

	private final Workbench bench;
	private final Label name = new Label();
	private final Label type = new Label();
	private final FontIcon byHand = new FontIcon(MaterialDesignH.HAND_BACK_RIGHT_OUTLINE);
	private final Label width = new Label();
	private final Label share = new Label();
	private final MiniHistogram scores = new MiniHistogram();
	private final Fader fader;
	private final FontIcon lockIcon = new FontIcon(MaterialDesignL.LOCK_OPEN_VARIANT_OUTLINE);
	private final Button lock = new Button("", lockIcon);
	private final CostBar bar = new CostBar();
	private final HBox head = new HBox(4);
	private final HBox foot = new HBox(8);
	private final VBox box = new VBox(2);
	private final Tooltip tip = new Tooltip();

	OutlineCell(Workbench bench) {
		this.bench = bench;
		fader = new Fader(new GroupGesture(bench, this::group));
		Region gap = new Region();
		HBox.setHgrow(gap, Priority.ALWAYS);
		HBox.setHgrow(fader, Priority.ALWAYS);
		name.getStyleClass().add("outline-name");
		name.setMinWidth(24);
		type.getStyleClass().add("caption");
		type.setMinWidth(0);
		byHand.getStyleClass().add("by-hand");
		width.getStyleClass().add("figure");
		width.setMinWidth(Region.USE_PREF_SIZE);
		share.getStyleClass().addAll("figure", "caption");
		share.setMinWidth(48);
		share.setAlignment(Pos.CENTER_RIGHT);
		lock.getStyleClass().addAll("flat", "tiny-button");
		lock.setFocusTraversable(false);
		lock.setOnAction(e -> toggleLock());
		head.setAlignment(Pos.CENTER_LEFT);
		head.getChildren().addAll(name, type, byHand, gap, width);
		foot.setAlignment(Pos.CENTER_LEFT);
		box.getChildren().add(head);
		box.setAlignment(Pos.CENTER_LEFT);
		tip.getStyleClass().add("tip");
		// else it would take the Esc that is to cancel a drag
		tip.setHideOnEscape(false);
		getStyleClass().add("outline-cell");
		setOnMouseEntered(e -> bench.selection().hover(group()));
		setOnMouseExited(e -> bench.selection().hover(null));
		bench.selection().hovered().addListener(o -> light());
		setPrefWidth(0);
	}

	private @Nullable ChannelGroup group() {
		return getItem() instanceof Leaf leaf ? leaf.group() : null;
	}

	private void toggleLock() {
		ChannelGroup group = group();
		PlanEdit edit = bench.edit().get();
		if (group == null || edit == null)
			return;
		boolean locked = edit.draft().get().locked().contains(group);
		edit.lock(bench.selection().contains(group) ? bench.selection().groups() : List.of(group), !locked);
	}

	private void light() {
		ChannelGroup group = group();
		pseudoClassStateChanged(LIT, group != null && bench.selection().hovered().get() == group);
	}

	@Override
	protected void updateItem(@Nullable Row row, boolean empty) {
		super.updateItem(row, empty);
		setGraphic(row == null || empty ? null : box);
		refresh();
	}

	/** Shows the plan as it is now. */
	void refresh() {
		PlanEdit edit = bench.edit().get();
		Row row = getItem();
		if (edit == null || row == null || isEmpty()) {
			setTooltip(null);
			return;
		}
		name.setText(row.label());
		switch (row) {
			case Scope scope -> scope(edit, scope);
			case Leaf leaf -> leaf(edit, leaf.group());
		}
		light();
	}

	private void scope(PlanEdit edit, Scope scope) {
		long total = 0;
		long kept = 0;
		for (ChannelGroup group : scope.groups())
			if (!group.pinned() && !group.alternative()) {
				total += group.units();
				kept += edit.cuts().kept(group);
			}
		bar.show(total == 0 ? 1 : kept / (double) total);
		widths(total, kept);
		state(false, false, kept < total);
		byHand.setVisible(false);
		type.setText("");
		box.getChildren().setAll(head, bar);
		name.getStyleClass().setAll("label", "outline-scope");
		setTooltip(null);
	}

	private void leaf(PlanEdit edit, ChannelGroup group) {
		Draft draft = edit.draft().get();
		boolean locked = draft.locked().contains(group);
		int kept = draft.cuts().kept(group);
		name.getStyleClass().setAll("label", "outline-name");
		type.setText(GroupType.of(group));
		byHand.setVisible(draft.manual().contains(group));
		widths(group.units(), kept);
		state(group.pinned(), locked, kept < group.units());
		scores.show(edit.scoresOf(group), draft.cuts().removed(group));
		fader.range(1, group.units(), 1, false);
		fader.value().set(kept);
		fader.setDisable(locked || group.pinned());
		fader.setAccessibleText("Channels kept of " + group.name());
		share.setText(kept == group.units() ? "" : Figures.change(group.units(), kept));
		lockIcon.setIconCode(group.pinned() || locked ? MaterialDesignL.LOCK_OUTLINE
				: MaterialDesignL.LOCK_OPEN_VARIANT_OUTLINE);
		lock.setDisable(group.pinned());
		lock.setAccessibleText((locked ? "Unlock " : "Lock ") + group.name());
		if (group.pinned())
			box.getChildren().setAll(head);
		else {
			foot(scores, fader, share, lock);
			box.getChildren().setAll(head, foot);
		}
		setTooltip(tip);
		tip.setText(group.pin() != null ? "Pinned: " + Prose.quoted(group.pin().sentence())
				: locked ? group.name() + " is locked: nothing changes it" : group.name());
	}

	private void foot(Node... parts) {
		if (!foot.getChildren().equals(List.of(parts)))
			foot.getChildren().setAll(parts);
	}

	private void widths(long total, long kept) {
		width.setText(kept == total ? Long.toString(total) : total + "→" + kept);
	}

	private void state(boolean pinned, boolean locked, boolean cut) {
		pseudoClassStateChanged(PINNED, pinned);
		pseudoClassStateChanged(LOCKED, locked);
		pseudoClassStateChanged(CUT, cut);
	}

	/** The graphic fills the line, which a tree cell does not do by itself. */
	@Override
	protected void layoutChildren() {
		super.layoutChildren();
		if (getGraphic() instanceof Region graphic)
			graphic.resizeRelocate(graphic.getLayoutX(), 0, Math.max(0, getWidth() - graphic.getLayoutX() - 8),
					getHeight());
	}

	@Override
	protected double computePrefHeight(double ignored) {
		return getItem() instanceof Leaf leaf && !leaf.group().pinned() ? 48 : 28;
	}
}
