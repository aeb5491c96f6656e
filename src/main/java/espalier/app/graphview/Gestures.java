package espalier.app.graphview;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import javafx.scene.Cursor;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;

import org.jspecify.annotations.Nullable;

import espalier.app.Selection;
import espalier.coupling.ChannelGroup;

/**
 * Mouse and keys on the graph: the wheel zooms to the pointer, the middle or right button or space pans, a drag on empty canvas
 * selects a rectangle, a click selects and with Shift adds, a double click opens or closes a scope or puts
 * back what is planned to go, Delete takes out what is selected.
 */
final class Gestures {
	private static final double STEP = 60;
	private static final double STILL = 4;

	private final GraphView graph;
	private final Selection selection;
	private final Minimap minimap;
	private double pressX;
	private double pressY;
	private double lastX;
	private double lastY;
	private boolean panning;
	private boolean dragged;
	private boolean space;

	Gestures(GraphView graph, Selection selection, Minimap minimap) {
		this.graph = graph;
		this.selection = selection;
		this.minimap = minimap;
	}

	void install() {
		graph.addEventHandler(ScrollEvent.SCROLL, this::scroll);
		graph.addEventHandler(MouseEvent.MOUSE_MOVED, this::moved);
		graph.addEventHandler(MouseEvent.MOUSE_EXITED, e -> away());
		graph.addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
		graph.addEventHandler(MouseEvent.MOUSE_DRAGGED, this::dragged);
		graph.addEventHandler(MouseEvent.MOUSE_RELEASED, this::released);
		graph.addEventHandler(MouseEvent.MOUSE_CLICKED, this::clicked);
		graph.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
		graph.addEventHandler(KeyEvent.KEY_RELEASED, e -> space &= e.getCode() != KeyCode.SPACE);
		minimap.addEventHandler(MouseEvent.ANY, this::map);
	}

	private void scroll(ScrollEvent e) {
		if (e.getDeltaY() == 0)
			return;
		graph.zoom(Math.exp(Math.clamp(e.getDeltaY(), -120, 120) * 0.004), e.getX(), e.getY());
		e.consume();
	}

	private void moved(MouseEvent e) {
		Finder.Found found = graph.at(e.getX(), e.getY());
		selection.hover(found == null ? null : found.group());
		graph.hover(found, e.getX(), e.getY());
	}

	private void away() {
		selection.hover(null);
		graph.hover(null, 0, 0);
	}

	private void pressed(MouseEvent e) {
		graph.requestFocus();
		pressX = lastX = e.getX();
		pressY = lastY = e.getY();
		panning = e.getButton() != MouseButton.PRIMARY || space;
		dragged = false;
		graph.hover(null, 0, 0);
	}

	private void dragged(MouseEvent e) {
		dragged |= Math.hypot(e.getX() - pressX, e.getY() - pressY) > STILL;
		if (!dragged)
			return;
		if (panning) {
			graph.setCursor(Cursor.CLOSED_HAND);
			graph.pan(e.getX() - lastX, e.getY() - lastY);
		} else {
			graph.band(corners(e));
		}
		lastX = e.getX();
		lastY = e.getY();
	}

	private double[] corners(MouseEvent e) {
		return new double[]{Math.min(pressX, e.getX()), Math.min(pressY, e.getY()), Math.max(pressX, e.getX()),
				Math.max(pressY, e.getY())};
	}

	private void released(MouseEvent e) {
		graph.setCursor(Cursor.DEFAULT);
		if (!dragged || panning)
			return;
		choose(graph.within(corners(e)), e.isShiftDown());
		selection.place().set(graph.framed(corners(e)));
		graph.band(null);
	}

	private void clicked(MouseEvent e) {
		if (dragged || e.getButton() != MouseButton.PRIMARY)
			return;
		Finder.Found found = graph.at(e.getX(), e.getY());
		Room room = found == null ? null : found.room();
		if (e.getClickCount() == 2 && room != null) {
			graph.toggle(room);
			return;
		}
		Card card = found == null ? null : found.card();
		if (found != null && found.item() != null && found.flow() == null)
			selection.place().set(found.item().nodes());
		if (e.getClickCount() == 2 && card != null && card.bypass != null) {
			graph.toggleRegion();
			return;
		}
		selection.node().set(card == null ? null : card.main());
		ChannelGroup group = found == null ? null : found.group();
		if (group != null)
			choose(Set.of(group), e.isShiftDown());
		else if (room != null)
			choose(Finder.groupsOf(room), e.isShiftDown());
		else if (!e.isShiftDown() && card == null)
			selection.clear();
	}

	private void choose(Set<ChannelGroup> groups, boolean add) {
		if (add && groups.size() == 1) {
			selection.toggle(groups.iterator().next());
			return;
		}
		List<ChannelGroup> chosen = new ArrayList<>(add ? new LinkedHashSet<>(selection.groups()) : Set.of());
		chosen.addAll(groups);
		selection.selectAll(chosen);
	}

	private void key(KeyEvent e) {
		if (e.isShortcutDown() || e.isAltDown())
			return;
		Runnable act = act(e.getCode());
		if (act == null)
			return;
		act.run();
		e.consume();
	}

	private @Nullable Runnable act(KeyCode code) {
		return switch (code) {
			case LEFT -> () -> graph.pan(STEP, 0);
			case RIGHT -> () -> graph.pan(-STEP, 0);
			case UP -> () -> graph.pan(0, STEP);
			case DOWN -> () -> graph.pan(0, -STEP);
			case PLUS, EQUALS, ADD -> graph::zoomIn;
			case MINUS, SUBTRACT -> graph::zoomOut;
			case ESCAPE -> selection::clear;
			case DELETE, BACK_SPACE -> graph::toggleRegion;
			case SPACE -> () -> space = true;
			default -> null;
		};
	}

	private void map(MouseEvent e) {
		if (e.getEventType() == MouseEvent.MOUSE_PRESSED || e.getEventType() == MouseEvent.MOUSE_DRAGGED)
			graph.view(minimap.centred(graph.view(), e.getX(), e.getY(), graph.getWidth(), graph.getHeight()));
		e.consume();
	}
}
