package espalier.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import espalier.app.control.Caption;
import espalier.app.control.CountSpinner;
import espalier.app.control.Wrong;

/** Asks which methods to run side by side, and on how much. */
final class EvidenceCard extends VBox {
	private static final int MOST_EPOCHS = 1000;
	private static final int MOST_SEEDS = 9;

	private final List<CheckBox> boxes = new ArrayList<>();
	private final List<MethodChooser.Choice> offered;
	private final Target target;
	private final CountSpinner epochs = new CountSpinner("evidence-epochs", MOST_EPOCHS, 5);
	private final CountSpinner seeds = new CountSpinner("evidence-seeds", MOST_SEEDS, 2);
	private final CountSpinner images;
	private final TextField folder = new TextField();
	private final Wrong wrong = new Wrong("evidence-wrong");

	/**
	 * @param offered
	 *            methods to choose from
	 * @param most
	 *            images that there are to train on
	 * @param where
	 *            the folder that is proposed
	 */
	EvidenceCard(List<MethodChooser.Choice> offered, Target target, int most, Path where, FilePicker picker,
			Runnable close, Consumer<EvidenceOrder> start) {
		super(12);
		this.offered = offered;
		this.target = target;
		images = new CountSpinner("evidence-images", most, most);
		setId("evidence-card");
		getStyleClass().add("card");
		setPrefWidth(560);
		setMaxSize(560, Region.USE_PREF_SIZE);
		Label head = new Label("Compare methods");
		head.getStyleClass().add("title");
		Label say = new Label("Each runs on the version shown, to " + target.budget().describe()
				+ ", with the same images and epochs. What is done is kept in the folder; a comparison that was stopped"
				+ " goes on when it is started again with the same folder.");
		say.setWrapText(true);
		say.setMinHeight(Region.USE_PREF_SIZE);
		say.getStyleClass().add("muted");
		Button cancel = new Button("Cancel");
		cancel.setCancelButton(true);
		cancel.setOnAction(e -> close.run());
		Button go = new Button("Compare");
		go.setId("start-evidence");
		go.getStyleClass().add("accent");
		go.setDefaultButton(true);
		go.setOnAction(e -> go(close, start));
		HBox line = new HBox(8, cancel, go);
		line.setAlignment(Pos.CENTER_RIGHT);
		getChildren().addAll(head, say, methods(), numbers(), place(where, picker), wrong, line);
	}

	private Region methods() {
		GridPane grid = new GridPane(16, 8);
		ColumnConstraints half = new ColumnConstraints();
		half.setPercentWidth(50);
		grid.getColumnConstraints().addAll(half, half);
		int rows = Math.ceilDiv(offered.size(), 2);
		for (int i = 0; i < offered.size(); i++) {
			CheckBox box = new CheckBox(offered.get(i).title());
			box.setId("evidence-" + offered.get(i).recipe().id());
			box.getStyleClass().add("small-check");
			box.setSelected(true);
			boxes.add(box);
			grid.add(box, i / rows, i % rows);
		}
		CheckBox all = new CheckBox("All");
		all.setId("evidence-all");
		all.getStyleClass().add("small-check");
		all.setSelected(true);
		all.setOnAction(e -> boxes.forEach(b -> b.setSelected(all.isSelected())));
		boxes.forEach(b -> b.selectedProperty().addListener(o -> {
			long chosen = boxes.stream().filter(CheckBox::isSelected).count();
			all.setIndeterminate(chosen > 0 && chosen < boxes.size());
			all.setSelected(chosen == boxes.size());
		}));
		return new VBox(8, all, grid);
	}

	private Region numbers() {
		images.setPrefWidth(104);
		for (CountSpinner field : List.of(epochs, seeds, images))
			field.getStyleClass().add("small-field");
		return new HBox(24, named("Epochs", epochs), named("Seeds", seeds), named("Images", images));
	}

	private static HBox named(String name, CountSpinner field) {
		HBox line = new HBox(8, new Caption(name), field);
		line.setAlignment(Pos.CENTER_LEFT);
		return line;
	}

	private Region place(Path where, FilePicker picker) {
		folder.setId("evidence-folder");
		folder.setText(where.toString());
		folder.getStyleClass().add("small-field");
		HBox.setHgrow(folder, Priority.ALWAYS);
		Button choose = new Button("Choose…");
		choose.setId("choose-evidence-folder");
		choose.getStyleClass().add("small");
		choose.setMinWidth(Region.USE_PREF_SIZE);
		choose.setOnAction(e -> {
			Path chosen = picker.folder("evidence");
			if (chosen != null)
				folder.setText(chosen.toString());
		});
		HBox line = new HBox(8, new Caption("Folder"), folder, choose);
		line.setAlignment(Pos.CENTER_LEFT);
		return line;
	}

	private void go(Runnable close, Consumer<EvidenceOrder> start) {
		List<MethodChooser.Choice> chosen = new ArrayList<>();
		for (int i = 0; i < boxes.size(); i++)
			if (boxes.get(i).isSelected())
				chosen.add(offered.get(i));
		if (chosen.isEmpty()) {
			wrong.setText("Choose a method at least.");
			return;
		}
		if (chosen.stream().map(c -> c.recipe().id()).distinct().count() < chosen.size()) {
			wrong.setText("Two of these have the same id; choose one of them, or give one another id in its recipe.");
			return;
		}
		if (folder.getText().isBlank()) {
			wrong.setText("Choose a folder.");
			return;
		}
		try {
			EvidenceOrder order = new EvidenceOrder(chosen, target, epochs.getValue(), seeds.getValue(),
					images.getValue(), Path.of(folder.getText().strip()).toAbsolutePath());
			chosen.forEach(entry -> entry.recipe().withEpochs(order.epochs()));
			close.run();
			start.accept(order);
		} catch (java.nio.file.InvalidPathException e) {
			wrong.setText("This is no folder that could be made here; choose another.");
		} catch (espalier.graph.EspalierException e) {
			wrong.setText(Prose.sentence(String.valueOf(e.getMessage())));
		}
	}
}
