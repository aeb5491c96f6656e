package espalier.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javafx.application.Platform;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.SplitPane;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;

/** The panels around the graph: dividers drag, a double click on one collapses its panel, and sizes are remembered. */
final class Panels {
	private record Panel(SplitPane split, Region content, boolean first, double usual) {
		double size() {
			return split.getOrientation() == Orientation.HORIZONTAL ? content.getWidth() : content.getHeight();
		}
	}

	/** Share of the window that an enlarged panel takes. */
	private static final double LARGE = 0.72;
	/** Height that the graph and the panels beside it keep. */
	private static final double LEAST = 120;

	private final Settings settings;
	private final SplitPane across = new SplitPane();
	private final SplitPane down = new SplitPane();
	private final Map<String, Panel> panels = new LinkedHashMap<>();

	Panels(Settings settings, Region left, Region centre, Region right, Region bottom) {
		this.settings = settings;
		down.setOrientation(Orientation.VERTICAL);
		panels.put("left", new Panel(across, left, true, 296));
		panels.put("right", new Panel(across, right, false, 304));
		panels.put("bottom", new Panel(down, bottom, false, 232));
		across.getItems().add(centre);
		down.getItems().add(across);
		left.setMinWidth(220);
		right.setMinWidth(240);
		bottom.setMinHeight(96);
		centre.setMinWidth(200);
		// so that dividers stay where they were put, whatever is chosen
		across.setMinHeight(LEAST);
		panels.forEach((name, panel) -> {
			SplitPane.setResizableWithParent(panel.content(), false);
			if (settings.number(name + ".shown", 1) > 0)
				show(name);
		});
	}

	Node node() {
		return down;
	}

	boolean shown(String name) {
		Panel panel = panel(name);
		return panel.split().getItems().contains(panel.content());
	}

	void toggle(String name) {
		if (shown(name))
			hide(name);
		else
			show(name);
		place();
	}

	/** Gives a panel most of the window, or its usual size again. */
	void enlarge(String name) {
		Panel panel = panel(name);
		double whole = panel.split().getOrientation() == Orientation.HORIZONTAL
				? panel.split().getWidth()
				: panel.split().getHeight();
		boolean large = panel.size() > LARGE * whole - 2;
		if (!large)
			settings.remember(name, panel.size());
		place(panel, large ? Math.min(settings.number(name, panel.usual()), whole / 2) : LARGE * whole);
	}

	/** Puts the dividers where they were; once the window has its size. */
	void place() {
		Parent whole = down.getScene() == null ? down : down.getScene().getRoot();
		whole.applyCss();
		whole.layout();
		panels.forEach((name, panel) -> {
			if (shown(name))
				place(panel, settings.number(name, panel.usual()));
		});
		Platform.runLater(() -> List.of(across, down).forEach(this::watchDividers));
	}

	private void place(Panel panel, double size) {
		SplitPane split = panel.split();
		double total = split.getOrientation() == Orientation.HORIZONTAL ? split.getWidth() : split.getHeight();
		int divider = panel.first() ? 0 : split.getDividers().size() - 1;
		if (total > 0 && divider >= 0)
			split.setDividerPosition(divider, panel.first() ? size / total : 1 - size / total);
	}

	/** Notes all sizes in the settings. */
	void remember() {
		panels.forEach((name, panel) -> {
			settings.remember(name + ".shown", shown(name) ? 1 : 0);
			if (shown(name) && panel.size() > 0)
				settings.remember(name, panel.size());
		});
	}

	private void show(String name) {
		Panel panel = panel(name);
		if (panel.first())
			panel.split().getItems().addFirst(panel.content());
		else
			panel.split().getItems().addLast(panel.content());
	}

	private void hide(String name) {
		remember();
		Panel panel = panel(name);
		panel.split().getItems().remove(panel.content());
	}

	private Panel panel(String name) {
		Panel panel = panels.get(name);
		if (panel == null)
			throw new IllegalArgumentException("no panel is called " + name);
		return panel;
	}

	private void watchDividers(SplitPane split) {
		for (Node divider : split.lookupAll(".split-pane-divider"))
			if (divider.getParent() == split)
				divider.setOnMouseClicked(e -> collapse(split, divider, e));
	}

	private void collapse(SplitPane split, Node divider, MouseEvent e) {
		if (e.getClickCount() != 2)
			return;
		boolean beforeMiddle = split.getOrientation() == Orientation.HORIZONTAL
				&& divider.getLayoutX() < split.getWidth() / 2;
		String name = split == down ? "bottom" : beforeMiddle ? "left" : "right";
		toggle(name);
		e.consume();
	}
}
