package espalier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SequencedMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.data.Augmentation;
import espalier.data.Batch;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.plan.Surgeon;
import espalier.runtime.Runner;
import espalier.runtime.Tracer;
import espalier.runtime.Value;
import espalier.zoo.Nets;
import espalier.zoo.RandomNet;

class WidenedTest {
	private static final int STEPS = 5;
	private static final int BATCH = 8;

	/** The network without a few channels of each group, so that widths are odd. */
	private static Graph cut(Graph graph, Random random) {
		Coupling coupling = Coupling.of(graph, Tracer.trace(graph));
		Cuts cuts = Cuts.NONE;
		for (ChannelGroup group : coupling.prunable())
			if (!group.overlaps() && group.units() > 5) {
				BitSet units = new BitSet();
				for (int i = 1 + random.nextInt(3); i > 0; i--)
					units.set(random.nextInt(group.units()));
				cuts = cuts.with(group, units);
			}
		return cuts.isEmpty() ? graph : Surgeon.apply(coupling, cuts);
	}

	private static Shape images(Graph graph) {
		return Objects.requireNonNull(Tracer.trace(graph).shape(graph.inputs().getFirst().name()));
	}

	private static Value output(Graph graph, Value input) {
		try (Runner runner = Runner.of(graph)) {
			return runner.run(Map.of(graph.inputs().getFirst().name(), input)).values().iterator().next();
		}
	}

	private static void assertSame(Graph narrow, Graph wide, String what) {
		Value input = Value.random(ElementType.FLOAT, images(narrow), new java.util.SplittableRandom(3));
		float[] before = output(narrow, input).toFloats();
		float[] after = output(wide, input).toFloats();
		assertThat(after).as(what).hasSameSizeAs(before);
		double scale = 1;
		for (float f : before)
			scale = Math.max(scale, Math.abs(f));
		for (int i = 0; i < before.length; i++)
			assertThat((double) after[i]).as("%s, output %d", what, i).isCloseTo(before[i], within(1e-4 * scale));
	}

	private static List<String> grown(Graph narrow, Graph wide) {
		List<String> grown = new ArrayList<>();
		wide.initializers().forEach((name, tensor) -> {
			Tensor before = narrow.constant(name);
			if (before != null && !before.shape().equals(tensor.shape()))
				grown.add(name);
		});
		return grown;
	}

	@Test
	void widerNetworksComputeTheSame() {
		List<String> widened = new ArrayList<>();
		Nets.all().forEach((name, net) -> {
			Graph narrow = cut(net.get(), new Random(7));
			if (narrow.inputs().size() != 1)
				return;
			Widened both = Widened.of(narrow, images(narrow));
			assertSame(narrow, both.wide(), name);
			if (both.wide() != narrow)
				widened.add(name);
		});
		assertThat(widened).contains("resnet", "mobilenet", "senet", "vgg");
	}

	@Test
	void randomNetworksComputeTheSame() {
		int widened = 0;
		for (long seed = 1; seed <= 150; seed++) {
			Graph narrow = cut(RandomNet.of(seed), new Random(seed));
			if (narrow.inputs().size() != 1)
				continue;
			Widened both = Widened.of(narrow, images(narrow));
			if (both.wide() == narrow)
				continue;
			widened++;
			assertThat(grown(narrow, both.wide())).isNotEmpty();
			assertSame(narrow, both.wide(), "random network " + seed);
		}
		assertThat(widened).isGreaterThan(20);
	}

	@ParameterizedTest
	@ValueSource(strings = {"resnet", "mobilenet", "senet"})
	void trainingIsTheSameAndWhatIsAddedStaysZero(String name) {
		Graph narrow = OneEach.of(OpenBatch.of(cut(Objects.requireNonNull(Nets.all().get(name)).get(), new Random(2))));
		Shape image = images(narrow).with(0, 1);
		Widened both = Widened.of(narrow, image);
		List<String> grown = grown(narrow, both.wide());
		assertThat(grown).hasSizeGreaterThan(10);
		Recipe recipe = new Recipe(1, BATCH, 5, Recipe.Optimiser.sgd(5e-4), Schedule.oneCycle(0.01), Recipe.Loss.PLAIN,
				new Recipe.Care(1, 0, 0.5), Augmentation.NONE);
		Graph trained = trained(narrow, image, recipe);
		Graph wide = trained(both.wide(), image, recipe);
		Graph back = both.narrowed(wide);
		back.initializers().forEach((weight, tensor) -> {
			if (tensor.type() != ElementType.FLOAT)
				return;
			float[] expected = Objects.requireNonNull(trained.constant(weight)).toFloats();
			float[] actual = tensor.toFloats();
			assertThat(actual).as(weight).hasSameSizeAs(expected);
			for (int i = 0; i < actual.length; i++)
				assertThat((double) actual[i]).as("%s, number %d", weight, i).isCloseTo(expected[i],
						within(1e-3 * Math.max(1, Math.abs(expected[i]))));
		});
		assertThat(trained.initializers().get(grown.getFirst())).isNotEqualTo(narrow.constant(grown.getFirst()));
		for (String weight : grown) {
			Tensor all = Objects.requireNonNull(wide.initializers().get(weight));
			Tensor kept = Objects.requireNonNull(back.constant(weight));
			assertThat(nonZero(all)).as(weight).isEqualTo(nonZero(kept));
		}
	}

	private static long nonZero(Tensor tensor) {
		long count = 0;
		for (float f : tensor.toFloats())
			if (f != 0)
				count++;
		return count;
	}

	private static Graph trained(Graph graph, Shape image, Recipe recipe) {
		try (Student student = Student.of(graph, image, recipe, 1)) {
			Random random = new Random(11);
			for (int step = 0; step < STEPS; step++) {
				float[] numbers = new float[(int) image.elements() * BATCH];
				for (int i = 0; i < numbers.length; i++)
					numbers[i] = (float) random.nextGaussian();
				int[] labels = random.ints(BATCH, 0, student.classes()).toArray();
				student.step(Value.floats(image.with(0, BATCH), numbers), new Batch(numbers, labels, labels, 1),
						new float[0], 0.01, step);
			}
			SequencedMap<String, Value> state = student.state();
			return student.graph(state);
		}
	}
}
