package espalier.app;

import java.util.List;

import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;

import espalier.report.TrainingFigure;
import espalier.session.Origin;
import espalier.session.Version;

/** Loss and accuracy of the training that the version shown comes from, or of the one under way. */
final class TrainingChart implements Chart {
	private final Workbench bench;
	private final ObservableValue<Number> epochs;

	TrainingChart(Workbench bench) {
		this.bench = bench;
		epochs = bench.training().run().flatMap(run -> Bindings.size(run.epochs()));
	}

	@Override
	public String title() {
		return "Epochs";
	}

	@Override
	public List<Node> controls() {
		return List.of();
	}

	@Override
	public List<Observable> watches() {
		return List.of(bench.version(), bench.training().run(), epochs);
	}

	@Override
	public Sight sight() {
		Version version = bench.version().get();
		TrainingRun run = bench.training().run().get();
		if (run != null && bench.training().running() && !run.epochs().isEmpty())
			return new Drawn(new TrainingFigure("v" + Methods.number(run.version()), run.epochs()));
		for (Version v = version; v != null; v = v.parent())
			if (v.origin() instanceof Origin.Trained trained && v.parent() != null)
				return new Drawn(new TrainingFigure("v" + Methods.number(v.parent()), trained.metrics()));
			else if (v.origin() instanceof Origin.ByMethod method && v.parent() != null && !method.metrics().isEmpty())
				return new Drawn(new TrainingFigure("v" + Methods.number(v.parent()), method.metrics()));
		return new Missing("This version was not trained here: fine-tune it on the Training tab", null);
	}
}
