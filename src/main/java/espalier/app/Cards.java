package espalier.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;

import espalier.graph.Shape;

/** The few things that are asked or told in a card above the window. A button is a verb. */
final class Cards {
	/** One answer: the button's words and what it does. */
	record Answer(String verb, Runnable act) {}

	private Cards() {}

	/** A failure, with its details to copy. */
	static Region problem(Problem problem, Runnable close) {
		Label title = new Label(problem.title(), new FontIcon(MaterialDesignA.ALERT_CIRCLE_OUTLINE));
		title.getStyleClass().addAll("title", "error-title");
		TextArea details = new TextArea(problem.details());
		details.setEditable(false);
		details.setPrefRowCount(10);
		details.getStyleClass().add("command");
		details.setVisible(false);
		details.setManaged(false);
		Hyperlink more = new Hyperlink("Details");
		more.setOnAction(e -> {
			details.setVisible(!details.isVisible());
			details.setManaged(details.isVisible());
		});
		Button copy = new Button("Copy details");
		copy.setOnAction(
				e -> LogPane.copy(problem.title() + "\n" + problem.sentence() + "\n\n" + problem.details()));
		HBox line = buttons(close, List.of(), "Close");
		line.getChildren().addFirst(copy);
		Region card = card(520, title, wrapped(problem.sentence()), more, details, line);
		card.setId("problem");
		return card;
	}

	/** A question with its answers; the first is the usual one. */
	static Region question(String title, String sentence, Runnable close, List<Answer> answers) {
		Label head = new Label(title);
		head.getStyleClass().add("title");
		Region card = card(440, head, wrapped(sentence), buttons(close, answers, "Cancel"));
		card.setId("question");
		return card;
	}

	/** Sizes of the network's inputs, one line each. */
	static Region inputSizes(Map<String, Shape> now, Runnable close, Consumer<Map<String, Shape>> apply) {
		Label head = new Label("Input sizes");
		head.getStyleClass().add("title");
		GridPane grid = new GridPane(12, 8);
		Map<String, TextField> fields = new LinkedHashMap<>();
		now.forEach((name, shape) -> {
			TextField field = new TextField(shape.toString());
			fields.put(name, field);
			grid.addRow(grid.getRowCount(), new Label(name), field);
		});
		Label wrong = new Label();
		wrong.getStyleClass().add("error-text");
		Runnable use = () -> {
			Map<String, Shape> wanted = new LinkedHashMap<>();
			for (Map.Entry<String, TextField> entry : fields.entrySet()) {
				String text = entry.getValue().getText().strip();
				if (!text.matches("\\d{1,9}(\\s*[x×,]\\s*\\d{1,9})*")) {
					wrong.setText(entry.getKey() + " needs numbers with x between them, as in 1x3x224x224.");
					return;
				}
				wanted.put(entry.getKey(), Shape.of(java.util.Arrays.stream(text.split("\\s*[x×,]\\s*"))
						.mapToLong(Long::parseLong).toArray()));
			}
			close.run();
			apply.accept(wanted);
		};
		HBox line = buttons(close, List.of(), "Cancel");
		Button open = new Button("Open at these sizes");
		open.getStyleClass().add("accent");
		open.setDefaultButton(true);
		open.setOnAction(e -> use.run());
		line.getChildren().add(open);
		Region card = card(440, head,
				wrapped("Shapes and costs are for these sizes. Opening again starts a new session."),
				grid, wrong, line);
		card.setId("input-sizes");
		return card;
	}

	private static HBox buttons(Runnable close, List<Answer> answers, String closing) {
		HBox line = new HBox(8);
		line.setAlignment(Pos.CENTER_RIGHT);
		Button cancel = new Button(closing);
		cancel.setCancelButton(true);
		cancel.setOnAction(e -> close.run());
		line.getChildren().add(cancel);
		for (Answer answer : answers.reversed()) {
			Button button = new Button(answer.verb());
			if (answer == answers.getFirst()) {
				button.getStyleClass().add("accent");
				button.setDefaultButton(true);
			}
			button.setOnAction(e -> {
				close.run();
				answer.act().run();
			});
			line.getChildren().add(button);
		}
		return line;
	}

	private static Label wrapped(String text) {
		Label label = new Label(text);
		label.setWrapText(true);
		label.setMinHeight(Region.USE_PREF_SIZE);
		return label;
	}

	private static Region card(double width, Node... parts) {
		VBox card = new VBox(16, parts);
		card.getStyleClass().add("card");
		card.setMinSize(width, Region.USE_PREF_SIZE);
		card.setPrefWidth(width);
		card.setMaxSize(width, Region.USE_PREF_SIZE);
		return card;
	}
}
