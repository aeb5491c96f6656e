package espalier.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import espalier.allocate.Budget;
import espalier.coupling.Cuts;
import espalier.data.Preprocessing;
import espalier.data.Shapes;
import espalier.data.Splits;
import espalier.data.Subset;
import espalier.graph.Fingerprint;
import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.method.MethodRecipe;
import espalier.method.MethodRun;
import espalier.onnx.ModelFile;
import espalier.plan.Plan;
import espalier.runtime.Tracer;
import espalier.session.History;
import espalier.session.MeasurementCache;
import espalier.session.Version;
import espalier.session.Workpiece;
import espalier.train.Control;

/** What methods do, told as versions: the last is the network they made, and the plan of them all has its structure. */
class MethodVersionsTest {
	private static final Graph NET = Classifiers.blocks();
	private static final Images IMAGES = images();
	@TempDir
	Path folder = Path.of("");

	private static Images images() {
		Splits all = Shapes.splits(3);
		return new Images("shapes", new Splits(Subset.stratified(all.train(), 40, 1),
				Subset.stratified(all.validation(), 20, 1), false), Preprocessing.guess(Shape.of(1, 3, 32, 32)));
	}

	private MethodRun.Result run(Graph graph, MethodRecipe recipe) {
		return MethodRun.run(
				new MethodRun.Task(graph, Tracer.defaultInputs(graph), IMAGES.splits(), IMAGES.preprocessing(), recipe,
						new Budget.Macs(0.6), 1, 1, 1, null, MeasurementCache.at(folder)),
				new Control(), new MethodRun.Listener() {});
	}

	private static History history() {
		return new History(new ModelFile(Path.of("blocks.onnx"), NET, "ab12", 1),
				Workpiece.of(NET, Tracer.defaultInputs(NET)));
	}

	private static String print(Graph graph) {
		return new Fingerprint().add(graph).hex();
	}

	static List<MethodRecipe> recipes() {
		List<MethodRecipe> recipes = new ArrayList<>();
		for (String id : List.of("l1", "sfp", "rewinding", "layerprune", "channel-pruning"))
			recipes.add(espalier.method.Methods.byId(id).withEpochs(2));
		for (String id : List.of("sfp", "channel-pruning")) {
			MethodRecipe whole = espalier.method.Methods.byId(id).withEpochs(2);
			recipes.add(new MethodRecipe(id, id + " with samplers", "", "", MethodRecipe.Residual.SAMPLER, 1,
					whole.training(), whole.steps()));
		}
		return recipes;
	}

	@ParameterizedTest
	@MethodSource("recipes")
	void theLastVersionIsTheNetworkThatWasMade(MethodRecipe recipe) {
		MethodRun.Result result = run(NET, recipe);
		History history = history();
		Version root = history.current();
		List<Version> line = MethodVersions.of(history, root, recipe, IMAGES, result.stages());
		assertThat(history.versions()).as("preparing changes nothing").hasSize(1);
		history.adopt(line);
		Version last = history.current();
		assertThat(last.depth()).isEqualTo(line.size());
		assertThat(print(last.piece().graph())).isEqualTo(print(result.piece().graph()));
		assertThat(last.measured()).satisfies(
				m -> assertThat(m.accuracy().share()).isEqualTo(result.stages().getLast().accuracy()));
		Plan plan = history.planFromOriginal(last, Cuts.NONE);
		Workpiece planned = Workpiece.of(NET, root.piece().trace(), plan.choices());
		assertThat(planned.cost().preview(plan.cuts(planned.coupling())).macs())
				.isEqualTo(last.piece().cost().original().macs());
		while (history.canUndo())
			history.undo();
		assertThat(history.current().piece()).isSameAs(root.piece());
	}

	/** A second method starts from where a first one, that took a block out, ended. */
	@Test
	void methodsFollowEachOther() {
		History history = history();
		for (String id : List.of("layerprune", "fpgm")) {
			MethodRecipe recipe = espalier.method.Methods.byId(id).withEpochs(2);
			Version from = history.current();
			MethodRun.Result result = run(from.piece().graph(), recipe);
			history.adopt(MethodVersions.of(history, from, recipe, IMAGES, result.stages()));
			assertThat(print(history.current().piece().graph())).isEqualTo(print(result.piece().graph()));
		}
		Plan plan = history.planFromOriginal(history.current(), Cuts.NONE);
		Workpiece planned = Workpiece.of(NET, Tracer.trace(NET), plan.choices());
		assertThat(planned.cost().preview(plan.cuts(planned.coupling())).macs())
				.isEqualTo(history.current().piece().cost().original().macs());
	}
}
