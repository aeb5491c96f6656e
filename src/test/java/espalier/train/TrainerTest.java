package espalier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import espalier.data.Augmentation;
import espalier.data.Batch;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.onnx.OnnxReader;
import espalier.onnx.OnnxWriter;
import espalier.runtime.Tracer;
import espalier.runtime.Value;
import espalier.weights.Safetensors;
import espalier.zoo.ExampleNets;
import espalier.zoo.NetBuilder;
import espalier.zoo.Nets;

/** Whole trainings of a small network on a few images. */
@Timeout(120)
class TrainerTest {
	@TempDir
	Path folder = Path.of("");

	private static Outcome run(Trainer.Job job) {
		return Trainer.run(job, new Control(), new Progress() {});
	}

	static byte[] bytes(Graph graph) {
		return OnnxWriter.toBytes(graph);
	}

	@Test
	void fewImagesAreLearnedByHeart() {
		Recipe recipe = new Recipe(15, 16, 1, Recipe.Optimiser.adamW(0),
				new Schedule(Schedule.Kind.COSINE, 0.005, 0.1, 0), Recipe.Loss.PLAIN, Recipe.Care.NONE,
				Augmentation.NONE);
		Outcome outcome = run(new Trainer.Job(SmallNets.memorising(), SmallNets.same(64), SmallNets.PREPROCESSING,
				recipe, null, null, 1));
		assertThat(outcome.end()).isEqualTo(Outcome.End.FINISHED);
		assertThat(outcome.metrics()).hasSize(15);
		Metrics best = outcome.metrics().get(outcome.best() - 1);
		assertThat(best.accuracy()).isGreaterThan(0.9);
		assertThat(outcome.metrics().getLast().trainLoss()).isLessThan(outcome.metrics().getFirst().trainLoss() / 3);
	}

	@Test
	void theSameSeedGivesTheSameBits() {
		Trainer.Job job = SmallNets.job(SmallNets.shapes(48, 16), SmallNets.recipe(2));
		byte[] first = bytes(run(job).graph());
		assertThat(bytes(run(job).graph())).isEqualTo(first);
		Trainer.Job other = SmallNets.job(SmallNets.shapes(48, 16), SmallNets.recipe(2).withSeed(6));
		assertThat(bytes(run(other).graph())).isNotEqualTo(first);
	}

	@Test
	void trainedWeightsComeBackToTheBitAndBothEnginesAgreeOnThem() {
		Recipe recipe = SmallNets.recipe(2);
		Graph trained = run(SmallNets.job(SmallNets.shapes(48, 16), recipe)).graph();
		try (Student student = Student.of(trained, SmallNets.PREPROCESSING.shape(1), recipe, 1)) {
			student.state().forEach((name, value) -> {
				Tensor tensor = trained.initializers().get(name);
				if (tensor != null)
					assertThat(value.toFloats()).as(name).containsExactly(tensor.toFloats());
			});
			assertThat(student.state()).containsKeys("conv1.weight", "bn1.running_var", "fc.bias");
		}
		Path onnx = folder.resolve("trained.onnx");
		OnnxWriter.write(trained, onnx);
		Path safetensors = folder.resolve("trained.safetensors");
		Safetensors.write(safetensors, List.copyOf(trained.initializers().values()), Map.of());
		Map<String, Tensor> stored = Safetensors.read(safetensors).tensors();
		Graph read = OnnxReader.read(onnx).graph();
		for (Tensor tensor : trained.initializers().values()) {
			if (!tensor.type().floating())
				continue;
			for (Map<String, Tensor> back : List.of(stored, read.initializers()))
				assertThat(back.get(tensor.name())).as(tensor.name()).isNotNull()
						.satisfies(t -> assertThat(t.toFloats()).containsExactly(tensor.toFloats()));
		}
	}

	@Test
	void trainingMovesEveryWeightAndStatistic() {
		Trainer.Job job = SmallNets.job(SmallNets.shapes(48, 16), SmallNets.recipe(1));
		Graph trained = run(job).graph();
		for (Tensor before : OneEach.of(job.graph()).initializers().values())
			if (before.type().floating())
				assertThat(Arrays.equals(trained.initializers().get(before.name()).toFloats(), before.toFloats()))
						.as(before.name()).isFalse();
	}

	@Test
	void divergenceEndsWithTheWeightsBefore() {
		Recipe wild = SmallNets.recipe(3).withSchedule(new Schedule(Schedule.Kind.CONSTANT, 1000, 0, 0));
		Trainer.Job job = SmallNets.job(SmallNets.shapes(160, 16), wild);
		Outcome outcome = run(job);
		assertThat(outcome.end()).isEqualTo(Outcome.End.DIVERGED);
		assertThat(outcome.best()).isZero();
		assertThat(outcome.graph()).isSameAs(job.graph());
	}

	@Test
	void patienceEndsWhenNothingGetsBetter() {
		Recipe still = new Recipe(50, 16, 1, Recipe.Optimiser.sgd(0),
				new Schedule(Schedule.Kind.CONSTANT, 1e-12, 0, 0),
				Recipe.Loss.PLAIN, new Recipe.Care(0, 3, 0), Augmentation.NONE);
		Outcome outcome = run(new Trainer.Job(SmallNets.linearClassifier(), SmallNets.shapes(16, 20),
				SmallNets.PREPROCESSING, still, null, null, 1));
		assertThat(outcome.end()).isEqualTo(Outcome.End.PATIENCE);
		assertThat(outcome.best()).isEqualTo(1);
		assertThat(outcome.metrics()).hasSize(4);
	}

	@Test
	void cancellingKeepsTheBestEpoch() {
		Trainer.Job job = SmallNets.job(SmallNets.shapes(48, 16), SmallNets.recipe(9));
		Control control = new Control();
		List<Long> steps = new ArrayList<>();
		Outcome outcome = Trainer.run(job, control, new Progress() {
			@Override
			public void step(long step, long all, double loss, double rate, double imagesPerSecond) {
				steps.add(step);
				assertThat(all).isEqualTo(27);
				if (step == 8)
					control.cancel();
			}
		});
		assertThat(outcome.end()).isEqualTo(Outcome.End.CANCELLED);
		assertThat(steps).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
		assertThat(outcome.metrics()).hasSize(2);
		assertThat(outcome.best()).isBetween(1, 2);
		assertThat(bytes(outcome.graph())).isNotEqualTo(bytes(job.graph()));
	}

	@Test
	void aPauseChangesNothing() throws InterruptedException {
		Trainer.Job job = SmallNets.job(SmallNets.shapes(48, 16), SmallNets.recipe(2));
		Control control = new Control();
		CountDownLatch paused = new CountDownLatch(1);
		AtomicReference<Long> last = new AtomicReference<>(0L);
		AtomicReference<Outcome> outcome = new AtomicReference<>();
		Thread training = Thread.ofPlatform().start(() -> outcome.set(Trainer.run(job, control, new Progress() {
			@Override
			public void step(long step, long all, double loss, double rate, double imagesPerSecond) {
				last.set(step);
				if (step == 2) {
					control.pause();
					paused.countDown();
				}
			}
		})));
		paused.await();
		while (training.getState() != Thread.State.WAITING)
			Thread.onSpinWait();
		assertThat(control.paused()).isTrue();
		assertThat(last.get()).isEqualTo(2);
		control.resume();
		training.join();
		assertThat(last.get()).isEqualTo(6);
		assertThat(outcome.get().end()).isEqualTo(Outcome.End.FINISHED);
		assertThat(bytes(outcome.get().graph())).isEqualTo(bytes(run(job).graph()));
	}

	@Test
	void aPausedTrainingCanBeCancelled() {
		Control control = new Control();
		control.pause();
		Thread.ofPlatform().start(control::cancel);
		Trainer.Job job = SmallNets.job(SmallNets.shapes(16, 16), SmallNets.recipe(1));
		Outcome outcome = Trainer.run(job, control, new Progress() {});
		assertThat(outcome.end()).isEqualTo(Outcome.End.CANCELLED);
		assertThat(outcome.graph()).isSameAs(job.graph());
	}

	@Test
	void aTeachersOutputsAreLearned() {
		Recipe recipe = SmallNets.recipe(2).withLoss(new Recipe.Loss(0, 1, 2));
		Trainer.Job plain = SmallNets.job(SmallNets.shapes(48, 16), recipe);
		Graph teacher = SmallNets.convolutional(7);
		Outcome taught = run(new Trainer.Job(plain.graph(), plain.data(), plain.preprocessing(), recipe, teacher, null,
				1));
		Outcome other = run(new Trainer.Job(plain.graph(), plain.data(), plain.preprocessing(), recipe,
				SmallNets.convolutional(8), null, 1));
		assertThat(taught.metrics().getLast().trainLoss()).isPositive()
				.isLessThan(taught.metrics().getFirst().trainLoss());
		assertThat(bytes(taught.graph())).isNotEqualTo(bytes(other.graph()));
	}

	/** libtorch itself would refuse to go back through a number that was overwritten. */
	@ParameterizedTest
	@ValueSource(strings = {"resnet", "densenet", "mobilenet", "shufflenet", "resnext", "senet", "vgg", "vit"})
	void networksOfAllKindsLearnABatch(String name) {
		Graph graph = name.equals("vit") ? ExampleNets.vit("vit", 16, 2, 2) : Nets.all().get(name).get();
		Shape image = Tracer.trace(graph).inputs().get(graph.inputs().getFirst().name());
		Shape batch = image.with(0, 8);
		Value images = Value.random(ElementType.FLOAT, batch, new Random(1));
		int[] labels = {0, 1, 2, 3, 4, 5, 6, 7};
		try (Student student = Student.of(OneEach.of(OpenBatch.of(graph)), image, SmallNets.recipe(1), 1)) {
			List<Double> losses = new ArrayList<>();
			for (int step = 0; step < 12; step++)
				losses.add(student.step(images, new Batch(images.toFloats(), labels, labels, 1), new float[0], 0.02,
						step).loss());
			assertThat(losses.getLast()).as("%s", losses).isLessThan(losses.getFirst() - 0.05);
		}
	}

	@Test
	void modelsThatAreNoClassifiersOfImagesAreRefused() {
		NetBuilder two = new NetBuilder("two", 1);
		two.output(two.add(two.input("a", 1, 3, 32, 32), two.input("b", 1, 3, 32, 32)));
		NetBuilder bare = new NetBuilder("bare", 1);
		bare.output(bare.flatten(bare.input("a", 1, 3, 32, 32)));
		NetBuilder maps = new NetBuilder("maps", 1);
		maps.output(maps.conv(maps.input("a", 1, 3, 32, 32), espalier.zoo.ConvSpec.of(4, 3)));
		record Refused(Graph graph, String why) {}
		for (Refused refused : List.of(new Refused(two.build(), "2 inputs"),
				new Refused(bare.build(), "no weights that could be trained"),
				new Refused(maps.build(), "one number for each class")))
			assertThatThrownBy(() -> run(new Trainer.Job(refused.graph, SmallNets.shapes(16, 16),
					SmallNets.PREPROCESSING, SmallNets.recipe(1), null, null, 1)))
					.isInstanceOf(RefusedException.class).hasMessageContaining(refused.why);
	}
}
