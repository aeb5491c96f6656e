package espalier.app;

import java.util.function.IntFunction;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import espalier.report.RedundancyFigure;
import espalier.report.RedundancyFigure.Pair;

/** Two filters side by side, with their cosine. */
final class PairCard extends VBox {
	private static final double PICTURE = 96;

	private final Label over = new Label();
	private final Label title = new Label();
	private final ImageView[] pictures = {new ImageView(), new ImageView()};
	private final Label[] names = {new Label(), new Label()};
	private final Label hint = new Label("Choose a pair in the list or a cell of the matrix to see both filters");
	private final IntFunction<@Nullable Image> picture;

	/** @param picture of a filter; null while it is made */
	PairCard(IntFunction<@Nullable Image> picture) {
		super(4);
		this.picture = picture;
		setId("pair-card");
		title.getStyleClass().add("title");
		title.setId("pair-title");
		hint.getStyleClass().add("caption");
		hint.setWrapText(true);
		HBox both = new HBox(12);
		for (int i = 0; i < 2; i++) {
			names[i].getStyleClass().add("caption");
			StackPane frame = new StackPane(pictures[i]);
			frame.setMinWidth(PICTURE);
			VBox one = new VBox(4, frame, names[i]);
			one.setAlignment(Pos.TOP_CENTER);
			both.getChildren().add(one);
		}
		setMinWidth(2 * PICTURE + 12);
		setPrefWidth(2 * PICTURE + 12);
		both.visibleProperty().bind(title.visibleProperty());
		title.managedProperty().bind(title.visibleProperty());
		hint.visibleProperty().bind(title.visibleProperty().not());
		hint.managedProperty().bind(hint.visibleProperty());
		over.setId("pair-over");
		over.getStyleClass().add("caption");
		getChildren().addAll(over, title, hint, both);
		title.setVisible(false);
	}

	/** What is under the pointer, in words. */
	void say(String sentence) {
		over.setText(sentence);
	}

	void show(RedundancyFigure figure, @Nullable Pair pair) {
		title.setVisible(pair != null);
		if (pair == null)
			return;
		title.setText("Cosine " + figure.number(pair));
		int[] units = {pair.a(), pair.b()};
		for (int i = 0; i < 2; i++) {
			pictures[i].setImage(picture.apply(units[i]));
			names[i].setText("Filter " + units[i] + (figure.cut().get(units[i]) ? ", to go" : ""));
		}
	}
}
