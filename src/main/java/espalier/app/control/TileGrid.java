package espalier.app.control;

import java.util.Arrays;
import java.util.function.IntConsumer;

import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.css.PseudoClass;
import javafx.geometry.Orientation;
import javafx.geometry.Point2D;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.shape.Rectangle;
import javafx.util.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Many small pictures in rows, drawn on one canvas; only those in sight are. Arrows, Home and End move through them, Space or a
 * click acts on one; a click with Shift only chooses it. Cost: in the pictures that are seen.
 */
public final class TileGrid extends Region {
	private static final PseudoClass FOCUSED = PseudoClass.getPseudoClass("tiles-focused");
	private static final double BAR = 12;
	/** A shorter thumb can't be taken hold of. */
	private static final double SHORTEST = 24;

	/** What is to be shown. Items are numbers that mean something to the one who shows them. */
	public interface Tiles {
		/** The picture of an item; null while it is not there yet. */
		@Nullable
		Image image(int item);

		/** Whether an item is struck through. */
		default boolean struck(int item) {
			return false;
		}

		/** Below an item; empty for none. */
		default String caption(int item) {
			return "";
		}

		String tip(int item);

		/** Hears which items came into sight without a picture. */
		default void want(int[] items) {}
	}

	private final Canvas canvas = new Canvas();
	private final ScrollBar bar = new ScrollBar();
	private final Tooltip tip = new Tooltip();
	private final IntegerProperty selected = new SimpleIntegerProperty(-1);
	private final TilePainter painter;
	private final Tiles tiles;
	private TileRaster raster = TileRaster.EMPTY;
	private int[] items = {};
	private IntConsumer act = item -> {
	};
	private double tileWidth = 48;
	private double tileHeight = 48;
	private boolean captions;
	private int over = -1;

	public TileGrid(Tiles tiles) {
		this.tiles = tiles;
		getStyleClass().add("tile-grid");
		painter = new TilePainter(canvas.getGraphicsContext2D(), swatch("tile-ground"), swatch("tile-caption"),
				swatch("tile-lit"), swatch("tile-cut"), swatch("tile-cut-text"));
		bar.setOrientation(Orientation.VERTICAL);
		bar.setFocusTraversable(false);
		bar.valueProperty().addListener(o -> draw());
		getChildren().addAll(canvas, bar);
		setFocusTraversable(true);
		setAccessibleRole(AccessibleRole.LIST_VIEW);
		focusedProperty().addListener(o -> {
			pseudoClassStateChanged(FOCUSED, isFocused());
			draw();
		});
		selected.addListener(o -> {
			reveal();
			draw();
		});
		tip.setShowDelay(Duration.millis(300));
		canvas.setOnMouseMoved(this::hover);
		canvas.setOnMouseExited(e -> {
			over = -1;
			draw();
		});
		canvas.setOnMousePressed(this::pressed);
		addEventHandler(ScrollEvent.SCROLL, e -> {
			scrollTo(bar.getValue() - e.getDeltaY());
			e.consume();
		});
		addEventHandler(KeyEvent.KEY_PRESSED, this::key);
		setMinSize(40, 24);
	}

	/** A colour of the style sheet: a canvas has none of its own. */
	private Rectangle swatch(String style) {
		Rectangle swatch = new Rectangle();
		swatch.getStyleClass().add(style);
		swatch.setManaged(false);
		swatch.setVisible(false);
		swatch.fillProperty().addListener(o -> requestLayout());
		getChildren().add(swatch);
		return swatch;
	}

	/** The item chosen, or -1. */
	public IntegerProperty selected() {
		return selected;
	}

	/** @param action done on a click or Space, with the item */
	public void setOnAct(IntConsumer action) {
		act = action;
	}

	/** Shows items in an order, in tiles of a size. The place stays where the items are as many as before. */
	public void show(int[] order, double width, double height, boolean withCaptions) {
		boolean other = order.length != items.length;
		items = order.clone();
		tileWidth = width;
		tileHeight = height;
		captions = withCaptions;
		if (other)
			bar.setValue(0);
		requestLayout();
	}

	/** Items as they are ordered; a copy. */
	public int[] items() {
		return items.clone();
	}

	/** Draws again, as when pictures have come or something else is struck. */
	public void repaint() {
		draw();
	}

	/** The middle of an item's tile in this node's coordinates, after it was scrolled into sight. */
	public Point2D middle(int item) {
		int index = index(item);
		scrollInto(index);
		return new Point2D(raster.x(index) + tileWidth / 2, raster.y(index) - bar.getValue() + tileHeight / 2);
	}

	@Override
	protected void layoutChildren() {
		raster = TileRaster.of(items.length, getWidth(), tileWidth, tileHeight, captions);
		if (raster.height() > getHeight())
			raster = TileRaster.of(items.length, getWidth() - BAR, tileWidth, tileHeight, captions);
		double hidden = Math.max(0, raster.height() - getHeight());
		canvas.setWidth(Math.max(0, getWidth() - (hidden > 0 ? BAR : 0)));
		canvas.setHeight(getHeight());
		bar.setVisible(hidden > 0);
		bar.setMax(hidden);
		bar.setVisibleAmount(hidden * Math.max(SHORTEST / Math.max(1, getHeight()),
				getHeight() / Math.max(1, raster.height())));
		bar.setUnitIncrement(raster.pitch());
		bar.setBlockIncrement(getHeight());
		scrollTo(bar.getValue());
		bar.resizeRelocate(getWidth() - BAR, 0, BAR, getHeight());
		draw();
	}

	private void scrollTo(double value) {
		bar.setValue(Math.clamp(value, 0, bar.getMax()));
	}

	private int index(int item) {
		for (int i = 0; i < items.length; i++)
			if (items[i] == item)
				return i;
		return -1;
	}

	private void reveal() {
		int index = index(selected.get());
		if (index >= 0)
			scrollInto(index);
	}

	private void scrollInto(int index) {
		double top = raster.top(index);
		if (top < bar.getValue() || getHeight() < raster.pitch())
			scrollTo(top);
		else if (top + raster.pitch() > bar.getValue() + getHeight())
			scrollTo(top + raster.pitch() - getHeight());
	}

	private void hover(MouseEvent e) {
		int now = raster.at(e.getX(), e.getY() + bar.getValue());
		if (now != over) {
			over = now;
			draw();
		}
		if (now < 0) {
			// an empty one would still lie in the way of a click
			Tooltip.uninstall(canvas, tip);
			return;
		}
		tip.setText(tiles.tip(items[now]));
		Tooltip.install(canvas, tip);
	}

	private void pressed(MouseEvent e) {
		requestFocus();
		int index = raster.at(e.getX(), e.getY() + bar.getValue());
		if (index < 0)
			return;
		selected.set(items[index]);
		if (e.getButton() == MouseButton.PRIMARY && !e.isShiftDown())
			act.accept(items[index]);
		e.consume();
	}

	private void key(KeyEvent e) {
		int at = index(selected.get());
		int row = raster.columns();
		int page = row * Math.max(1, (int) (getHeight() / Math.max(1, raster.pitch())));
		int to = switch (e.getCode()) {
			case LEFT -> at - 1;
			case RIGHT -> at + 1;
			case UP -> at - row;
			case DOWN -> at < 0 ? 0 : at + row;
			case PAGE_UP -> at - page;
			case PAGE_DOWN -> at + page;
			case HOME -> 0;
			case END -> items.length - 1;
			default -> Integer.MIN_VALUE;
		};
		boolean plain = !e.isShortcutDown() && !e.isAltDown();
		if (plain && to != Integer.MIN_VALUE && items.length > 0) {
			selected.set(items[Math.clamp(to, 0, items.length - 1)]);
			e.consume();
		} else if (plain && e.getCode() == javafx.scene.input.KeyCode.SPACE && at >= 0) {
			act.accept(items[at]);
			e.consume();
		}
	}

	private void draw() {
		painter.clear(canvas.getWidth(), canvas.getHeight());
		int first = raster.firstAt(bar.getValue());
		int last = Math.min(items.length, raster.firstAt(bar.getValue() + getHeight()) + raster.columns());
		int[] missing = new int[Math.max(0, last - first)];
		int count = 0;
		for (int i = first; i < last; i++) {
			int item = items[i];
			Image image = tiles.image(item);
			if (image == null)
				missing[count++] = item;
			double x = raster.x(i);
			double y = Math.round(raster.y(i) - bar.getValue());
			boolean chosen = item == selected.get();
			painter.tile(image, x, y, tileWidth, tileHeight, tiles.struck(item));
			painter.frame(x, y, tileWidth, tileHeight, chosen, chosen && isFocused(), i == over);
			if (captions)
				painter.caption(tiles.caption(item), x, y + tileHeight, tileWidth, tiles.struck(item), chosen);
		}
		if (count > 0)
			tiles.want(Arrays.copyOf(missing, count));
		int at = index(selected.get());
		setAccessibleText(at < 0 ? "" : tiles.tip(items[at]));
	}

	/** A colour of a swatch. */
	static Color color(Rectangle swatch) {
		return swatch.getFill() instanceof Color color ? color : Color.TRANSPARENT;
	}
}
