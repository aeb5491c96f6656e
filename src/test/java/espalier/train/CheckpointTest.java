package espalier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import espalier.data.Preprocessing;
import espalier.data.Splits;
import espalier.graph.BadInputException;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.Tensor;

/** Trainings that stop and go on. */
class CheckpointTest {
	private static final int EPOCHS = 5;
	private static final Splits DATA = SmallNets.shapes(40, 20);

	@TempDir
	Path folder = Path.of("");

	private static Trainer.Job job(Path checkpoint, Recipe recipe) {
		return new Trainer.Job(SmallNets.convolutional(1), DATA, SmallNets.PREPROCESSING, recipe, null, checkpoint, 1);
	}

	private static List<Metrics> timeless(List<Metrics> metrics) {
		return metrics.stream().map(m -> new Metrics(m.epoch(), m.trainLoss(), m.trainAccuracy(), m.loss(),
				m.accuracy(), m.rate(), 0)).toList();
	}

	private static Outcome stoppedAt(Trainer.Job job, long lastStep) {
		Control control = new Control();
		return Trainer.run(job, control, new Progress() {
			@Override
			public void step(long step, long all, double loss, double rate, double imagesPerSecond) {
				if (step == lastStep)
					control.cancel();
			}
		});
	}

	private static Stream<Recipe> recipes() {
		Recipe sgd = SmallNets.recipe(EPOCHS);
		Recipe adamW = new Recipe(EPOCHS, 16, 2, Recipe.Optimiser.adamW(0.01), Schedule.oneCycle(0.01),
				new Recipe.Loss(0.1, 0, 4), new Recipe.Care(1, 0, 0.9), sgd.augmentation());
		return Stream.of(sgd, adamW);
	}

	@TestFactory
	Stream<DynamicTest> resumedTrainingsEndAsUnbrokenOnes() {
		return recipes().map(recipe -> DynamicTest.dynamicTest(recipe.optimiser().method().name(), () -> {
			Outcome unbroken = Trainer.run(job(folder.resolve(recipe.seed() + "-whole"), recipe), new Control(),
					new Progress() {});
			Path file = folder.resolve(recipe.seed() + "-broken");
			// Two steps an epoch: within the second epoch, at the end of the third, within the fourth.
			assertThat(stoppedAt(job(file, recipe), 3).metrics()).hasSize(1);
			assertThat(stoppedAt(job(file, recipe), 6).metrics()).hasSize(2);
			assertThat(stoppedAt(job(file, recipe), 7).metrics()).hasSize(3);
			List<Integer> epochs = new ArrayList<>();
			Outcome resumed = Trainer.run(job(file, recipe), new Control(), new Progress() {
				@Override
				public void epoch(Metrics m) {
					epochs.add(m.epoch());
				}
			});
			assertThat(epochs).containsExactly(1, 2, 3, 4, 5);
			assertThat(timeless(resumed.metrics())).isEqualTo(timeless(unbroken.metrics()));
			assertThat(resumed.best()).isEqualTo(unbroken.best());
			assertThat(TrainerTest.bytes(resumed.graph())).isEqualTo(TrainerTest.bytes(unbroken.graph()));
			Outcome again = Trainer.run(job(file, recipe), new Control(), new Progress() {});
			assertThat(TrainerTest.bytes(again.graph())).isEqualTo(TrainerTest.bytes(unbroken.graph()));
			assertThat(again.end()).isEqualTo(Outcome.End.FINISHED);
		}));
	}

	@Test
	void patienceThatHasEndedStaysEnded() {
		Recipe still = new Recipe(9, 16, 1, Recipe.Optimiser.sgd(0), new Schedule(Schedule.Kind.CONSTANT, 1e-12, 0, 0),
				Recipe.Loss.PLAIN, new Recipe.Care(0, 2, 0), espalier.data.Augmentation.NONE);
		Trainer.Job job = new Trainer.Job(SmallNets.linearClassifier(), DATA, SmallNets.PREPROCESSING, still, null,
				folder.resolve("checkpoint"), 1);
		Outcome first = Trainer.run(job, new Control(), new Progress() {});
		Outcome again = Trainer.run(job, new Control(), new Progress() {});
		assertThat(first.end()).isEqualTo(Outcome.End.PATIENCE);
		assertThat(again.end()).isEqualTo(Outcome.End.PATIENCE);
		assertThat(again.metrics()).isEqualTo(first.metrics());
	}

	@Test
	void checkpointsOfOtherTrainingsAreRefused() {
		Path file = folder.resolve("checkpoint");
		Recipe recipe = SmallNets.recipe(1);
		Trainer.Job job = job(file, recipe);
		Trainer.run(job, new Control(), new Progress() {});
		Preprocessing usual = job.preprocessing();
		Graph other = SmallNets.convolutional(2);
		Stream.of(job(file, recipe.withSeed(99)), job(file, recipe.withEpochs(2)),
				new Trainer.Job(other, DATA, usual, recipe, null, file, 1),
				new Trainer.Job(job.graph(), SmallNets.shapes(41, 20), usual, recipe, null, file, 1),
				new Trainer.Job(job.graph(), SmallNets.shapes(40, 21), usual, recipe, null, file, 1),
				new Trainer.Job(job.graph(), DATA, usual, recipe, other, file, 1),
				new Trainer.Job(job.graph(), DATA, new Preprocessing(32, 32, 3, 0, true, false, usual.scale(),
						usual.mean(), usual.std()), recipe, null, file, 1))
				.forEach(foreign -> assertThatThrownBy(() -> Trainer.run(foreign, new Control(), new Progress() {}))
						.isInstanceOf(RefusedException.class).hasMessageContaining(file.toString())
						.hasMessageContaining("another recipe, model or data")
						.hasMessageEndingWith("name another file, or delete it."));
	}

	/** A fill spells out one element; nodes' attributes and order are no weights. */
	@Test
	void identitiesKnowFillsAndStructure() {
		Trainer.Job job = job(folder.resolve("c"), SmallNets.recipe(1));
		Graph graph = job.graph();
		var filled = new java.util.LinkedHashMap<>(graph.initializers());
		Tensor weight = filled.get("conv1.weight");
		List<String> identities = new ArrayList<>(List.of(Identity.of(job)));
		for (byte b : new byte[]{0, 1}) {
			filled.put(weight.name(), new Tensor(weight.name(), weight.type(), weight.shape(),
					new Tensor.Fill(java.lang.foreign.MemorySegment.ofArray(new byte[]{0, 0, b, 0})), null));
			identities.add(Identity.of(with(job, graph.with(graph.nodes(), filled))));
		}
		var nodes = new ArrayList<>(graph.nodes());
		nodes.replaceAll(n -> n.is("BatchNormalization")
				? n.withAttribute("epsilon", new espalier.graph.Attribute.Real(0.1f))
				: n);
		identities.add(Identity.of(with(job, graph.with(nodes, graph.initializers()))));
		assertThat(identities).doesNotHaveDuplicates();
		assertThat(Identity.of(job(folder.resolve("d"), SmallNets.recipe(1)))).isEqualTo(identities.getFirst());
	}

	private static Trainer.Job with(Trainer.Job job, Graph graph) {
		return new Trainer.Job(graph, job.data(), job.preprocessing(), job.recipe(), null, job.checkpoint(), 1);
	}

	@Test
	void damagedCheckpointsAreNamed() throws IOException {
		Path file = folder.resolve("checkpoint");
		Trainer.Job job = job(file, SmallNets.recipe(1));
		Trainer.run(job, new Control(), new Progress() {});
		byte[] whole = Files.readAllBytes(file);
		for (int length : new int[]{0, 5, whole.length / 2, whole.length - 1}) {
			Files.write(file, java.util.Arrays.copyOf(whole, length));
			assertThatThrownBy(() -> Trainer.run(job, new Control(), new Progress() {})).as("%d bytes", length)
					.isInstanceOf(BadInputException.class).hasMessageContaining(file.toString());
		}
	}
}
