package espalier.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import espalier.allocate.Budget;
import espalier.data.Preprocessing;
import espalier.data.Splits;
import espalier.evaluate.Evaluation;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.importance.Aggregation;
import espalier.onnx.OnnxWriter;
import espalier.plan.Plan;
import espalier.plan.Surgeon;
import espalier.runtime.Tracer;
import espalier.session.MeasurementCache;
import espalier.session.Workpiece;
import espalier.train.Control;
import espalier.train.Metrics;
import espalier.train.Outcome;
import espalier.train.Recipe;
import espalier.zoo.ConvSpec;
import espalier.zoo.NetBuilder;

class MethodRunTest {
	private static final Preprocessing PREPROCESSING = SmallCase.PREPROCESSING;
	private static final Splits DATA = SmallCase.DATA;
	private static final Graph NET = SmallCase.NET;
	private static final double NET_MACS = Workpiece.of(NET, Tracer.defaultInputs(NET)).cost().original().macs();

	@TempDir
	private Path folder;

	private MethodRun.Task task(Graph graph, MethodRecipe recipe, @Nullable Path kept) {
		return new MethodRun.Task(graph, Tracer.defaultInputs(graph), DATA, PREPROCESSING, recipe,
				new Budget.Macs(0.5), 1, 1, 1, kept, MeasurementCache.at(folder.resolve("cache")));
	}

	/** What a run told. */
	private static class Heard implements MethodRun.Listener {
		private final List<Shaped> shapes = new ArrayList<>();
		private final List<Stage> stages = new ArrayList<>();
		private int epochs;

		@Override
		public void shaped(Shaped now) {
			shapes.add(now);
		}

		@Override
		public void done(Stage stage) {
			stages.add(stage);
		}

		@Override
		public void epoch(Metrics metrics) {
			epochs++;
		}
	}

	static List<MethodRecipe> all() {
		return Methods.all().stream().map(SmallCase::small).toList();
	}

	@ParameterizedTest
	@MethodSource("all")
	void everyMethodRunsToItsEnd(MethodRecipe recipe) {
		Heard heard = new Heard();
		MethodRun.Result result = MethodRun.run(task(NET, recipe, null), new Control(), heard);
		assertThat(result.end()).isEqualTo(Outcome.End.FINISHED);
		assertThat(heard.epochs).isEqualTo(recipe.epochs());
		assertThat(heard.stages).isEqualTo(result.stages());
		double kept = (double) result.piece().cost().original().macs() / result.original().cost().original().macs();
		boolean blocks = recipe.steps().stream().anyMatch(Step.Blocks.class::isInstance);
		assertThat(kept).isCloseTo(0.5, within(blocks ? 0.2 : 0.03));
		assertThat(result.stages().getLast().accuracy())
				.isEqualTo(measured(result.stages().getLast()).accuracy().share());
		requireSameBehindZeros(result.stages());
	}

	/** What was zero while it trained computes nothing: without it the network answers as before. */
	private static void requireSameBehindZeros(List<Stage> stages) {
		for (int i = 1; i < stages.size(); i++)
			if (stages.get(i).title().equals(new Act.CutZeros().title())) {
				assertThat(stages.get(i).piece().cost().original().macs())
						.isLessThan(stages.get(i - 1).piece().cost().original().macs());
				Evaluation before = measured(stages.get(i - 1));
				Evaluation after = measured(stages.get(i));
				assertThat(after.top1()).isEqualTo(before.top1());
				assertThat(after.loss()).isCloseTo(before.loss(), within(1e-5));
			}
	}

	private static Evaluation measured(Stage stage) {
		return Evaluation.of(stage.piece().graph(), DATA.validation(), PREPROCESSING, () -> false);
	}

	/** A strong decay makes the others small, so that those that grow again overtake some. */
	@Test
	void softFiltersReturn() {
		Heard heard = new Heard();
		MethodRecipe recipe = SmallCase.small(Methods.byId("sfp"));
		Recipe usual = recipe.training();
		Recipe decaying = new Recipe(1, usual.batch(), 1, Recipe.Optimiser.sgd(0.3), usual.schedule(), usual.loss(),
				usual.care(), usual.augmentation());
		MethodRun.run(task(NET, new MethodRecipe("x", "x", "", "", recipe.residual(), 1, decaying,
				List.of(new Step.Soft(6, 3, "l2", 0, false))), null), new Control(), heard);
		assertThat(new HashSet<>(heard.shapes.stream().map(Shaped::off).toList())).as("sets of filters that were zero")
				.hasSizeGreaterThan(1);
		assertThat(heard.shapes.stream().map(Shaped::widths).distinct()).hasSize(1);
	}

	@Test
	void aTrainingThatIsStoppedLeavesItsBestEpochAndGoesOnLater() {
		MethodRecipe recipe = SmallCase.small(Methods.byId("l1")).withEpochs(4);
		Path kept = folder.resolve("run");
		Control control = new Control();
		MethodRun.Result part = MethodRun.run(task(NET, recipe, kept), control, new Heard() {
			private int ends;

			@Override
			public void epoch(Metrics metrics) {
				if (++ends == 2)
					control.cancel();
			}
		});
		assertThat(part.end()).isEqualTo(Outcome.End.CANCELLED);
		Stage last = part.stages().getLast();
		assertThat(last.metrics()).hasSize(2);
		assertThat(last.accuracy()).isEqualTo(measured(last).accuracy().share())
				.isEqualTo(last.metrics().stream().mapToDouble(Metrics::accuracy).max().orElseThrow());
		assertThat(part.piece()).isSameAs(last.piece());
		assertThat(
				OnnxWriter.toBytes(MethodRun.run(task(NET, recipe, kept), new Control(), new Heard()).piece().graph()))
				.isEqualTo(OnnxWriter.toBytes(
						MethodRun.run(task(NET, recipe, null), new Control(), new Heard()).piece().graph()));
	}

	@Test
	void aPauseHoldsWorkBetweenTrainings() throws InterruptedException {
		Control control = new Control();
		control.pause();
		Heard heard = new Heard();
		Thread run = new Thread(
				() -> MethodRun.run(task(NET, SmallCase.small(Methods.byId("l1")), null), control, heard));
		run.start();
		run.join(1000);
		assertThat(run.isAlive()).isTrue();
		assertThat(heard.stages).as("acts that are done while it is paused").isEmpty();
		control.resume();
		run.join();
		assertThat(heard.stages).hasSize(2);
	}

	@Test
	void explorationGivesChannelsBackUntilItsEnd() {
		Heard heard = new Heard();
		MethodRun.run(task(NET, SmallCase.small(Methods.byId("chex")).withEpochs(8), null), new Control(), heard);
		boolean back = false;
		for (int i = 1; i < heard.shapes.size(); i++)
			for (Map.Entry<String, BitSet> group : heard.shapes.get(i - 1).off().entrySet()) {
				BitSet returned = (BitSet) group.getValue().clone();
				returned.andNot(Objects.requireNonNull(heard.shapes.get(i).off().get(group.getKey())));
				back |= !returned.isEmpty();
			}
		assertThat(back).isTrue();
		List<Long> macs = heard.shapes.stream().map(Shaped::macs).toList();
		assertThat(macs.getLast()).isLessThan(macs.getFirst());
	}

	@Test
	void scalesShrinkTheMoreTheStrongerTheSparsity() {
		List<Double> sums = new ArrayList<>();
		for (double lambda : new double[]{1e-6, 0.2}) {
			MethodRecipe recipe = SmallCase.small(Methods.byId("slimming"));
			Heard heard = new Heard();
			MethodRun.run(task(NET,
					new MethodRecipe("x", "x", "", "", recipe.residual(), 1, recipe.training(),
							List.of(new Step.Slim(3, 1, lambda))),
					null), new Control(), heard);
			sums.add(heard.shapes.getLast().scales().values().stream().flatMapToDouble(java.util.Arrays::stream).sum());
		}
		assertThat(sums.get(1)).isLessThan(0.9 * sums.get(0));
	}

	static List<MethodRecipe> ofEachKind() {
		return all().stream().filter(m -> List.of("slimming", "sfp", "chex", "dbp").contains(m.id())).toList();
	}

	@ParameterizedTest
	@MethodSource("ofEachKind")
	void aRunThatWasStoppedEndsAsOneThatWasNot(MethodRecipe recipe) {
		byte[] straight = OnnxWriter
				.toBytes(MethodRun.run(task(NET, recipe, null), new Control(), new Heard()).piece().graph());
		Path kept = folder.resolve("run");
		for (int stop = 1; stop <= 2; stop++) {
			Control control = new Control();
			int at = stop;
			MethodRun.Result part = MethodRun.run(task(NET, recipe, kept), control, new Heard() {
				private int ends;

				@Override
				public void epoch(Metrics metrics) {
					if (++ends == at)
						control.cancel();
				}
			});
			assertThat(part.end()).isEqualTo(Outcome.End.CANCELLED);
		}
		Heard heard = new Heard();
		MethodRun.Result rest = MethodRun.run(task(NET, recipe, kept), new Control(), heard);
		assertThat(OnnxWriter.toBytes(rest.piece().graph())).isEqualTo(straight);
		assertThat(RunRecord.read(kept).done()).isTrue();
		Heard again = new Heard();
		assertThat(OnnxWriter.toBytes(MethodRun.run(task(NET, recipe, kept), new Control(), again).piece().graph()))
				.isEqualTo(straight);
		assertThat(again.epochs).as("epochs of a run that is done").isZero();
	}

	/** The branches read a part of the streams, which stay whole. */
	@ParameterizedTest
	@ValueSource(strings = {"channel-pruning", "l1"})
	void branchesCanSampleTheirStream(String id) {
		MethodRecipe recipe = SmallCase.small(Methods.byId(id));
		List<Step> steps = new ArrayList<>(recipe.steps());
		// what a branch samples has no filters of its own: it is judged by what reads it
		if (steps.getFirst() instanceof Step.Cut cut)
			steps.set(0, new Step.Cut(cut.criterion(), Aggregation.DEFAULT, cut.allocator(), 1, cut.pace(), 1, 0));
		MethodRecipe sampling = new MethodRecipe(id, id, "", "", MethodRecipe.Residual.SAMPLER, 1, recipe.training(),
				steps);
		Path kept = folder.resolve(id);
		MethodRun.Result result = MethodRun.run(task(NET, sampling, kept), new Control(), new Heard());
		Graph graph = result.piece().graph();
		assertThat(graph.nodes().stream().filter(n -> n.is("Gather"))).isNotEmpty();
		assertThat(Objects.requireNonNull(graph.initializers().get("conv1.weight")).shape().dim(0))
				.as("width of the stream").isEqualTo(12);
		assertThat((double) result.piece().cost().original().macs() / result.original().cost().original().macs())
				.isCloseTo(0.5, within(0.05));
		assertThat(OnnxWriter.toBytes(
				MethodRun.run(task(NET, sampling, kept), new Control(), new Heard()).piece().graph()))
				.isEqualTo(OnnxWriter.toBytes(graph));
	}

	@Test
	void anotherRunsFolderIsRefused() {
		Path kept = folder.resolve("run");
		MethodRecipe recipe = SmallCase.small(Methods.byId("l1"));
		MethodRun.run(task(NET, recipe, kept), new Control(), new Heard());
		assertThatThrownBy(() -> MethodRun.run(task(NET, recipe.withSeed(2), kept), new Control(), new Heard()))
				.isInstanceOf(RefusedException.class).hasMessageContaining("another recipe, model, goal or images");
	}

	@Test
	void roundsCutStepByStep() {
		MethodRecipe recipe = SmallCase.small(Methods.byId("l1"));
		Step.Cut once = (Step.Cut) recipe.steps().getFirst();
		Step.Cut rounds = new Step.Cut(once.criterion(), once.aggregation(), once.allocator(), 1, Step.Pace.CUBIC, 3,
				3);
		List<Stage> stages = MethodRun.run(task(NET, new MethodRecipe("x", "x", "", "", recipe.residual(), 1,
				recipe.training(), List.of(rounds)), null), new Control(), new Heard()).stages();
		List<Double> kept = stages.stream().filter(s -> s.change() instanceof Stage.Change.Cut)
				.map(s -> s.piece().cost().original().macs() / NET_MACS).toList();
		assertThat(kept).hasSize(3);
		for (int round = 1; round <= 3; round++)
			assertThat(kept.get(round - 1)).isCloseTo(1 - 0.5 * Step.Pace.CUBIC.gone(round, 3), within(0.05));
		assertThat(stages).hasSize(5);
	}

	/** A ratio is of the network before the run, however many rounds there are. */
	@Test
	void ratiosDoNotAddUpOverRounds() {
		MethodRecipe recipe = SmallCase.small(Methods.byId("l1"));
		Step.Cut once = (Step.Cut) recipe.steps().getFirst();
		List<Long> macs = new ArrayList<>();
		for (int rounds : new int[]{1, 3}) {
			Step.Cut cut = new Step.Cut(once.criterion(), once.aggregation(), once.allocator(), 1, Step.Pace.LINEAR,
					rounds, 0);
			MethodRun.Task task = task(NET, new MethodRecipe("x", "x", "", "", recipe.residual(), 1,
					recipe.training(), List.of(cut)), null);
			macs.add(MethodRun.run(new MethodRun.Task(task.graph(), task.inputs(), task.data(), task.preprocessing(),
					task.recipe(), new Budget.Ratio(0.5), 1, 1, 1, null, task.cache()), new Control(), new Heard())
					.piece().cost().original().macs());
		}
		assertThat(macs.get(1) / NET_MACS).isCloseTo(macs.get(0) / NET_MACS, within(0.05));
	}

	@Test
	void aGoalThatIsMissedIsSaid() {
		List<String> notes = new ArrayList<>();
		MethodRun.Task task = task(NET, SmallCase.small(Methods.byId("reprune")), null);
		MethodRun.run(new MethodRun.Task(task.graph(), task.inputs(), task.data(), task.preprocessing(), task.recipe(),
				new Budget.Macs(0.01), 1, 1, 1, null, task.cache()), new Control(), new Heard() {
					@Override
					public void noted(String sentence) {
						notes.add(sentence);
					}
				});
		assertThat(notes).anyMatch(n -> n.startsWith("The goal was 1.0% of MACs, and "));
	}

	@Test
	void aTrainingThatDivergesEndsTheRun() {
		MethodRecipe recipe = SmallCase.small(Methods.byId("l1"));
		Recipe usual = recipe.training();
		Recipe wild = usual.withSchedule(usual.schedule().withRate(900));
		Path kept = folder.resolve("run");
		MethodRun.Result result = MethodRun.run(task(NET, new MethodRecipe("x", "x", "", "", recipe.residual(), 1, wild,
				recipe.steps()), kept), new Control(), new Heard());
		assertThat(result.end()).isEqualTo(Outcome.End.DIVERGED);
		assertThat(RunRecord.read(kept).acts()).hasSize(1);
	}

	@Test
	void anActWhoseFileIsGoneIsDoneAgain() throws java.io.IOException {
		MethodRecipe recipe = SmallCase.small(Methods.byId("sfp"));
		Path kept = folder.resolve("run");
		byte[] straight = OnnxWriter.toBytes(
				MethodRun.run(task(NET, recipe, kept), new Control(), new Heard()).piece().graph());
		java.nio.file.Files.delete(kept.resolve("act-1.onnx"));
		assertThat(OnnxWriter.toBytes(
				MethodRun.run(task(NET, recipe, kept), new Control(), new Heard()).piece().graph()))
				.isEqualTo(straight);
	}

	@Test
	void cutsAtChosenEpochsGoAShareOfTheWayEach() {
		MethodRecipe recipe = SmallCase.small(Methods.byId("l1"));
		Step.Cut once = (Step.Cut) recipe.steps().getFirst();
		Step.Cut half = new Step.Cut(once.criterion(), once.aggregation(), once.allocator(), 0.5, once.pace(), 1, 0);
		List<Stage> stages = MethodRun.run(task(NET, new MethodRecipe("x", "x", "", "", recipe.residual(), 1,
				recipe.training(), List.of(half, new Step.Train(1, 1), once, new Step.Train(1, 1))), null),
				new Control(), new Heard()).stages();
		assertThat(stages.get(0).piece().cost().original().macs() / NET_MACS).isCloseTo(0.75, within(0.04));
		assertThat(stages.get(2).piece().cost().original().macs() / NET_MACS).isCloseTo(0.5, within(0.04));
	}

	@Test
	void aNetworkWithoutBatchNormsIsToldWhatNeedsThem() {
		NetBuilder b = new NetBuilder("plain", 1);
		String x = b.relu(b.as("conv1").conv(b.input("input", 1, 3, 32, 32), ConvSpec.of(8, 3).strided(4)));
		x = b.relu(b.as("conv2").conv(x, ConvSpec.of(8, 3)));
		b.output(b.as("fc").gemm(b.flatten(b.globalPool(x)), 10, true, true), "logits");
		Graph plain = b.build();
		for (String id : List.of("slimming", "chex", "reprune"))
			assertThatThrownBy(
					() -> MethodRun.run(task(plain, SmallCase.small(Methods.byId(id)), null), new Control(),
							new Heard()))
					.as(id).isInstanceOf(RefusedException.class).hasMessageContaining("batch normalisation")
					.hasMessageContaining("fpgm");
		for (String id : List.of("fpgm", "l1", "hrank"))
			assertThat(MethodRun.run(task(plain, SmallCase.small(Methods.byId(id)), null), new Control(), new Heard())
					.end())
					.as(id).isEqualTo(Outcome.End.FINISHED);
	}

	/** The plans of two cuts, joined to one on the network that is gone back to, leave what the run leaves. */
	@ParameterizedTest
	@ValueSource(ints = {0, 1})
	void rewoundWeightsAreThoseOfThenInTheFormOfNow(int behind) {
		MethodRecipe l1 = SmallCase.small(Methods.byId("l1"));
		Step.Cut all = (Step.Cut) l1.steps().getFirst();
		Step.Cut half = new Step.Cut(all.criterion(), all.aggregation(), all.allocator(), 0.5, all.pace(), 1, 0);
		MethodRecipe recipe = new MethodRecipe("x", "x", "", "", l1.residual(), 1, l1.training(),
				List.of(new Step.Train(1, 1), half, new Step.Train(1, 1), all, new Step.Rewind(behind)));
		Path kept = folder.resolve("run");
		MethodRun.Result result = MethodRun.run(task(NET, recipe, kept), new Control(), new Heard());
		Workpiece then = behind == 0 ? result.original() : result.stages().getFirst().piece();
		Plan plan = plan(result.stages().get(1)).then(plan(result.stages().get(3)));
		assertThat(weights(result.piece().graph()))
				.isEqualTo(weights(Surgeon.apply(then.coupling(), plan.cuts(then.coupling()))));
		assertThat(weights(result.piece().graph())).isNotEqualTo(weights(result.stages().get(3).piece().graph()));
		assertThat(OnnxWriter.toBytes(
				MethodRun.run(task(NET, recipe, kept), new Control(), new Heard()).piece().graph()))
				.isEqualTo(OnnxWriter.toBytes(result.piece().graph()));
	}

	private static Plan plan(Stage stage) {
		Stage.Change.Cut cut = (Stage.Change.Cut) stage.change();
		return Plan.of(cut.planned().coupling(), cut.cuts(), "0".repeat(64), "");
	}

	private static List<String> weights(Graph graph) {
		return graph.initializers().values().stream().filter(t -> t.type().floating())
				.map(t -> t.shape() + " " + java.util.Arrays.toString(t.toFloats())).sorted().toList();
	}

	/** Blocks that went are gone then, too, and so are channels that were fitted. */
	@ParameterizedTest
	@ValueSource(strings = {"layerprune", "thinet"})
	void whatWasTakenOutSinceIsOutOfEarlierWeights(String id) {
		MethodRecipe recipe = SmallCase.small(Methods.byId(id));
		List<Step> steps = new ArrayList<>(recipe.steps());
		steps.add(new Step.Rewind(0));
		MethodRun.Result result = MethodRun.run(task(NET, new MethodRecipe("x", "x", "", "", recipe.residual(), 1,
				recipe.training(), steps), null), new Control(), new Heard());
		Stage before = result.stages().get(result.stages().size() - 2);
		assertThat(result.piece().cost().original()).isEqualTo(before.piece().cost().original());
		Graph graph = result.piece().graph();
		assertThat(Objects.requireNonNull(graph.initializers().get("bn1.bias")).toFloats())
				.isEqualTo(Objects.requireNonNull(NET.initializers().get("bn1.bias")).toFloats())
				.isNotEqualTo(Objects.requireNonNull(before.piece().graph().initializers().get("bn1.bias")).toFloats());
	}

	@Test
	void weightsOfALaterStepAreRefused() {
		MethodRecipe l1 = Methods.byId("l1");
		assertThatThrownBy(() -> new MethodRecipe("x", "x", "", "", l1.residual(), 1, l1.training(),
				List.of(new Step.Train(1, 1), new Step.Rewind(2)))).isInstanceOf(RefusedException.class)
				.hasMessageContaining("Step 2 of the recipe `x` rewinds to behind step 2, which is not before it");
	}
}
