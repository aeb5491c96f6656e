package espalier.app;

import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

import javafx.embed.swing.SwingFXUtils;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

import espalier.app.control.TileGrid;
import espalier.data.Dataset;
import espalier.data.Preprocessing;
import espalier.graph.RefusedException;

/** The images of the sample as the network sees them, one of them chosen. */
final class ImageStrip extends VBox implements TileGrid.Tiles {
	private static final double TILE = 40;
	private static final double WIDTH = 208;

	private final Seeing seeing;
	private final TileGrid grid = new TileGrid(this);
	private final Thumbnails thumbnails;
	private final Label name = new Label();
	private @Nullable Images images;

	ImageStrip(Workbench bench) {
		super(4);
		seeing = bench.seeing();
		thumbnails = new Thumbnails(seeing.pictures(), e -> bench.report("Cannot draw images", e), grid::repaint);
		grid.setId("sample");
		VBox.setVgrow(grid, Priority.ALWAYS);
		name.setId("image-name");
		name.getStyleClass().add("caption");
		name.setMaxWidth(Double.MAX_VALUE);
		name.setMinWidth(0);
		HBox.setHgrow(name, Priority.ALWAYS);
		HBox turn = new HBox(
				button(MaterialDesignC.CHEVRON_LEFT, "image-before", "The image before", () -> step(-1)),
				button(MaterialDesignC.CHEVRON_RIGHT, "image-next", "The next image", () -> step(1)),
				button(MaterialDesignS.SHUFFLE_VARIANT, "image-random", "An image by chance",
						() -> choose(ThreadLocalRandom.current().nextInt(Math.max(1, size())))),
				name);
		turn.setSpacing(4);
		turn.setAlignment(Pos.CENTER_LEFT);
		setMinWidth(WIDTH);
		setPrefWidth(WIDTH);
		setMaxWidth(WIDTH);
		getChildren().addAll(turn, grid);
		grid.selected().addListener((o, was, is) -> {
			if (is.intValue() >= 0)
				seeing.image().set(is.intValue());
		});
		seeing.image().addListener(o -> follow());
	}

	private static Button button(Ikon icon, String id, String tip, Runnable act) {
		Button button = new Button();
		button.setGraphic(new FontIcon(icon));
		button.setId(id);
		button.getStyleClass().addAll("flat", "tiny-button");
		button.setTooltip(new Tooltip(tip));
		button.setOnAction(e -> act.run());
		return button;
	}

	void show(@Nullable Images of) {
		if (images == of)
			return;
		images = of;
		if (of == null) {
			thumbnails.make(null);
			return;
		}
		Dataset sample = of.sample();
		Preprocessing preprocessing = of.preprocessing();
		thumbnails.make(i -> picture(sample, i, preprocessing));
		grid.show(IntStream.range(0, sample.size()).toArray(), TILE, TILE, false);
		follow();
	}

	/** An image as the network sees it; an empty one where it can't be used, which is said when it is chosen. */
	static Image picture(Dataset data, int index, Preprocessing preprocessing) {
		try {
			return SwingFXUtils.toFXImage(preprocessing.seen(Seeing.read(data, index, preprocessing)), null);
		} catch (RefusedException e) {
			return new WritableImage(1, 1);
		}
	}

	private int size() {
		return images == null ? 0 : images.sample().size();
	}

	private void step(int by) {
		if (size() > 0)
			choose(Math.floorMod(seeing.image().get() + by, size()));
	}

	private void choose(int image) {
		seeing.image().set(image);
	}

	private void follow() {
		int now = seeing.image().get();
		grid.selected().set(now);
		name.setText(images == null || now >= size() ? "" : words(now));
	}

	private String words(int image) {
		Images of = java.util.Objects.requireNonNull(images);
		return label(of.sample(), image) + " · " + (image + 1) + " of " + size();
	}

	/** The class of an image. */
	static String label(Dataset data, int image) {
		int label = data.label(image);
		return label >= 0 && label < data.classes().size() ? data.classes().get(label) : "Class " + label;
	}

	@Override
	public @Nullable Image image(int item) {
		return thumbnails.get(item);
	}

	@Override
	public void want(int[] items) {
		thumbnails.want(items);
	}

	@Override
	public String tip(int item) {
		return images == null || item >= size() ? "" : words(item);
	}
}
