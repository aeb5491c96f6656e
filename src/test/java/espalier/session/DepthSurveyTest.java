package espalier.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import espalier.coupling.Choices;
import espalier.data.Preprocessing;
import espalier.data.Shapes;
import espalier.data.Subset;
import espalier.depth.DepthMethod;
import espalier.depth.DepthMethods;
import espalier.depth.DepthScores;
import espalier.depth.Images;
import espalier.graph.Shape;
import espalier.onnx.OnnxReader;
import espalier.region.Region;
import espalier.region.Regions;
import espalier.runtime.Tracer;

class DepthSurveyTest {
	private static final DepthMethod.Listener NOBODY = (_, _, _) -> {
	};

	private static DepthSurvey survey(Path folder, int images) {
		var graph = OnnxReader.read(Path.of("example-models", "vit-shapes.onnx")).graph();
		Workpiece piece = Workpiece.of(graph, Tracer.trace(graph), Choices.NONE);
		List<Region> blocks = Regions.of(graph, piece.trace()).blocks();
		return new DepthSurvey(piece, blocks, new Images(Subset.stratified(Shapes.splits(1).train(), images, 1),
				Preprocessing.guess(Shape.of(1, 3, 32, 32))), MeasurementCache.at(folder));
	}

	@ParameterizedTest
	@ValueSource(strings = {"imprinting", "dbp", "ablation", "similarity"})
	void whatWasMeasuredIsNotMeasuredAgain(String id, @TempDir Path folder) {
		DepthMethod method = DepthMethods.byId(id);
		DepthScores found = survey(folder, 40).measure(method, NOBODY, () -> false);
		assertThat(found.scores()).hasSize(4);
		assertThat(survey(folder, 40).measure(method, NOBODY, () -> true)).isEqualTo(found);
		assertThatThrownBy(() -> survey(folder, 50).measure(method, NOBODY, () -> true))
				.isInstanceOf(CancellationException.class);
	}
}
