package espalier.depth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import espalier.coupling.Choices;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.data.Preprocessing;
import espalier.data.Shapes;
import espalier.data.Subset;
import espalier.evaluate.Distance;
import espalier.evaluate.Evaluation;
import espalier.evaluate.Sensitivity.Metric;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.Trace;
import espalier.importance.Criteria;
import espalier.onnx.OnnxReader;
import espalier.plan.Bypasses;
import espalier.plan.Surgeon;
import espalier.region.Bypass;
import espalier.region.Region;
import espalier.region.Regions;
import espalier.runtime.Tracer;
import espalier.train.Weights;

class DepthMethodsTest {
	private static final Preprocessing PREPROCESSING = Preprocessing.guess(Shape.of(1, 3, 32, 32));
	private static final Images IMAGES = new Images(Subset.stratified(Shapes.splits(1).train(), 300, 1), PREPROCESSING);
	private static final String IDLE = "layer1.2";
	private static final DepthMethod.Listener NOBODY = (_, _, _) -> {
	};

	private static Graph resnet() {
		return OnnxReader.read(Path.of("example-models", "resnet20-shapes.onnx")).graph();
	}

	/** A block whose branch adds nothing. */
	private static Graph idle() {
		Graph graph = resnet();
		Map<String, Tensor> zeros = new HashMap<>();
		graph.initializers().forEach((name, tensor) -> {
			if (name.startsWith(IDLE + ".") && !name.endsWith("running_var") && tensor.shape().rank() > 0)
				zeros.put(name, Tensor.ofFloats(name, tensor.shape(), new float[(int) tensor.elements()]));
		});
		assertThat(zeros).isNotEmpty();
		return Weights.into(graph, zeros);
	}

	private static Subject subject(Graph graph, Images images) {
		Trace trace = Tracer.trace(graph);
		return new Subject(Coupling.of(graph, trace), Regions.of(graph, trace).blocks(), images);
	}

	static List<DepthMethod> methods() {
		List<DepthMethod> all = new ArrayList<>(DepthMethods.all());
		for (String id : List.of("l1", "fpgm", "bn"))
			all.add(new LayerPrune(Criteria.byId(id)));
		all.add(Ablation.USUAL.by(Metric.LOSS));
		all.add(Ablation.USUAL.by(Metric.COSINE));
		return all;
	}

	@ParameterizedTest
	@MethodSource("methods")
	void aBlockThatDoesNothingMattersLeast(DepthMethod method) {
		DepthScores found = method.score(subject(idle(), IMAGES), NOBODY, () -> false);
		assertThat(found.notApplicable()).isEmpty();
		assertThat(found.scores()).hasSize(9);
		assertThat(found.scores().get(IDLE)).as(found.scores().toString()).isBetween(-1e-7, 1e-7);
		assertThat(found.lowest(1)).as(found.scores().toString()).containsExactly(IDLE);
	}

	@ParameterizedTest
	@MethodSource("methods")
	void theSameAgain(DepthMethod method) {
		Subject subject = subject(resnet(), IMAGES);
		DepthScores first = method.score(subject, NOBODY, () -> false);
		assertThat(method.score(subject, NOBODY, () -> false)).isEqualTo(first);
		assertThat(first.lowest(9)).hasSize(9).doesNotHaveDuplicates();
		assertThatThrownBy(() -> first.lowest(10)).isInstanceOf(RefusedException.class).hasMessageContaining("9");
	}

	@ParameterizedTest
	@MethodSource("methods")
	void cancelledAtOnce(DepthMethod method) {
		assertThatThrownBy(() -> method.score(subject(resnet(), IMAGES), NOBODY, () -> true))
				.isInstanceOf(CancellationException.class);
	}

	@Test
	void methodsThatNeedImagesSaySo() {
		Subject blind = new Subject(subject(resnet(), IMAGES).coupling(), List.of(), null);
		for (DepthMethod method : methods())
			if (method.needs() != DepthMethod.Needs.NOTHING)
				assertThatThrownBy(() -> method.score(blind, NOBODY, () -> false)).isInstanceOf(RefusedException.class)
						.hasMessageContaining("images");
		assertThatThrownBy(() -> DepthMethods.byId("luck")).isInstanceOf(RefusedException.class)
				.hasMessageContaining("similarity");
	}

	private static Graph without(Graph graph, Bypass bypass) {
		Choices out = Choices.bypassing(List.of(bypass));
		var left = Bypasses.applied(graph, Tracer.trace(graph), out.bypasses());
		return Surgeon.apply(Coupling.of(left.graph(), left.trace(), out), Cuts.NONE);
	}

	@Test
	void ablationIsThatOfTheNaiveLoop() {
		Subject subject = subject(resnet(), IMAGES);
		DepthScores accuracy = Ablation.USUAL.score(subject, NOBODY, () -> false);
		DepthScores cosine = Ablation.USUAL.by(Metric.COSINE).score(subject, NOBODY, () -> false);
		double whole = accuracy(subject.graph());
		assertThat(whole).isGreaterThan(0.8);
		for (Region region : subject.regions()) {
			Graph thinned = without(subject.graph(), ((Region.Leave.By) region.leave()).bypass());
			assertThat(thinned.nodes().size()).isLessThan(subject.graph().nodes().size());
			double drop = whole - accuracy(thinned);
			assertThat(accuracy.scores().get(region.name())).as(region.name()).isEqualTo(drop,
					org.assertj.core.api.Assertions.within(1e-9));
			assertThat(drop).isBetween(accuracy.intervals().get(region.name()).low(),
					accuracy.intervals().get(region.name()).high());
			double alike = Distance.between(thinned, subject.graph(), IMAGES.data(), PREPROCESSING, () -> false)
					.cosine();
			assertThat(cosine.scores().get(region.name())).as(region.name()).isEqualTo(1 - alike,
					org.assertj.core.api.Assertions.within(1e-5));
		}
	}

	private static double accuracy(Graph graph) {
		return Evaluation.of(graph, IMAGES.data(), PREPROCESSING, () -> false).accuracy().share();
	}

	@Test
	void ablationGoesOnWhereItWasStopped(@TempDir Path folder) {
		Subject subject = subject(resnet(), IMAGES);
		Ablation kept = Ablation.USUAL.keptIn(folder);
		List<Integer> before = new ArrayList<>();
		assertThatThrownBy(() -> kept.score(subject, (soFar, _, _) -> before.add(soFar.scores().size()),
				() -> !before.isEmpty() && before.getLast() >= 3)).isInstanceOf(CancellationException.class);
		int done = before.getLast();
		assertThat(done).isBetween(3, 8);
		List<Integer> after = new ArrayList<>();
		DepthScores found = kept.score(subject, (soFar, _, _) -> after.add(soFar.scores().size()), () -> false);
		assertThat(after.getFirst()).isEqualTo(done);
		assertThat(found).isEqualTo(Ablation.USUAL.score(subject, NOBODY, () -> false));
		// all is known now, so that nobody is asked whether to go on
		assertThat(kept.score(subject, NOBODY, () -> true)).isEqualTo(found);
	}
}
