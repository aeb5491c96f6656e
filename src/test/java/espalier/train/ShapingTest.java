package espalier.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.data.Augmentation;
import espalier.data.Splits;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.plan.Surgeon;
import espalier.runtime.Runner;
import espalier.runtime.Tracer;
import espalier.runtime.Value;

class ShapingTest {
	private static final Splits DATA = SmallNets.shapes(48, 20);
	private static final Shape IMAGES = Shape.of(3, 3, 32, 32);

	/** Holds what the groups have, and does something after each epoch. */
	private record Told(double sparsity, BiConsumer<Integer, Trainee> act) implements Shaping {
		@Override
		public Reach reach(Graph graph) {
			Set<String> held = new LinkedHashSet<>();
			coupling(graph).prunable().forEach(g -> held.addAll(Trainee.holdable(graph, g)));
			return new Reach(sparsity, Set.of("bn1.weight", "bn2.weight"), sparsity > 0 ? Set.of() : held);
		}

		@Override
		public void after(int epoch, Trainee trainee) {
			act.accept(epoch, trainee);
		}

		@Override
		public boolean counts(int epoch) {
			return true;
		}

		@Override
		public String identity() {
			return "told";
		}
	}

	private static Coupling coupling(Graph graph) {
		return Coupling.of(graph, Tracer.trace(graph));
	}

	private static ChannelGroup first(Graph graph) {
		return coupling(graph).prunable().getFirst();
	}

	private static Outcome run(Recipe recipe, Shaping shaping) {
		return Trainer.run(SmallNets.job(DATA, recipe).with(shaping), new Control(), new Progress() {});
	}

	private static float[] weight(Graph graph, String name) {
		return Objects.requireNonNull(graph.initializers().get(name)).toFloats();
	}

	private static BitSet units(int... some) {
		BitSet units = new BitSet();
		Arrays.stream(some).forEach(units::set);
		return units;
	}

	@Test
	void whatIsHeldStaysZeroAndComesBackAsItWas() {
		List<float[]> seen = new ArrayList<>();
		BitSet some = units(0, 3, 7);
		run(SmallNets.recipe(4), new Told(0, (epoch, trainee) -> {
			ChannelGroup group = first(trainee.graph());
			seen.add(weight(trainee.graph(), "conv1.weight"));
			if (epoch == 1)
				trainee.hold(group, some);
			if (epoch == 3) {
				assertThat(trainee.held(group)).isEqualTo(some);
				seen.add(weight(trainee.whole(), "conv1.weight"));
				trainee.giveBack(group, some);
				assertThat(trainee.held(group).isEmpty()).isTrue();
				seen.add(weight(trainee.graph(), "conv1.weight"));
			}
		}));
		float[] atFirst = seen.get(0);
		for (int filter = 0; filter < 16; filter++) {
			int from = filter * 27;
			boolean held = some.get(filter);
			for (int epoch : new int[]{1, 2})
				assertThat(IntStream.range(from, from + 27).allMatch(slot(seen.get(epoch))))
						.as("filter %d after epoch %d", filter, epoch + 1).isEqualTo(held);
			float[] then = Arrays.copyOfRange(atFirst, from, from + 27);
			if (held) {
				assertThat(Arrays.copyOfRange(seen.get(3), from, from + 27)).containsExactly(then);
				assertThat(Arrays.copyOfRange(seen.get(4), from, from + 27)).containsExactly(then);
			}
			assertThat(Arrays.copyOfRange(seen.get(5), from, from + 27)).as("trained on").isNotEqualTo(then);
		}
	}

	private static java.util.function.IntPredicate slot(float[] weights) {
		return i -> weights[i] == 0;
	}

	@Test
	void aNetworkWithHeldUnitsComputesWhatItDoesWithoutThem() {
		for (double average : new double[]{0, 0.9}) {
			Recipe recipe = SmallNets.recipe(2);
			Recipe kept = new Recipe(recipe.epochs(), recipe.batch(), recipe.seed(), recipe.optimiser(),
					recipe.schedule(), recipe.loss(), new Recipe.Care(0, 0, average), recipe.augmentation());
			Graph trained = run(kept, new Told(0, (epoch, trainee) -> {
				Coupling coupling = coupling(trainee.graph());
				coupling.prunable().forEach(g -> trainee.hold(g, units(1, 2, 5)));
			})).graph();
			Coupling coupling = coupling(trained);
			Map<ChannelGroup, BitSet> cut = new java.util.LinkedHashMap<>();
			coupling.prunable().forEach(g -> cut.put(g, units(1, 2, 5)));
			Graph less = Surgeon.apply(coupling, Cuts.of(cut));
			assertThat(coupling.prunable()).hasSize(2);
			Map<String, Value> input = Map.of("input", Value.random(ElementType.FLOAT, IMAGES, new Random(1)));
			try (Runner one = Runner.of(trained); Runner other = Runner.of(less)) {
				float[] expected = one.run(input).values().iterator().next().toFloats();
				assertThat(other.run(input).values().iterator().next().toFloats()).containsExactly(expected,
						Offset.offset(1e-5f));
			}
		}
	}

	/** Measured without them, and trained on from zero filters with scales and shifts as they were. */
	@Test
	void zeroedFiltersGrowAgain() {
		List<float[]> scales = new ArrayList<>();
		List<float[]> filters = new ArrayList<>();
		Outcome outcome = run(SmallNets.recipe(3), new Told(0, (epoch, trainee) -> {
			scales.add(weight(trainee.graph(), "bn1.weight"));
			filters.add(weight(trainee.graph(), "conv1.weight"));
			trainee.zero(first(trainee.graph()), units(4));
			assertThat(weight(trainee.graph(), "bn1.weight")[4]).isZero();
			assertThat(weight(trainee.graph(), "conv1.weight")[4 * 27]).isZero();
		}));
		assertThat(weight(outcome.graph(), "bn1.weight")[4]).as("in what is kept").isZero();
		assertThat(weight(outcome.graph(), "conv1.weight")[4 * 27]).isZero();
		assertThat(scales.get(1)[4]).isCloseTo(scales.get(0)[4], Offset.offset(0.3f)).isNotZero();
		assertThat(sum(Arrays.copyOfRange(filters.get(1), 4 * 27, 5 * 27)))
				.isGreaterThan(0.2 * sum(Arrays.copyOfRange(filters.get(0), 4 * 27, 5 * 27)));
	}

	@Test
	void whatIsGivenBackHasItsStatistics() {
		List<float[]> means = new ArrayList<>();
		String name = SmallNets.convolutional(1).nodes().stream().filter(n -> n.is("BatchNormalization")).findFirst()
				.orElseThrow().inputs().get(3);
		run(SmallNets.recipe(4), new Told(0, (epoch, trainee) -> {
			ChannelGroup group = first(trainee.graph());
			means.add(weight(trainee.graph(), name));
			if (epoch == 1)
				trainee.hold(group, units(3));
			if (epoch == 3)
				trainee.giveBack(group, units(3));
			if (epoch == 3)
				means.add(weight(trainee.graph(), name));
		}));
		assertThat(means.get(2)[3]).as("while it is held").isNotEqualTo(means.get(0)[3]);
		assertThat(means.get(3)[3]).isEqualTo(means.get(0)[3]);
	}

	@Test
	void scalesShrinkUnderSparsity() {
		Graph plain = run(SmallNets.recipe(3), new Told(0, (epoch, trainee) -> {
		})).graph();
		Graph sparse = run(SmallNets.recipe(3), new Told(0.4, (epoch, trainee) -> {
		})).graph();
		for (String name : List.of("bn1.weight", "bn2.weight"))
			assertThat(sum(weight(sparse, name))).isLessThan(0.9 * sum(weight(plain, name)));
	}

	@Test
	void theSignOfAScaleTimesLambdaIsAddedToItsGradient() {
		Recipe one = new Recipe(1, 48, 5, new Recipe.Optimiser(Recipe.Method.SGD, 0, false, 0.999, 0),
				new Schedule(Schedule.Kind.CONSTANT, 0.5, 0, 0), Recipe.Loss.PLAIN, Recipe.Care.NONE,
				new Augmentation(false, 0, 0, 0));
		BiConsumer<Integer, Trainee> nothing = (epoch, trainee) -> {
		};
		float[] plain = weight(run(one, new Told(0, nothing)).graph(), "bn1.weight");
		float[] sparse = weight(run(one, new Told(1e-2, nothing)).graph(), "bn1.weight");
		float[] before = weight(SmallNets.convolutional(1), "bn1.weight");
		for (int c = 0; c < plain.length; c++)
			assertThat(sparse[c]).isCloseTo(plain[c] - 0.5f * 1e-2f * Math.signum(before[c]), Offset.offset(1e-6f));
	}

	private static double sum(float[] values) {
		double sum = 0;
		for (float v : values)
			sum += Math.abs(v);
		return sum;
	}
}
