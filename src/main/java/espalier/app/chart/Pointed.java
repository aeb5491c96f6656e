package espalier.app.chart;

import java.awt.geom.Rectangle2D;

import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;

import espalier.report.Marks;

/** What shows the mark under the pointer: a frame around it, and a card with its numbers. */
record Pointed(Rectangle lit, Label tip) {
	private static final double AWAY = 14;
	private static final double WIDEST = 320;

	Pointed() {
		this(new Rectangle(), new Label());
		lit.getStyleClass().add("figure-lit");
		tip.getStyleClass().addAll("hover-card", "figure-tip");
		tip.setWrapText(true);
		for (javafx.scene.Node free : new javafx.scene.Node[]{lit, tip}) {
			free.setManaged(false);
			free.setMouseTransparent(true);
		}
		hide();
	}

	void hide() {
		lit.setVisible(false);
		tip.setVisible(false);
	}

	/**
	 * @param x
	 *            of the pointer
	 * @param y
	 *            of the pointer
	 * @param scrolled
	 *            by how much the marks lie higher
	 * @param within
	 *            what the card stays in
	 */
	void show(Marks.Mark mark, double x, double y, double scrolled, Region within) {
		Rectangle2D bounds = mark.shape().getBounds2D();
		lit.setX(bounds.getX());
		lit.setY(bounds.getY() - scrolled);
		lit.setWidth(bounds.getWidth());
		lit.setHeight(bounds.getHeight());
		lit.setVisible(true);
		tip.setVisible(!mark.tip().isEmpty());
		tip.setText(mark.tip());
		tip.applyCss();
		double width = Math.min(WIDEST, tip.prefWidth(-1));
		double height = tip.prefHeight(width);
		tip.resize(width, height);
		tip.relocate(x + AWAY + width > within.getWidth() ? Math.max(0, x - AWAY - width) : x + AWAY,
				y + AWAY + height > within.getHeight() ? Math.max(0, y - AWAY - height) : y + AWAY);
	}
}
