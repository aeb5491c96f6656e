package espalier.app.control;

import javafx.scene.layout.Region;

/** A thin bar: what stays of a cost, and hatched what goes. */
public final class CostBar extends Region {
	private final Region kept = new Region();
	private double share = 1;

	public CostBar() {
		getStyleClass().add("cost-bar");
		kept.getStyleClass().add("cost-bar-kept");
		setMouseTransparent(true);
		getChildren().add(kept);
	}

	/** Share that stays, 0 to 1. */
	public void show(double stays) {
		share = Math.max(0, Math.min(1, stays));
		requestLayout();
	}

	@Override
	protected void layoutChildren() {
		kept.resizeRelocate(0, 0, snapSizeX(getWidth() * share), getHeight());
	}

	@Override
	protected double computePrefHeight(double width) {
		return 4;
	}
}
