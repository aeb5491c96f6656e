package espalier.app.chart;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import javafx.application.Platform;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.image.Image;

import org.jspecify.annotations.Nullable;

import espalier.report.Figure;
import espalier.report.Ink;
import espalier.report.Marks;

/** Draws figures into pictures in the background; of several requests that wait only the newest is drawn. */
final class Painting {
	/**
	 * A view onto a figure.
	 *
	 * @param width
	 *            of figure and view
	 * @param height
	 *            of the view
	 * @param whole
	 *            height of the figure, margins included
	 * @param margin
	 *            left free on every side
	 * @param scrolled
	 *            how far down the view is
	 * @param scale
	 *            pixels of the screen for each of the view
	 */
	record Request(Figure figure, Ink ink, double width, double height, double whole, double margin,
			double scrolled, double scale) {}

	/** @param marks in the figure's coordinates */
	record Painted(Request request, Image image, Marks marks) {}

	private final Executor painters;
	private final Consumer<Painted> done;
	private final AtomicReference<@Nullable Request> waiting = new AtomicReference<>();

	Painting(Executor painters, Consumer<Painted> done) {
		this.painters = painters;
		this.done = done;
	}

	void ask(Request request) {
		if (waiting.getAndSet(request) == null)
			painters.execute(this::serve);
	}

	void drop() {
		waiting.set(null);
	}

	private void serve() {
		Request request = waiting.getAndSet(null);
		if (request == null)
			return;
		int width = (int) Math.max(1, Math.ceil(request.width() * request.scale()));
		int height = (int) Math.max(1, Math.ceil(request.height() * request.scale()));
		BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB_PRE);
		Graphics2D g = image.createGraphics();
		try {
			g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
			g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
			g.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
			g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
			g.scale(request.scale(), request.scale());
			g.setColor(request.ink().paper());
			g.fill(new Rectangle2D.Double(0, 0, request.width(), request.height()));
			g.translate(0, -request.scrolled());
			double margin = request.margin();
			Marks marks = request.figure().draw(g, new Rectangle2D.Double(margin, margin,
					request.width() - 2 * margin, request.whole() - 2 * margin), request.ink());
			Image picture = SwingFXUtils.toFXImage(image, null);
			Platform.runLater(() -> done.accept(new Painted(request, picture, marks)));
		} finally {
			g.dispose();
		}
	}
}
