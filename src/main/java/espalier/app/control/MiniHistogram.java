package espalier.app.control;

import java.util.BitSet;

import javafx.scene.layout.Region;

/** A histogram the size of a word, to tell flat groups from peaked ones at a glance. */
public final class MiniHistogram extends Region {
	private final Bars bars = new Bars(16);

	public MiniHistogram() {
		getStyleClass().add("mini-histogram");
		setMouseTransparent(true);
		getChildren().add(bars);
	}

	/** One score per unit, and which units are to go. */
	public void show(double[] scores, BitSet removed) {
		bars.show(scores, removed);
	}

	@Override
	protected void layoutChildren() {
		bars.resizeRelocate(0, 0, getWidth(), getHeight());
	}

	@Override
	protected double computePrefWidth(double height) {
		return 48;
	}

	@Override
	protected double computePrefHeight(double width) {
		return 18;
	}
}
