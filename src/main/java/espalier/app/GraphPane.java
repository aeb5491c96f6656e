package espalier.app;

import java.util.List;

import javafx.geometry.Pos;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

import espalier.app.action.Action;
import espalier.app.action.Menus;

/** The graph with a few buttons at its corner. */
final class GraphPane extends StackPane {
	GraphPane(Region graph, List<Action> actions) {
		getStyleClass().add("graph-pane");
		HBox tools = new HBox(actions.stream().map(a -> Menus.button(a, true)).toArray(StackPane[]::new));
		tools.getStyleClass().add("graph-tools");
		tools.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
		StackPane.setAlignment(tools, Pos.TOP_RIGHT);
		getChildren().addAll(graph, tools);
	}
}
