package espalier.app;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import javafx.embed.swing.SwingFXUtils;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.image.ImageView;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import espalier.app.control.Caption;
import espalier.data.ContactSheet;
import espalier.data.Preprocessing;
import espalier.graph.EspalierException;

/** Which images there are, how they become numbers, and what the network then sees. */
final class DataPane extends HBox {
	private static final int MOST_NAMES = 20;

	private final Workbench bench;
	private final Label title = new Label();
	private final Label counts = new Label();
	private final GridPane form = new GridPane(12, 8);
	private final Label size = new Label();
	private final TextField resize = field("resize", 72);
	private final TextField scale = field("scale", 72);
	private final TextField mean = field("mean", 220);
	private final TextField std = field("std", 220);
	private final ComboBox<String> order = HeaderBar.choice("order", List.of("RGB", "BGR"), s -> s);
	private final CheckBox convert = new CheckBox("Convert grey");
	private final Label wrong = new Label();
	private final HBox sheet = new HBox(8);
	private final ScrollPane scroll = new ScrollPane(sheet);
	private boolean showing;

	/** @param choose shows the dialogs for a folder (true) or a file */
	DataPane(Workbench bench, java.util.function.Consumer<Boolean> choose) {
		super(24);
		this.bench = bench;
		setId("data");
		getStyleClass().add("bottom-pane");
		title.getStyleClass().add("title");
		counts.getStyleClass().add("muted");
		counts.setWrapText(true);
		wrong.getStyleClass().add("error-text");
		wrong.setWrapText(true);
		Button folder = new Button("Folder…");
		folder.setTooltip(new Tooltip("Images in folders named after their classes"));
		folder.setOnAction(e -> choose.accept(true));
		Button file = new Button("File…");
		file.setTooltip(new Tooltip("An archive of images, or a file of arrays"));
		file.setOnAction(e -> choose.accept(false));
		Button shapes = new Button("Shapes");
		shapes.setId("use-shapes");
		shapes.setTooltip(new Tooltip("The generated sample: ten classes of 32 x 32 images; nothing is fetched"));
		shapes.setOnAction(e -> bench.data().choose("shapes"));
		HBox buttons = new HBox(8, folder, file, shapes);
		CheckBox recalibrate = new CheckBox("Recalibrate batch norms of a plan");
		recalibrate.setId("recalibrate");
		recalibrate.setTooltip(new Tooltip("Before a plan is measured, its batch norms take the statistics of 256"
				+ " training images: what fine-tuning does first, without training"));
		recalibrate.selectedProperty().bindBidirectional(bench.data().measuring().recalibrate());
		VBox left = new VBox(8, title, counts, buttons, recalibrate);
		left.setMinWidth(256);
		left.setPrefWidth(256);
		form.addRow(0, caption("Network takes", "The size of the model's input, channels first"), size);
		form.addRow(1,
				caption("Resize to", "The shorter side before the centre is cut out; 0 leaves images as they are"),
				resize, caption("Pixels ×", "What pixels from 0 to 255 are multiplied by"), scale);
		form.addRow(2, caption("Minus", "What is taken off each channel then"));
		form.add(mean, 1, 2, 3, 1);
		form.addRow(3, caption("Over", "What each channel is divided by then"));
		form.add(std, 1, 3, 3, 1);
		form.addRow(4, caption("Channels", "Red first or blue first"), order);
		form.add(convert, 2, 4, 2, 1);
		order.getStyleClass().add("small-field");
		List.of(resize, scale, mean, std).forEach(f -> {
			f.setOnAction(e -> use());
			f.focusedProperty().addListener((o, was, is) -> {
				if (!is)
					use();
			});
		});
		order.valueProperty().addListener(o -> use());
		convert.setId("convert-channels");
		convert.setTooltip(
				new Tooltip("Grey images become coloured by repeating, and coloured ones grey by luma, where the"
						+ " network wants the other"));
		convert.selectedProperty().addListener(o -> use());
		VBox middle = new VBox(8, form, wrong);
		middle.setMinWidth(300);
		scroll.getStyleClass().add("sheet");
		scroll.setFitToHeight(false);
		HBox.setHgrow(scroll, Priority.ALWAYS);
		getChildren().addAll(left, middle, scroll);
		bench.images().subscribe(i -> show(i));
	}

	private static TextField field(String id, double width) {
		TextField field = new TextField();
		field.setId(id);
		field.setPrefWidth(width);
		field.setMaxWidth(width);
		field.getStyleClass().add("small-field");
		return field;
	}

	private static Label caption(String text, String tip) {
		Label label = new Caption(text);
		label.setTooltip(new Tooltip(tip));
		return label;
	}

	private void show(@Nullable Images images) {
		form.setVisible(images != null);
		wrong.setText(images == null ? "" : String.join("\n", images.splits().notes()));
		sheet.getChildren().clear();
		if (images == null) {
			title.setText("No images yet");
			counts.setText("With labelled images Espalier shows the accuracy beside the cost, and can fine-tune");
			return;
		}
		showing = true;
		Preprocessing p = images.preprocessing();
		title.setText(Images.title(images.place()));
		counts.setText(Figures.count(images.splits().train().size(), "image") + " to train on, "
				+ Figures.grouped(images.splits().validation().size()) + " to measure on"
				+ (images.splits().divided() ? ", kept back by seed" : "") + "; classes: "
				+ images.splits().train().classes().size());
		size.setText(p.channels() + " × " + p.height() + " × " + p.width() + (p.channelsLast() ? ", NHWC" : ""));
		resize.setText(String.valueOf(p.resize()));
		scale.setText(p.scale() == 1 / 255f ? "1/255" : String.valueOf(p.scale()));
		mean.setText(text(p.mean()));
		std.setText(text(p.std()));
		convert.setSelected(p.convertChannels());
		order.setValue(p.bgr() ? "BGR" : "RGB");
		showing = false;
		draw(images);
	}

	private static String text(List<Float> numbers) {
		return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
	}

	/** Pictures are read in the background; what came too late is not shown. */
	private void draw(Images images) {
		bench.running().start("Draw images", progress -> ContactSheet.of(images.splits().validation(),
				images.preprocessing()), found -> {
					if (bench.images().get() == images)
						lay(images, found);
				}, e -> wrong.setText(DataState.words(e)));
	}

	private void lay(Images images, ContactSheet found) {
		if (!found.skipped().isEmpty())
			wrong.setText("Left out: " + found.skipped());
		ImageView view = new ImageView(SwingFXUtils.toFXImage(found.image(), null));
		List<String> classes = images.splits().validation().classes();
		int rows = Math.min(MOST_NAMES, classes.size());
		VBox names = new VBox();
		for (String name : classes.subList(0, rows)) {
			Label label = new Label(name);
			label.getStyleClass().add("caption");
			label.setMinHeight((double) found.image().getHeight() / rows);
			label.setAlignment(Pos.CENTER_RIGHT);
			label.setMaxWidth(Double.MAX_VALUE);
			names.getChildren().add(label);
		}
		sheet.getChildren().setAll(names, view);
	}

	private void use() {
		Images images = bench.images().get();
		if (images == null || showing)
			return;
		Preprocessing now = images.preprocessing();
		try {
			Preprocessing wanted = new Preprocessing(now.height(), now.width(), now.channels(),
					Integer.parseInt(resize.getText().strip()), "BGR".equals(order.getValue()), now.channelsLast(),
					scale.getText().strip().equals("1/255") ? 1 / 255f : Float.parseFloat(scale.getText().strip()),
					numbers(mean.getText()), numbers(std.getText()), convert.isSelected());
			wrong.setText("");
			bench.data().use(wanted);
		} catch (NumberFormatException e) {
			wrong.setText("Numbers are written as in 0.4914, 0.4822, 0.4465.");
		} catch (EspalierException e) {
			wrong.setText(DataState.words(e));
		}
	}

	private static List<Float> numbers(String text) {
		return Arrays.stream(text.strip().split("[,;\\s]+")).map(Float::valueOf).toList();
	}
}
