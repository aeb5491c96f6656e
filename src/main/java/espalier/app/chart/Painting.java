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
	 * @param enlarged
	 *            by this factor the figure is larger than on paper
	 * @param scrolled
	 *            how far down the view is
	 * @param scale
	 *            pixels of the screen for each of the view
	 */
	record Request(Figure figure, Ink ink, double width, double height, double whole, double margin,
			double enlarged, double scrolled, double scale) {}

	/** @param marks in the view's coordinates, but for its scrolling */
	record Painted(Request request, Image image, Marks marks) {}

	private final Executor painters;
	private final Consumer<Painted> done;
	private final Consumer<Throwable> failed;
	private final AtomicReference<@Nullable Request> waiting = new AtomicReference<>();

	/**
	 * @param done
	 *            hears of pictures on the JavaFX thread, as
	 * @param failed
	 *            hears of those that can't be drawn
	 */
	Painting(Executor painters, Consumer<Painted> done, Consumer<Throwable> failed) {
		this.painters = painters;
		this.done = done;
		this.failed = failed;
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
		try {
			Painted painted = paint(request);
			Platform.runLater(() -> done.accept(painted));
		} catch (RuntimeException | Error e) {
			Platform.runLater(() -> failed.accept(e));
		}
	}

	private static Painted paint(Request request) {
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
			double factor = request.enlarged();
			g.scale(factor, factor);
			double margin = request.margin();
			Marks marks = request.figure().draw(g, new Rectangle2D.Double(margin / factor, margin / factor,
					(request.width() - 2 * margin) / factor, (request.whole() - 2 * margin) / factor), request.ink());
			return new Painted(request, SwingFXUtils.toFXImage(image, null), marks.scaled(factor));
		} finally {
			g.dispose();
		}
	}
}
