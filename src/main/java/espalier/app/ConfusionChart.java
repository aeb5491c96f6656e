package espalier.app;

import java.util.List;

import javafx.beans.Observable;
import javafx.scene.Node;

import espalier.app.action.Action;
import espalier.evaluate.Evaluation;
import espalier.report.ConfusionFigure;
import espalier.session.Version;

/**
 * What the version shown takes its images for.
 *
 * @param measure
 *            measures the accuracy of the version shown
 */
record ConfusionChart(Workbench bench, Action measure) implements Chart {
	@Override
	public String title() {
		return "Confusion";
	}

	@Override
	public List<Node> controls() {
		return List.of();
	}

	@Override
	public List<Observable> watches() {
		return List.of(bench.version());
	}

	@Override
	public Sight sight() {
		Version version = bench.version().get();
		Evaluation measured = version == null ? null : version.measured();
		return version == null || measured == null
				? new Missing("The accuracy is not measured yet", measure)
				: new Drawn(new ConfusionFigure("v" + Methods.number(version), measured));
	}
}
