package espalier.app;

import javafx.scene.control.Tooltip;

/** The time of a run before and after a plan that takes regions out, as a few runs tell it. */
final class LatencyMeter {
	private LatencyMeter() {}

	static Meter of(QuickTiming timing) {
		Meter meter = new Meter("Latency, ms");
		meter.setId("latency-estimate");
		Tooltip tip = new Tooltip();
		Tooltip.install(meter, tip);
		meter.visibleProperty().bind(timing.found().isNotNull());
		meter.managedProperty().bind(meter.visibleProperty());
		timing.found().subscribe(found -> {
			if (found == null)
				return;
			meter.show("≈ " + Figures.milliseconds(found.before()) + " → " + Figures.milliseconds(found.after()),
					Figures.change(Math.round(1e6 * found.before()), Math.round(1e6 * found.after())),
					found.before() <= 0 ? 1 : found.after() / found.before());
			tip.setText("An estimate: medians of a few runs of the version and of the plan in turn in ONNX Runtime, "
					+ found.setup().words() + "; Time it on the Latency tab measures more");
		});
		return meter;
	}
}
