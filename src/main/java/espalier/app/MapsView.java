package espalier.app;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.report.Diverging;

/** What every channel of a layer answers to an image of the data. */
final class MapsView extends HBox {
	private static final double SQUARE = 64;
	private static final double ROW = 128;
	private static final double NUMBER = 32;
	private static final double THINNEST = 20;

	private final Seeing seeing;
	private final ImageStrip strip;
	private final ChannelGrid grid;
	private final Label empty = new Label();
	private Seeing.@Nullable Maps shown;
	private @Nullable Diverging inColors;

	MapsView(Workbench bench) {
		super(16);
		seeing = bench.seeing();
		strip = new ImageStrip(bench);
		grid = new ChannelGrid(bench, "maps", e -> bench.report("Cannot draw the maps", e), () -> {
		});
		empty.setId("maps-empty");
		empty.getStyleClass().add("muted");
		empty.setWrapText(true);
		empty.setMouseTransparent(true);
		StackPane.setAlignment(empty, Pos.TOP_LEFT);
		StackPane middle = new StackPane(grid, empty);
		middle.setMinWidth(80);
		HBox.setHgrow(middle, Priority.ALWAYS);
		getChildren().addAll(strip, middle);
	}

	void show(ChannelGroup group, int[] order, @Nullable Images images, Diverging colors) {
		strip.show(images);
		strip.setVisible(images != null);
		strip.setManaged(images != null);
		Seeing.Maps maps = images == null ? null : seeing.maps().get();
		boolean some = maps != null && group.members().contains(maps.layer());
		grid.setVisible(some);
		empty.setText(some ? ""
				: images == null
						? "Choose images on the Data tab: then what the channels answer to them is shown here"
						: seeing.obstacle().get().isEmpty() ? "Being computed" : seeing.obstacle().get());
		if (maps == null || !some)
			return;
		MapPictures pictures = new MapPictures(maps.of(), colors);
		double height = maps.of().height();
		double width = maps.of().width();
		double wide = width * height == 1 ? NUMBER : height == 1 ? ROW : SQUARE;
		double across = Pixels.whole(wide, (int) width);
		grid.show(group, order, across, Math.clamp(Math.ceil(across * height / width), THINNEST, ROW), pictures::range);
		if (maps == shown && colors.equals(inColors))
			return;
		shown = maps;
		inColors = colors;
		grid.pictures(unit -> pictures.of(unit).image());
	}

	/** What is seen. */
	String legend() {
		Seeing.Maps maps = seeing.maps().get();
		if (maps == null)
			return "";
		String size = maps.of().height() * maps.of().width() == 1 ? ""
				: maps.of().width() + " × " + maps.of().height() + " ";
		return size + "behind " + maps.at().node().name() + "; each by its own largest number";
	}
}
