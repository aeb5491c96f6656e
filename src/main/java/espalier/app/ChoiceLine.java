package espalier.app;

import java.util.ArrayList;
import java.util.List;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

import org.jspecify.annotations.Nullable;

import espalier.coupling.Adapter;
import espalier.coupling.ChannelGroup;

/** How a group may be cut, where a person can decide it: as a residual stream, or as an output that is opened. */
final class ChoiceLine extends HBox {
	private final Workbench bench;
	private final MenuButton residual = new MenuButton();
	private final Button open = new Button("Open this output");
	private final Label caption = new Label("Residual stream");
	private @Nullable ChannelGroup shown;

	ChoiceLine(Workbench bench) {
		super(8);
		this.bench = bench;
		setAlignment(Pos.CENTER_LEFT);
		caption.getStyleClass().add("caption");
		caption.setMinWidth(Region.USE_PREF_SIZE);
		residual.setId("residual");
		residual.getStyleClass().add("small");
		residual.setMinWidth(Region.USE_PREF_SIZE);
		open.setId("open-output");
		open.getStyleClass().add("small");
		open.setMinWidth(Region.USE_PREF_SIZE);
	}

	/** Shows what can be decided about a group; nothing where there is nothing to decide. */
	void show(PlanEdit edit, ChannelGroup group) {
		List<Node> parts = new ArrayList<>();
		int joins = edit.joins(group).size();
		boolean locked = edit.draft().get().locked().contains(group);
		if (joins > 0) {
			residual.setText(group.pinned() ? "Kept whole" : locked ? "Inner" : "Synchronous");
			if (shown != group || residual.getItems().isEmpty())
				residual.getItems().setAll(items(edit, group, joins));
			mark(locked);
			parts.addAll(List.of(caption, residual));
		}
		String output = openable(edit, group);
		if (output != null) {
			open.setOnAction(e -> bench.choosing().open(output));
			open.setTooltip(new Tooltip("If " + output + " is features for another network and no answer,"
					+ " its channels may go: the result has fewer"));
			parts.add(open);
		}
		shown = group;
		if (!getChildren().equals(parts))
			getChildren().setAll(parts);
		setVisible(!parts.isEmpty());
		setManaged(!parts.isEmpty());
	}

	/** The output that pins a group, when nothing else needs to. */
	private static @Nullable String openable(PlanEdit edit, ChannelGroup group) {
		return group.pin() != null && group.pin().sentence().startsWith("ends at output")
				&& edit.piece().graph().isOutput(group.pin().node()) ? group.pin().node() : null;
	}

	private void mark(boolean locked) {
		for (MenuItem item : residual.getItems())
			if (item instanceof RadioMenuItem way)
				way.setSelected(way.getId().equals("residual-inner") == locked);
	}

	private List<MenuItem> items(PlanEdit edit, ChannelGroup group, int joins) {
		List<MenuItem> items = new ArrayList<>();
		if (!group.pinned()) {
			items.add(lock(edit, group, "residual-synchronous", "Synchronous: the same channels everywhere", false));
			items.add(lock(edit, group, "residual-inner", "Inner: only the branches are cut", true));
			items.add(new SeparatorMenuItem());
		}
		items.add(adapt(group, Adapter.Kind.PROJECTION,
				"Put projections on its " + Figures.count(joins, "shortcut") + ": each block gets its own width"));
		items.add(adapt(group, Adapter.Kind.SAMPLER,
				"Put samplers before its " + (joins == 1 ? "branch" : joins + " branches")
						+ ": each reads a part of the stream"));
		return items;
	}

	private static MenuItem lock(PlanEdit edit, ChannelGroup group, String id, String text, boolean locks) {
		RadioMenuItem item = new RadioMenuItem(text);
		item.setId(id);
		item.setOnAction(e -> edit.lock(List.of(group), locks));
		return item;
	}

	private MenuItem adapt(ChannelGroup group, Adapter.Kind kind, String text) {
		MenuItem item = new MenuItem(text);
		item.setId("residual-" + kind.id());
		item.setOnAction(e -> bench.choosing().adapt(List.of(group), kind));
		return item;
	}
}
