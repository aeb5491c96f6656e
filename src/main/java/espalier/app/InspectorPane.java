package espalier.app;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;

import espalier.app.control.Fader;
import espalier.app.control.Histogram;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Member;

/** The right panel: the group chosen last, with its scores, units, members and why they hang together. */
final class InspectorPane extends StackPane {
	/** Height of a list under which all scrolls. */
	private static final double LEAST_LIST = 120;
	private final Workbench bench;
	private final Label name = new Label();
	private final Label width = new Label();
	private final Label state = new Label();
	private final Button reset = new Button("Reset to allocator");
	private final HBox stateLine = new HBox(8);
	private final ChoiceLine choices;
	private final Label scoreTitle = new Label();
	private final Histogram histogram;
	private final TextField kept = new TextField();
	private final Label keptOf = new Label();
	private final UnitList units;
	private final VBox members = new VBox(8);
	private final WhyPane why = new WhyPane();
	private final VBox handles = new VBox(8);
	private final TabPane tabs;
	private final ScrollPane content;
	private final Node nothing = nothing();

	InspectorPane(Workbench bench) {
		this.bench = bench;
		getStyleClass().addAll("panel", "inspector");
		histogram = new Histogram(new GroupGesture(bench, this::group));
		histogram.setId("histogram");
		histogram.setMinHeight(Region.USE_PREF_SIZE);
		units = new UnitList(bench);
		choices = new ChoiceLine(bench);
		name.getStyleClass().add("title");
		name.setMaxWidth(Double.MAX_VALUE);
		HBox.setHgrow(name, Priority.ALWAYS);
		width.getStyleClass().addAll("figure", "title");
		width.setMinWidth(Region.USE_PREF_SIZE);
		state.setWrapText(true);
		state.getStyleClass().add("caption");
		HBox.setHgrow(state, Priority.ALWAYS);
		state.setMaxWidth(Double.MAX_VALUE);
		state.setMinHeight(Region.USE_PREF_SIZE);
		stateLine.setMinHeight(Region.USE_PREF_SIZE);
		reset.getStyleClass().add("small");
		reset.setMinWidth(Region.USE_PREF_SIZE);
		reset.setOnAction(e -> {
			ChannelGroup group = group();
			PlanEdit edit = bench.edit().get();
			if (group != null && edit != null)
				edit.release(List.of(group));
		});
		stateLine.setAlignment(Pos.CENTER_LEFT);
		scoreTitle.getStyleClass().add("caption");
		scoreTitle.setWrapText(true);
		scoreTitle.setMinHeight(Region.USE_PREF_SIZE);
		kept.setId("kept");
		kept.setPrefWidth(64);
		kept.setMinWidth(Region.USE_PREF_SIZE);
		kept.setAlignment(Pos.CENTER_RIGHT);
		kept.setTooltip(new Tooltip("Channels to keep, as a number or in percent"));
		kept.setOnAction(e -> type());
		Label keep = new Label("Keep");
		keep.setMinWidth(Region.USE_PREF_SIZE);
		keptOf.setMinWidth(Region.USE_PREF_SIZE);
		HBox keepLine = new HBox(8, keep, kept, keptOf);
		keepLine.setAlignment(Pos.CENTER_LEFT);
		handles.setMinHeight(Region.USE_PREF_SIZE);
		handles.getChildren().setAll(scoreTitle, histogram, keepLine);
		members.getStyleClass().add("inspector-list");
		tabs = new TabPane(tab("Channels", units), tab("Members", scrolling(members)),
				tab("Why tied", why));
		tabs.getStyleClass().add("inspector-tabs");
		VBox.setVgrow(tabs, Priority.ALWAYS);
		HBox top = new HBox(8, name, width);
		top.setAlignment(Pos.CENTER_LEFT);
		VBox all = new VBox(8, top, stateLine, choices, handles, tabs);
		all.getStyleClass().add("inspector-content");
		tabs.setMinHeight(LEAST_LIST);
		content = scrolling(all);
		content.setFitToHeight(true);
		// no place for the focus: the keys are the outline's or the graph's
		content.setFocusTraversable(false);
		all.setOnMousePressed(MouseEvent::consume);
		tabs.getSelectionModel().selectedIndexProperty().addListener(o -> show());
		bench.selection().lead().addListener(o -> show());
		bench.draft().subscribe(d -> show());
		bench.scores().subscribe(s -> show());
		show();
	}

	private @Nullable ChannelGroup group() {
		return bench.selection().lead().get();
	}

	private static Tab tab(String title, Node body) {
		Tab tab = new Tab(title, body);
		tab.setClosable(false);
		return tab;
	}

	private static ScrollPane scrolling(VBox body) {
		ScrollPane pane = new ScrollPane(body);
		pane.setFitToWidth(true);
		pane.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
		return pane;
	}

	private static Node nothing() {
		FontIcon icon = new FontIcon(MaterialDesignC.CURSOR_DEFAULT_CLICK_OUTLINE);
		icon.getStyleClass().add("empty-icon");
		Label say = new Label("Choose a group in the outline or in the graph to see its channels.");
		say.setWrapText(true);
		say.getStyleClass().addAll("caption", "centred");
		VBox box = new VBox(12, icon, say);
		box.setAlignment(Pos.CENTER);
		box.setMaxWidth(200);
		return box;
	}

	private void type() {
		ChannelGroup group = group();
		PlanEdit edit = bench.edit().get();
		if (group == null || edit == null)
			return;
		Double wanted = Fader.parse(kept.getText(), group.units(), false);
		if (wanted != null)
			edit.keep(group, (int) Math.max(1, Math.min(group.units(), Math.round(wanted))));
		show();
	}

	private void show() {
		ChannelGroup group = group();
		PlanEdit edit = bench.edit().get();
		if (group == null || edit == null) {
			getChildren().setAll(nothing);
			return;
		}
		Draft draft = edit.draft().get();
		if (!getChildren().contains(content))
			getChildren().setAll(content);
		int stays = draft.cuts().kept(group);
		name.setText(group.name());
		name.setTooltip(new Tooltip(group.name()));
		width.setText(stays == group.units() ? Integer.toString(stays) : group.units() + "→" + stays);
		state(edit, group, draft);
		choices.show(edit, group);
		boolean open = !group.pinned();
		handles.setVisible(open);
		handles.setManaged(open);
		histogram.setDisable(!edit.editable(group));
		kept.setDisable(!edit.editable(group));
		double[] scores = edit.scoresOf(group);
		BitSet removed = draft.cuts().removed(group);
		String silent = edit.scores().get().notApplicable(group);
		String caution = silent == null ? edit.scores().get().caution(group) : silent;
		scoreTitle.setText(caution == null ? "Importance by " + draft.method().criterion().title() + onImages(edit)
				: Prose.sentence(caution));
		histogram.show(scores, removed);
		if (!kept.isFocused() || kept.getText().isEmpty())
			kept.setText(Integer.toString(stays));
		keptOf.setText("of " + group.units() + " channels  "
				+ (stays == group.units() ? "" : Figures.change(group.units(), stays)));
		units.show(open ? group : null, open ? scores : new double[0]);
		tabs.getTabs().getFirst().setDisable(!open);
		if (!open && tabs.getSelectionModel().getSelectedIndex() == 0)
			tabs.getSelectionModel().select(2);
		if (tabs.getSelectionModel().getSelectedIndex() == 1)
			members(edit, group, draft);
		why.show(edit, group);
	}

	/** As in {@code , 120 images so far}; empty for scores of weights. */
	private static String onImages(PlanEdit edit) {
		int images = edit.scoredImages();
		return images == 0 ? "" : ", " + Figures.count(images, "image") + (edit.wanted() == null ? "" : " so far");
	}

	private void state(PlanEdit edit, ChannelGroup group, Draft draft) {
		List<Node> parts = new ArrayList<>();
		if (group.pin() != null)
			parts.add(icon(MaterialDesignL.LOCK_OUTLINE));
		parts.add(state);
		boolean manual = draft.manual().contains(group);
		String places = "Tied in " + Figures.count(group.members().size(), "place");
		if (group.pin() != null)
			state.setText("Pinned: " + Prose.quoted(group.pin().sentence()));
		else if (draft.locked().contains(group))
			state.setText("Locked: nothing changes it. " + places);
		else
			state.setText(manual ? "Set by hand" : places);
		if (manual && edit.editable(group))
			parts.add(reset);
		if (!stateLine.getChildren().equals(parts))
			stateLine.getChildren().setAll(parts);
	}

	private static FontIcon icon(org.kordamp.ikonli.Ikon code) {
		return new FontIcon(code);
	}

	private void members(PlanEdit edit, ChannelGroup group, Draft draft) {
		List<Node> lines = new ArrayList<>();
		for (Member member : group.members()) {
			Label layer = new Label(member.layer());
			layer.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
			layer.setTooltip(new Tooltip(member.tensor().name()));
			String before = member.tensor().shape().toString();
			String after = MemberShapes.after(edit.piece().coupling(), member, draft.cuts()).toString();
			Label shape = new Label(before.equals(after) ? before : before + " → " + after);
			shape.getStyleClass().addAll("figure", "caption");
			Label role = new Label(member.role().label() + " · axis " + member.axis());
			role.getStyleClass().add("caption");
			role.setMinWidth(Region.USE_PREF_SIZE);
			Region gap = new Region();
			HBox.setHgrow(gap, Priority.ALWAYS);
			lines.add(new VBox(layer, new HBox(8, shape, gap, role)));
		}
		members.getChildren().setAll(lines);
	}
}
