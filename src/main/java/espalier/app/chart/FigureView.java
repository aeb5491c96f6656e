package espalier.app.chart;

import java.awt.geom.Point2D;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

import javafx.geometry.Orientation;
import javafx.scene.Cursor;
import javafx.scene.control.ScrollBar;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;

import org.jspecify.annotations.Nullable;

import espalier.report.Figure;
import espalier.report.Ink;
import espalier.report.Marks;

/**
 * A figure in the window. It is drawn in the background at the view's size, the newest request winning, so that a large one never
 * holds up the window; the picture before stays until then. A figure that is higher than the view scrolls.
 */
public final class FigureView extends Region {
	private static final double MARGIN = 12;
	private static final double NEAR = 4;
	/** By which small print, 9.5 points on paper, is as large as the window's captions. */
	private static final double ENLARGED = 1.16;
	private static final ExecutorService PAINTERS = Executors.newSingleThreadExecutor(work -> {
		Thread thread = new Thread(work, "espalier-figures");
		thread.setDaemon(true);
		return thread;
	});

	/** Hears of a plot that is dragged in. */
	public interface Dragging {
		/** Whether there is something to drag in a plot, so that the pointer shows it. */
		boolean offers(Marks.Plot plot);

		/** Whether a drag may begin here. */
		boolean begins(Marks.Plot plot, Marks.@Nullable Mark mark, Point2D values);

		/** The pointer is at these values of the plot that the drag began in, which may lie outside of its axes. */
		void moves(Marks.Plot plot, Point2D values);

		/** @param kept false where the drag was cancelled */
		void ends(boolean kept);
	}

	private final ImageView picture = new ImageView();
	private final ScrollBar bar = new ScrollBar();
	private final Pointed pointed = new Pointed();
	private final Painting painting = new Painting(PAINTERS, this::painted, this::fail);
	private @Nullable Figure figure;
	private Ink ink = Ink.LIGHT;
	private Painting.@Nullable Painted shown;
	private Function<Marks.Mark, @Nullable Runnable> picks = mark -> null;
	private Consumer<Throwable> failed = e -> {
	};
	private @Nullable Dragging dragging;
	private Marks.@Nullable Plot dragged;
	/** What a press that moves nowhere picks. */
	private Marks.@Nullable Mark pressed;
	private @Nullable MouseEvent over;

	public FigureView() {
		getStyleClass().add("figure-view");
		bar.setOrientation(Orientation.VERTICAL);
		picture.setManaged(false);
		picture.setMouseTransparent(true);
		Rectangle ring = new Rectangle();
		ring.getStyleClass().add("figure-ring");
		ring.setManaged(false);
		ring.setMouseTransparent(true);
		ring.visibleProperty().bind(focusVisibleProperty());
		getChildren().addAll(picture, pointed.lit(), bar, pointed.tip(), ring);
		// what is lit may lie out of sight; without this the view would reach there, and take clicks from what is above it
		Rectangle within = new Rectangle();
		setClip(within);
		for (Rectangle whole : new Rectangle[]{ring, within}) {
			whole.widthProperty().bind(widthProperty());
			whole.heightProperty().bind(heightProperty());
		}
		setFocusTraversable(true);
		bar.valueProperty().addListener(o -> paint());
		widthProperty().addListener(o -> paint());
		heightProperty().addListener(o -> paint());
		addEventHandler(ScrollEvent.SCROLL, this::scroll);
		addEventHandler(MouseEvent.MOUSE_MOVED, this::hover);
		addEventHandler(MouseEvent.MOUSE_EXITED, e -> {
			over = null;
			pointed.hide();
		});
		addEventHandler(MouseEvent.MOUSE_PRESSED, this::press);
		addEventHandler(MouseEvent.MOUSE_DRAGGED, this::drag);
		addEventHandler(MouseEvent.MOUSE_RELEASED, e -> release(true));
		addEventHandler(KeyEvent.KEY_PRESSED, this::key);
		setMinSize(80, 60);
	}

	/** Shows a figure; null shows nothing. */
	public void show(@Nullable Figure next) {
		figure = next;
		if (next == null) {
			painting.drop();
			shown = null;
			picture.setImage(null);
			pointed.hide();
		}
		paint();
	}

	public @Nullable Figure figure() {
		return figure;
	}

	/** Colours of the window's theme. */
	public void setInk(Ink other) {
		ink = other;
		paint();
	}

	/** @param does what a click on a mark does; nothing where it says null */
	public void onPicked(Function<Marks.Mark, @Nullable Runnable> does) {
		picks = does;
	}

	/** Hears of figures that can't be drawn. */
	public void onFailed(Consumer<Throwable> hears) {
		failed = hears;
	}

	/** Scrolls to the beginning, as for another figure. */
	public void toTop() {
		bar.setValue(0);
	}

	/** What dragging does from now on; null for nothing. */
	public void onDragged(@Nullable Dragging hears) {
		dragging = hears;
	}

	/** The figure whose picture is seen, which lags behind the one that is shown; null before the first. */
	public @Nullable Figure drawn() {
		return shown == null ? null : shown.request().figure();
	}

	/** Where things lie now, in the view's coordinates but for {@link #scrolled}; null before it was drawn. */
	public @Nullable Marks marks() {
		return shown == null ? null : shown.marks();
	}

	/** By how much the figure is scrolled down, in pixels. */
	public double scrolled() {
		return shown == null ? 0 : shown.request().scrolled();
	}

	private void paint() {
		Figure now = figure;
		double width = getWidth();
		double height = getHeight();
		if (now == null || width < 2 || height < 2) {
			bar.setVisible(false);
			return;
		}
		double whole = ENLARGED * now.least((width - 2 * MARGIN) / ENLARGED) + 2 * MARGIN;
		boolean higher = whole > height + 1;
		bar.setVisible(higher);
		if (higher) {
			whole = ENLARGED * now.least((width - bar.prefWidth(-1) - 2 * MARGIN) / ENLARGED) + 2 * MARGIN;
			bar.setMax(whole - height);
			bar.setVisibleAmount(height / whole * bar.getMax());
			bar.setUnitIncrement(40);
			bar.setBlockIncrement(height * 0.9);
		}
		double scrolled = higher ? Math.min(bar.getValue(), whole - height) : 0;
		double scale = getScene() == null || getScene().getWindow() == null ? 1
				: getScene().getWindow().getOutputScaleX();
		painting.ask(new Painting.Request(now, ink, higher ? width - bar.prefWidth(-1) : width, height,
				higher ? whole
						: Math.min(height, Math.max(whole,
								ENLARGED * now.height((width - 2 * MARGIN) / ENLARGED) + 2 * MARGIN)),
				MARGIN, ENLARGED, scrolled, scale));
		requestLayout();
	}

	private void painted(Painting.Painted done) {
		if (figure == null)
			return;
		shown = done;
		picture.setImage(done.image());
		picture.setFitWidth(done.request().width());
		picture.setFitHeight(done.request().height());
		// what lies under the pointer may be another now, or say something else
		if (over != null && dragged == null)
			hover(over);
		else
			pointed.hide();
	}

	private void fail(Throwable e) {
		failed.accept(e);
	}

	private Point2D at(MouseEvent e) {
		return new Point2D.Double(e.getX(), e.getY() + scrolled());
	}

	/** Its first and last value can be grasped from just beside it, too. */
	private static Marks.@Nullable Plot plot(Marks in, Point2D at) {
		Marks.Plot exactly = in.plot(at);
		return exactly != null ? exactly
				: in.plots().stream()
						.filter(p -> p.area().intersects(at.getX() - NEAR, at.getY() - NEAR, 2 * NEAR, 2 * NEAR))
						.findFirst().orElse(null);
	}

	private void hover(MouseEvent e) {
		Painting.Painted now = shown;
		Marks.Mark mark = now == null ? null : now.marks().at(at(e));
		Marks.Plot plot = now == null ? null : plot(now.marks(), at(e));
		over = e;
		setCursor(dragging != null && plot != null && dragging.offers(plot) ? Cursor.H_RESIZE
				: mark != null && picks.apply(mark) != null ? Cursor.HAND : Cursor.DEFAULT);
		if (mark == null)
			pointed.hide();
		else
			pointed.show(mark, e.getX(), e.getY(), scrolled(), this);
	}

	private void press(MouseEvent e) {
		Painting.Painted now = shown;
		if (now == null || e.getButton() != MouseButton.PRIMARY)
			return;
		requestFocus();
		Marks.Mark mark = now.marks().at(at(e));
		Marks.Plot plot = plot(now.marks(), at(e));
		pressed = mark;
		if (dragging != null && plot != null && dragging.begins(plot, mark, plot.values(at(e)))) {
			dragged = plot;
			pointed.hide();
		}
		e.consume();
	}

	private void drag(MouseEvent e) {
		pressed = null;
		if (dragging == null || dragged == null)
			return;
		dragging.moves(dragged, dragged.values(at(e)));
		e.consume();
	}

	private void release(boolean kept) {
		Marks.Mark mark = pressed;
		pressed = null;
		if (dragging != null && dragged != null) {
			dragged = null;
			dragging.ends(kept);
		}
		Runnable pick = mark == null || !kept ? null : picks.apply(mark);
		if (pick != null)
			pick.run();
	}

	private void key(KeyEvent e) {
		if (e.getCode() == KeyCode.ESCAPE && dragged != null) {
			release(false);
			e.consume();
		} else if (bar.isVisible() && !e.isShortcutDown() && !e.isAltDown()) {
			double by = switch (e.getCode()) {
				case PAGE_DOWN -> bar.getBlockIncrement();
				case PAGE_UP -> -bar.getBlockIncrement();
				case DOWN -> bar.getUnitIncrement();
				case UP -> -bar.getUnitIncrement();
				case HOME -> -bar.getMax();
				case END -> bar.getMax();
				default -> 0;
			};
			if (by != 0) {
				scrollBy(by);
				e.consume();
			}
		}
	}

	private void scroll(ScrollEvent e) {
		if (bar.isVisible() && e.getDeltaY() != 0) {
			scrollBy(-e.getDeltaY());
			e.consume();
		}
	}

	private void scrollBy(double pixels) {
		bar.setValue(Math.max(0, Math.min(bar.getMax(), bar.getValue() + pixels)));
	}

	@Override
	protected void layoutChildren() {
		bar.resizeRelocate(getWidth() - bar.prefWidth(-1), 0, bar.prefWidth(-1), getHeight());
	}
}
