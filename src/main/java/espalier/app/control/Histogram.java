package espalier.app.control;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;

import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;

/**
 * Scores of a group's units with a threshold to drag: what lies below goes. Its gesture speaks of units kept, as the fader's
 * does, because both are handles of one value.
 */
public final class Histogram extends Region {
	private static final PseudoClass DRAGGED = PseudoClass.getPseudoClass("dragged");
	private static final double FOOT = 20;
	private static final double HEAD = 8;

	private final Bars bars = new Bars(40);
	private final Region below = new Region();
	private final Region line = new Region();
	private final Region grip = new Region();
	private final Region axis = new Region();
	private final Label lowest = new Label();
	private final Label highest = new Label();
	private final Gesture gesture;
	private double[] sorted = {};
	private double low;
	private double high;
	private int removed;
	private boolean dragging;

	public Histogram(Gesture gesture) {
		this.gesture = gesture;
		getStyleClass().add("histogram");
		below.getStyleClass().add("histogram-below");
		line.getStyleClass().add("histogram-line");
		grip.getStyleClass().add("histogram-grip");
		axis.getStyleClass().add("histogram-axis");
		lowest.getStyleClass().add("caption");
		highest.getStyleClass().add("caption");
		for (Region part : new Region[]{below, line, grip, axis, lowest, highest})
			part.setMouseTransparent(true);
		getChildren().addAll(below, bars, axis, line, grip, lowest, highest);
		setFocusTraversable(true);
		setCursor(Cursor.H_RESIZE);
		setAccessibleRole(AccessibleRole.SLIDER);
		setAccessibleText("Importance threshold");
		addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
		addEventHandler(MouseEvent.MOUSE_DRAGGED, e -> {
			if (dragging)
				move(e);
		});
		addEventHandler(MouseEvent.MOUSE_RELEASED, e -> {
			if (dragging) {
				stop();
				gesture.end();
			}
		});
		addEventHandler(MouseEvent.MOUSE_CLICKED, e -> {
			if (e.getClickCount() == 2 && e.getButton() == MouseButton.PRIMARY && e.isStillSincePress())
				gesture.reset();
		});
		addEventHandler(KeyEvent.KEY_PRESSED, this::key);
	}

	/** One score per unit, and which units are to go. */
	public void show(double[] scores, BitSet cut) {
		Bins bins = bars.show(scores, cut);
		low = bins.low();
		high = bins.high();
		sorted = scores.clone();
		Arrays.sort(sorted);
		removed = cut.cardinality();
		lowest.setText(label(low));
		highest.setText(label(high));
		requestLayout();
	}

	/** Score at which the lowest {@code count} units end: between the last that goes and the first that stays. */
	double threshold(int count) {
		if (count <= 0 || sorted.length == 0)
			return low;
		return count >= sorted.length ? high : (sorted[count - 1] + sorted[count]) / 2;
	}

	/** How many units lie below a score; at least one always stays. */
	int below(double score) {
		int count = 0;
		while (count < sorted.length - 1 && sorted[count] < score)
			count++;
		return count;
	}

	private void pressed(MouseEvent e) {
		if (e.getButton() != MouseButton.PRIMARY || sorted.length < 2)
			return;
		requestFocus();
		dragging = true;
		pseudoClassStateChanged(DRAGGED, true);
		gesture.begin();
		move(e);
		e.consume();
	}

	private void move(MouseEvent e) {
		double score = low + (high - low) * e.getX() / Math.max(1, getWidth());
		int wanted = high > low ? below(score) : (int) Math.round((sorted.length - 1) * e.getX() / getWidth());
		wanted = Math.max(0, Math.min(sorted.length - 1, wanted));
		if (wanted != removed || e.isAltDown())
			gesture.move(sorted.length - wanted, e.isAltDown());
		e.consume();
	}

	private void stop() {
		dragging = false;
		pseudoClassStateChanged(DRAGGED, false);
	}

	private void key(KeyEvent e) {
		if (e.getCode() == KeyCode.ESCAPE && dragging) {
			stop();
			gesture.cancel();
			e.consume();
		} else if (e.getCode() == KeyCode.LEFT || e.getCode() == KeyCode.RIGHT) {
			int step = (e.isShiftDown() ? 10 : 1) * (e.getCode() == KeyCode.RIGHT ? 1 : -1);
			int wanted = Math.max(0, Math.min(sorted.length - 1, removed + step));
			gesture.begin();
			gesture.move(sorted.length - wanted, e.isAltDown());
			gesture.end();
			e.consume();
		} else if (e.getCode() == KeyCode.DELETE || e.getCode() == KeyCode.BACK_SPACE) {
			gesture.reset();
			e.consume();
		}
	}

	private static String label(double score) {
		return printable(score) ? String.format(Locale.ROOT, "%.3g", score) : "0";
	}

	private static boolean printable(double score) {
		return score != 0 && Double.isFinite(score);
	}

	@Override
	protected void layoutChildren() {
		double bottom = getHeight() - FOOT;
		double span = high - low;
		double share = span > 0 ? (threshold(removed) - low) / span : (double) removed / Math.max(1, sorted.length);
		double x = Math.round(share * (getWidth() - 2)) + 1;
		bars.resizeRelocate(0, HEAD, getWidth(), bottom - HEAD);
		axis.resizeRelocate(0, bottom, getWidth(), 1);
		below.resizeRelocate(0, HEAD, x, bottom - HEAD);
		line.resizeRelocate(x - 1, 0, 2, bottom);
		grip.resizeRelocate(x - 5, 0, 10, 10);
		lowest.autosize();
		highest.autosize();
		lowest.relocate(0, bottom + 4);
		highest.relocate(getWidth() - highest.getWidth(), bottom + 4);
	}

	@Override
	protected double computePrefHeight(double width) {
		return 128;
	}

	@Override
	protected double computePrefWidth(double height) {
		return 240;
	}
}
