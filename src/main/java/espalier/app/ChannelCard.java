package espalier.app;

import javafx.geometry.Pos;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;

/** The channel chosen: its picture, whether it stays, and the images that excite it most. */
final class ChannelCard extends VBox {
	private static final double WIDTH = 280;
	private static final double PICTURE = 96;

	private final Workbench bench;
	private final Label title = new Label();
	private final CheckBox stays = new CheckBox("Keep");
	private final ImageView picture = new ImageView();
	private final Label hint = new Label("Choose a channel to see it larger, with the images that excite it most");
	private final HBox body;

	ChannelCard(Workbench bench) {
		super(4);
		this.bench = bench;
		setId("channel-card");
		getStyleClass().add("channel-card");
		setMinWidth(WIDTH);
		title.getStyleClass().add("title");
		title.setId("channel-title");
		title.setMaxWidth(Double.MAX_VALUE);
		HBox.setHgrow(title, Priority.ALWAYS);
		stays.setId("channel-keep");
		stays.setOnAction(e -> toggle());
		HBox head = new HBox(8, title, stays);
		head.setAlignment(Pos.CENTER_LEFT);
		StackPane frame = new StackPane(picture);
		frame.setMinWidth(PICTURE);
		frame.setPrefWidth(PICTURE);
		frame.setAlignment(Pos.TOP_LEFT);
		hint.getStyleClass().add("caption");
		hint.setWrapText(true);
		BestPane best = new BestPane(bench);
		HBox.setHgrow(best, Priority.ALWAYS);
		body = new HBox(12, frame, best);
		body.setMinHeight(0);
		VBox.setVgrow(body, Priority.ALWAYS);
		head.visibleProperty().bind(hint.visibleProperty().not());
		head.managedProperty().bind(head.visibleProperty());
		body.visibleProperty().bind(hint.visibleProperty().not());
		hint.managedProperty().bind(hint.visibleProperty());
		getChildren().addAll(hint, head, body);
	}

	/** @param of the channel's picture; null while there is none */
	void show(PlanEdit edit, ChannelGroup group, @Nullable Integer unit, @Nullable Image of) {
		hint.setVisible(unit == null);
		if (unit == null)
			return;
		title.setText(ChannelGrid.channel(edit, group, unit).replace(", planned to go", ""));
		stays.setSelected(!edit.cuts().isRemoved(group, unit));
		stays.setDisable(!edit.editable(group));
		picture.setImage(of);
	}

	private void toggle() {
		PlanEdit edit = bench.edit().get();
		ChannelGroup group = bench.selection().lead().get();
		Integer unit = bench.selection().unit().get();
		if (edit == null || group == null || unit == null)
			return;
		edit.keepUnit(group, unit, edit.cuts().isRemoved(group, unit));
		stays.setSelected(!edit.cuts().isRemoved(group, unit));
	}
}
