package espalier.app.graphview;

import java.util.function.BiConsumer;

import javafx.animation.AnimationTimer;

import org.jspecify.annotations.Nullable;

/** Moves from one layout and view to another in 150 ms. */
final class Glide extends AnimationTimer {
	private static final double NANOS = 150e6;

	/** Where it goes. */
	private record Way(Layout from, Layout to, Viewport fromView, Viewport toView, double width, double height) {}

	private final BiConsumer<Layout, Viewport> show;
	private @Nullable Way way;
	private long began;

	Glide(BiConsumer<Layout, Viewport> show) {
		this.show = show;
	}

	void start(Layout from, Layout to, Viewport fromView, Viewport toView, double width, double height) {
		way = new Way(from, to, fromView, toView, width, height);
		began = 0;
		start();
	}

	boolean running() {
		return way != null;
	}

	/** Jumps to the layout it was on the way to; the view stays where it is. */
	@Override
	public void stop() {
		super.stop();
		way = null;
	}

	@Override
	public void handle(long now) {
		Way going = way;
		if (going == null)
			return;
		began = began == 0 ? now : began;
		double t = Lod.smooth(0, 1, (now - began) / NANOS);
		boolean same = going.from == going.to;
		Layout at = t >= 1 || same ? going.to : going.from.between(going.to, t);
		if (t >= 1)
			stop();
		show.accept(at, t >= 1 ? going.toView : going.fromView.towards(going.toView, t, going.width, going.height));
	}
}
