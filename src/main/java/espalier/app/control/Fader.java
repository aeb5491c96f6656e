package espalier.app.control;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;

/**
 * A horizontal fader: what stays is to the left of the thumb, what goes is hatched to its right.
 * Drag; wheel while focused; arrow keys a step, with Shift ten; Home and End; type a number; double click resets; Esc cancels.
 */
public final class Fader extends Region {
	private static final PseudoClass DRAGGED = PseudoClass.getPseudoClass("dragged");
	private static final double THUMB = 6;
	private static final double HEIGHT = 18;
	private static final double TRACK = 6;

	private final DoubleProperty value = new SimpleDoubleProperty(this, "value", 1);
	private final Region kept = new Region();
	private final Region cut = new Region();
	private final Region thumb = new Region();
	private final TextField typed = new TextField();
	private final Gesture gesture;
	private double min;
	private double max = 1;
	private double step = 1;
	private boolean percent;
	private boolean dragging;
	private double grabbedAt;

	public Fader(Gesture gesture) {
		this.gesture = gesture;
		getStyleClass().add("fader");
		kept.getStyleClass().add("fader-kept");
		cut.getStyleClass().add("fader-cut");
		thumb.getStyleClass().add("fader-thumb");
		for (Region part : new Region[]{kept, cut, thumb})
			part.setMouseTransparent(true);
		typed.getStyleClass().add("fader-typed");
		typed.setVisible(false);
		typed.setManaged(false);
		getChildren().addAll(cut, kept, thumb, typed);
		setFocusTraversable(true);
		setCursor(Cursor.H_RESIZE);
		setAccessibleRole(AccessibleRole.SLIDER);
		value.addListener(o -> {
			requestLayout();
			notifyAccessibleAttributeChanged(AccessibleAttribute.VALUE);
		});
		addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
		addEventHandler(MouseEvent.MOUSE_DRAGGED, this::dragged);
		addEventHandler(MouseEvent.MOUSE_RELEASED, this::released);
		addEventHandler(MouseEvent.MOUSE_CLICKED, e -> {
			if (e.getClickCount() == 2 && e.getButton() == MouseButton.PRIMARY && e.isStillSincePress())
				gesture.reset();
			e.consume();
		});
		addEventHandler(ScrollEvent.SCROLL, this::scrolled);
		addEventHandler(KeyEvent.KEY_PRESSED, this::key);
		addEventHandler(KeyEvent.KEY_TYPED, this::startTyping);
		typed.setOnAction(e -> finishTyping());
		typed.addEventFilter(KeyEvent.KEY_PRESSED, e -> {
			if (e.getCode() == KeyCode.ESCAPE) {
				closeTyping();
				e.consume();
			}
		});
		typed.focusedProperty().addListener((o, was, is) -> {
			if (!is)
				closeTyping();
		});
	}

	/** What the model holds; set by the owner. */
	public DoubleProperty value() {
		return value;
	}

	/**
	 * @param asPercent
	 *            whether values are shares of 1, typed in percent; else whole units
	 */
	public void range(double lowest, double highest, double oneStep, boolean asPercent) {
		min = lowest;
		max = highest;
		step = oneStep;
		percent = asPercent;
		requestLayout();
	}

	/** The value after a number of steps from the present one. */
	public double stepped(double steps) {
		return limit(value.get() + steps * step);
	}

	/** The value that a typed text asks for, or null when it is no number: {@code 12} units, or {@code 75%} of the most. */
	public static @Nullable Double parse(String text, double max, boolean percent) {
		String trimmed = text.strip().replace(',', '.').toLowerCase(Locale.ROOT);
		boolean share = trimmed.endsWith("%");
		try {
			double number = Double.parseDouble(share ? trimmed.substring(0, trimmed.length() - 1).strip() : trimmed);
			return Double.isNaN(number) ? null : percent || share ? max * number / 100 : number;
		} catch (NumberFormatException notANumber) {
			return null;
		}
	}

	private double limit(double wanted) {
		double snapped = Math.round(wanted / step) * step;
		return Math.max(min, Math.min(max, snapped));
	}

	private void pressed(MouseEvent e) {
		if (e.getButton() != MouseButton.PRIMARY || e.getTarget() == typed)
			return;
		requestFocus();
		e.consume();
		double thumbAt = position();
		grabbedAt = Math.abs(e.getX() - thumbAt) <= THUMB ? e.getX() - thumbAt : 0;
		dragging = true;
		gesture.begin();
		if (grabbedAt == 0)
			move(e);
	}

	private void dragged(MouseEvent e) {
		if (!dragging)
			return;
		pseudoClassStateChanged(DRAGGED, true);
		move(e);
		e.consume();
	}

	private void move(MouseEvent e) {
		double share = (e.getX() - grabbedAt - THUMB / 2) / Math.max(1, getWidth() - THUMB);
		double wanted = limit(share * max);
		if (wanted != value.get() || e.isAltDown())
			gesture.move(wanted, e.isAltDown());
	}

	private void released(MouseEvent e) {
		if (!dragging)
			return;
		stopDragging();
		gesture.end();
		e.consume();
	}

	private void stopDragging() {
		dragging = false;
		pseudoClassStateChanged(DRAGGED, false);
	}

	/** Only while focused, so that scrolling a list past faders changes none of them. */
	private void scrolled(ScrollEvent e) {
		if (!isFocused() || e.getDeltaY() == 0)
			return;
		once(stepped(Math.signum(e.getDeltaY()) * (e.isShiftDown() ? 10 : 1)), e.isAltDown());
		e.consume();
	}

	private void once(double wanted, boolean all) {
		gesture.begin();
		gesture.move(wanted, all);
		gesture.end();
	}

	private void key(KeyEvent e) {
		int big = e.isShiftDown() ? 10 : 1;
		if (e.isShortcutDown() || e.getTarget() == typed)
			return;
		switch (e.getCode()) {
			case LEFT -> once(stepped(-big), e.isAltDown());
			case RIGHT -> once(stepped(big), e.isAltDown());
			case HOME -> once(limit(min), e.isAltDown());
			case END -> once(max, e.isAltDown());
			case DELETE, BACK_SPACE -> gesture.reset();
			case ENTER, F2 -> openTyping("");
			case ESCAPE -> {
				if (!dragging)
					return;
				stopDragging();
				gesture.cancel();
			}
			default -> {
				return;
			}
		}
		e.consume();
	}

	private void startTyping(KeyEvent e) {
		String text = e.getCharacter();
		if (e.getTarget() != typed && text.length() == 1 && Character.isDigit(text.charAt(0)) && !e.isShortcutDown()) {
			openTyping(text);
			e.consume();
		}
	}

	private void openTyping(String text) {
		typed.setText(text);
		typed.setPromptText(percent ? "%" : "units or %");
		typed.setVisible(true);
		typed.requestFocus();
		typed.end();
	}

	private void finishTyping() {
		Double wanted = parse(typed.getText(), max, percent);
		closeTyping();
		requestFocus();
		if (wanted != null)
			once(limit(wanted), false);
	}

	private void closeTyping() {
		if (!typed.isVisible())
			return;
		boolean hadFocus = typed.isFocused();
		typed.setVisible(false);
		if (hadFocus)
			requestFocus();
	}

	private double position() {
		return THUMB / 2 + (getWidth() - THUMB) * (max <= 0 ? 1 : value.get() / max);
	}

	@Override
	protected void layoutChildren() {
		double middle = snapPositionY(getHeight() / 2);
		double at = snapPositionX(position());
		double top = middle - TRACK / 2;
		cut.resizeRelocate(0, top, getWidth(), TRACK);
		kept.resizeRelocate(0, top, at, TRACK);
		thumb.resizeRelocate(at - THUMB / 2, middle - HEIGHT / 2 + 1, THUMB, HEIGHT - 2);
		typed.resizeRelocate(0, middle - 12, Math.min(getWidth(), 96), 24);
	}

	@Override
	protected double computePrefHeight(double width) {
		return HEIGHT;
	}

	@Override
	protected double computePrefWidth(double height) {
		return 120;
	}

	@Override
	protected double computeMinWidth(double height) {
		return 40;
	}

	@Override
	public @Nullable Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
		return switch (attribute) {
			case VALUE -> value.get();
			case MIN_VALUE -> min;
			case MAX_VALUE -> max;
			default -> super.queryAccessibleAttribute(attribute, parameters);
		};
	}
}
