package espalier.app;

import java.util.List;

import javafx.beans.Observable;
import javafx.scene.Node;

import org.jspecify.annotations.Nullable;

import espalier.app.action.Action;
import espalier.report.Marks;
import espalier.report.TradeOff;
import espalier.session.Version;

/** Accuracy against MACs, each measured version a dot; a click on one shows the version. */
final class TradeOffChart implements Chart {
	private final Workbench bench;
	private final Action measure;

	/** @param measure measures the accuracy of the version shown */
	TradeOffChart(Workbench bench, Action measure) {
		this.bench = bench;
		this.measure = measure;
	}

	@Override
	public String title() {
		return "Trade-off";
	}

	@Override
	public List<Node> controls() {
		return List.of();
	}

	@Override
	public List<Observable> watches() {
		return List.of(bench.versions(), bench.version());
	}

	@Override
	public Sight sight() {
		if (bench.versions().stream().noneMatch(v -> v.measured() != null))
			return new Missing("No version's accuracy is measured yet", measure);
		return new Drawn(TradeOff.of(bench.versions(), bench.version().get()));
	}

	@Override
	public @Nullable Runnable pick(Marks.Mark mark) {
		Version version = mark.what() instanceof TradeOff.Dot dot
				? bench.versions().stream().filter((Version v) -> v.id() == dot.id()).findFirst().orElse(null)
				: null;
		return version == null || version == bench.version().get() ? null : () -> bench.go(version);
	}
}
