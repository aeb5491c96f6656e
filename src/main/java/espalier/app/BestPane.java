package espalier.app;

import java.util.List;
import java.util.stream.IntStream;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import espalier.app.control.TileGrid;
import espalier.data.Dataset;
import espalier.data.Preprocessing;
import espalier.evaluate.BestImages;

/** The images that excite a channel most, once they were looked for. */
final class BestPane extends VBox implements TileGrid.Tiles {
	private static final double SMALLEST = 24;
	private static final double LARGEST = 96;
	private static final double GAP = 7;

	/** By which number of its map an image is ranked. */
	private enum Rank {
		MEAN("By mean"), HIGHEST("By highest");

		private final String title;

		Rank(String title) {
			this.title = title;
		}

		String title() {
			return title;
		}
	}

	private final Workbench bench;
	private final Seeing seeing;
	private final ComboBox<Rank> rank = HeaderBar.choice("best-rank", List.of(Rank.values()), Rank::title);
	private final Button find = new Button("Find best images");
	private final Button findAll = new Button("Of all");
	private final Label say = new Label();
	private final TileGrid grid = new TileGrid(this);
	private final Thumbnails thumbnails;
	private @Nullable Dataset drawn;
	private @Nullable Preprocessing drawnBy;
	private List<BestImages.Hit> hits = List.of();

	BestPane(Workbench bench) {
		super(4);
		this.bench = bench;
		seeing = bench.seeing();
		thumbnails = new Thumbnails(seeing.pictures(), e -> bench.report("Cannot draw images", e), grid::repaint);
		find.setId("find-best");
		find.setOnAction(e -> find(false));
		findAll.setId("find-best-all");
		findAll.setOnAction(e -> find(true));
		for (Button button : List.of(find, findAll)) {
			button.getStyleClass().add("small");
			button.setMinWidth(Region.USE_PREF_SIZE);
			button.managedProperty().bind(button.visibleProperty());
		}
		rank.setValue(Rank.MEAN);
		rank.getStyleClass().add("small-field");
		rank.setTooltip(new Tooltip("Images are ranked by the mean or by the highest number of the channel's map"));
		rank.managedProperty().bind(rank.visibleProperty());
		rank.valueProperty().addListener(o -> show());
		say.getStyleClass().add("caption");
		say.setWrapText(true);
		say.setMinHeight(Region.USE_PREF_SIZE);
		say.setId("best-say");
		say.managedProperty().bind(say.visibleProperty());
		grid.setId("best");
		grid.setOnAct(this::lookAt);
		VBox.setVgrow(grid, Priority.ALWAYS);
		grid.widthProperty().addListener(o -> lay());
		grid.heightProperty().addListener(o -> lay());
		HBox tools = new HBox(8, rank, find, findAll);
		tools.setAlignment(Pos.CENTER_LEFT);
		getChildren().addAll(tools, say, grid);
		seeing.best().addListener(o -> show());
		seeing.finding().addListener(o -> show());
		bench.images().subscribe(i -> show());
		bench.selection().unit().addListener(o -> show());
		show();
	}

	private void find(boolean all) {
		Images images = bench.images().get();
		if (images != null)
			seeing.findBest(all ? images.splits().validation() : images.sample());
	}

	private void show() {
		Images images = bench.images().get();
		Seeing.Best best = seeing.best().get();
		Integer unit = bench.selection().unit().get();
		boolean busy = seeing.finding().get();
		boolean more = images != null && images.splits().validation().size() > images.sample().size();
		boolean all = best != null && images != null && best.data() != images.sample();
		find.setVisible(images != null && best == null);
		findAll.setVisible(more && !all);
		find.setDisable(busy);
		findAll.setDisable(busy);
		rank.setVisible(best != null);
		if (images != null) {
			find.setTooltip(new Tooltip("Run " + Figures.count(images.sample().size(), "image")
					+ " of the sample and keep for each channel those that excite it most"));
			findAll.setTooltip(new Tooltip("The same on all "
					+ Figures.grouped(images.splits().validation().size()) + " validation images"));
		}
		say.setText(images == null ? "Choose images on the Data tab to find those that excite this channel most"
				: busy ? "Being looked for; the status line shows how far" : "");
		say.setVisible(!say.getText().isEmpty());
		hits = best == null || unit == null || unit >= best.of().byMean().size() ? List.of()
				: (rank.getValue() == Rank.MEAN ? best.of().byMean() : best.of().byMax()).get(unit);
		grid.setVisible(!hits.isEmpty());
		if (best == null || images == null)
			return;
		if (drawn != best.data() || !images.preprocessing().equals(drawnBy)) {
			drawn = best.data();
			drawnBy = images.preprocessing();
			Dataset data = best.data();
			Preprocessing preprocessing = images.preprocessing();
			thumbnails.make(i -> ImageStrip.picture(data, i, preprocessing));
		}
		lay();
	}

	/** In one row or two, whichever gives larger pictures. */
	private void lay() {
		double tile = Math.clamp(Math.floor(Math.max(tile(1), tile(2)) - GAP), SMALLEST, LARGEST);
		grid.show(IntStream.range(0, hits.size()).toArray(), tile, tile, false);
		grid.repaint();
	}

	private double tile(int rows) {
		return Math.min(grid.getWidth() * rows / Seeing.BEST, grid.getHeight() / rows);
	}

	/** Shows the maps of an image of the sample. */
	private void lookAt(int place) {
		Images images = bench.images().get();
		if (images != null && drawn == images.sample())
			seeing.image().set(hits.get(place).image());
	}

	@Override
	public @Nullable Image image(int place) {
		return place < hits.size() ? thumbnails.get(hits.get(place).image()) : null;
	}

	@Override
	public void want(int[] places) {
		thumbnails.want(java.util.Arrays.stream(places).filter(p -> p < hits.size()).map(p -> hits.get(p).image())
				.toArray());
	}

	@Override
	public String tip(int place) {
		Dataset data = drawn;
		Images images = bench.images().get();
		if (data == null || images == null || place >= hits.size())
			return "";
		BestImages.Hit hit = hits.get(place);
		return ImageStrip.label(data, hit.image()) + ", " + (rank.getValue() == Rank.MEAN ? "mean " : "highest ")
				+ MapPictures.number(hit.value())
				+ (data == images.sample() ? "\nClick to see its feature maps" : "");
	}
}
