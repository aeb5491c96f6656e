package espalier.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.data.Dataset;
import espalier.data.Preprocessing;
import espalier.data.Shapes;
import espalier.data.Subset;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.importance.Kernels;
import espalier.runtime.Runner;
import espalier.runtime.Value;
import espalier.session.Workpiece;
import espalier.zoo.ConvSpec;
import espalier.zoo.NetBuilder;
import espalier.zoo.Nets;

/** Maps and best images against the network's own values, picked out by plain loops. */
class FeatureMapsTest {
	private static Workpiece piece(Graph graph) {
		return Workpiece.of(graph, espalier.runtime.Tracer.defaultInputs(graph));
	}

	private static Activation after(Workpiece piece, String layer) {
		Coupling coupling = piece.coupling();
		for (ChannelGroup group : coupling.groups())
			for (var maker : Kernels.makers(group))
				if (maker.layer().contains(layer))
					return Activation.after(piece.graph(), group, maker);
		throw new AssertionError(layer);
	}

	private static Node producer(Workpiece piece, String op, int index) {
		return piece.graph().nodes().stream().filter(n -> n.is(op)).toList().get(index);
	}

	private static float[] image(Preprocessing preprocessing, long seed) {
		Random random = new Random(seed);
		float[] numbers = new float[preprocessing.numbers()];
		for (int i = 0; i < numbers.length; i++)
			numbers[i] = (float) random.nextGaussian();
		return numbers;
	}

	private static Value value(Graph graph, String name, Value input) {
		try (Runner runner = Runner.of(graph, List.of(name))) {
			return java.util.Objects.requireNonNull(
					runner.run(Map.of(graph.inputs().getFirst().name(), input)).get(name));
		}
	}

	@Test
	void looksBehindNormAndActivationAndBeforeTheSum() {
		Workpiece piece = piece(Nets.resNet("resnet", 1, 1, 8, 16));
		assertThat(after(piece, "layer1.0/conv1").node()).isEqualTo(producer(piece, "Relu", 1));
		assertThat(after(piece, "layer1.0/conv2").node()).isEqualTo(producer(piece, "BatchNormalization", 2));
	}

	@Test
	void followsActivationsOfSeveralNodes() {
		for (boolean silu : new boolean[]{true, false}) {
			NetBuilder b = new NetBuilder("net", 1);
			String x = b.conv(b.input("x", 1, 3, 8, 8), ConvSpec.of(6, 3));
			String end = silu ? b.silu(x) : b.gelu(x);
			b.output(b.conv(end, ConvSpec.of(2, 1)));
			Workpiece piece = piece(b.build());
			assertThat(Activation.after(piece.graph(), piece.coupling().groups().getFirst(),
					Kernels.makers(piece.coupling().groups().getFirst()).getFirst()).value()).isEqualTo(end);
		}
	}

	@Test
	void mapsOfAnImageAreTheChannelsAsTheyLie() {
		Workpiece piece = piece(Nets.resNet("resnet", 1, 1, 8, 16));
		Preprocessing preprocessing = Preprocessing.guess(Shape.of(1, 3, 16, 16));
		Activation at = after(piece, "layer2.0/conv1");
		float[] numbers = image(preprocessing, 1);
		Value whole = value(piece.graph(), at.value(), Value.floats(preprocessing.shape(1), numbers));
		try (Probe probe = new Probe(piece.graph(), at, preprocessing)) {
			FeatureMaps maps = probe.look(numbers);
			assertThat(List.of(maps.units(), maps.height(), maps.width())).containsExactly(16, 8, 8);
			float[] all = whole.toFloats();
			for (int i = 0; i < all.length; i++)
				assertThat(maps.values()[i]).isCloseTo(all[i], within(1e-4f));
			double sum = 0;
			float max = Float.NEGATIVE_INFINITY;
			for (int p = 0; p < 64; p++) {
				sum += all[5 * 64 + p];
				max = Math.max(max, all[5 * 64 + p]);
			}
			assertThat(maps.mean(5)).isCloseTo(sum / 64, within(1e-5));
			assertThat(maps.max(5)).isCloseTo(max, within(1e-4f));
			assertThat(maps.at(3, 2, 1)).isCloseTo(all[3 * 64 + 2 * 8 + 1], within(1e-4f));
		}
	}

	/** Values 0, 1, 2, ... at an axis, and where each unit's channels then are. */
	private static FeatureMaps counted(Shape shape, int axis, int batch, int units, int... unitOfIndex) {
		float[] numbers = new float[(int) shape.elements()];
		for (int i = 0; i < numbers.length; i++)
			numbers[i] = i;
		int[] own = unitOfIndex.length > 0 ? unitOfIndex : IntStream.range(0, (int) shape.dim(axis)).toArray();
		Node node = new Node("n", "", "Relu", List.of("x"), List.of("y"), Map.of(), null);
		return FeatureMaps.of(Value.floats(shape, numbers), new Activation("y", axis, own, units, node), batch);
	}

	@Test
	void tokensLieOnTheGridOfPatches() {
		FeatureMaps plain = counted(Shape.of(1, 4, 2), 2, 1, 2);
		assertThat(List.of(plain.height(), plain.width())).containsExactly(2, 2);
		assertThat(plain.values()).containsExactly(0, 2, 4, 6, 1, 3, 5, 7);
		FeatureMaps behindClass = counted(Shape.of(1, 5, 2), 2, 1, 2);
		assertThat(List.of(behindClass.height(), behindClass.width())).containsExactly(2, 2);
		assertThat(behindClass.values()).containsExactly(2, 4, 6, 8, 3, 5, 7, 9);
		FeatureMaps row = counted(Shape.of(1, 8, 2), 2, 1, 2);
		assertThat(List.of(row.height(), row.width())).containsExactly(1, 8);
		FeatureMaps folded = counted(Shape.of(9, 2), 1, 1, 2);
		assertThat(List.of(folded.height(), folded.width())).containsExactly(3, 3);
		FeatureMaps sound = counted(Shape.of(1, 2, 9), 1, 1, 2);
		assertThat(List.of(sound.height(), sound.width())).as("a signal is no grid").containsExactly(1, 9);
	}

	@Test
	void otherLayoutsAndUnits() {
		FeatureMaps last = counted(Shape.of(1, 2, 3, 2), 3, 1, 2);
		assertThat(List.of(last.height(), last.width())).containsExactly(2, 3);
		assertThat(last.values()).containsExactly(0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11);
		FeatureMaps single = counted(Shape.of(1, 3), 1, 1, 3);
		assertThat(List.of(single.height(), single.width())).containsExactly(1, 1);
		assertThat(single.values()).containsExactly(0, 1, 2);
		FeatureMaps firstOfTwo = counted(Shape.of(2, 2, 1, 2), 1, 2, 2);
		assertThat(firstOfTwo.values()).containsExactly(0, 1, 2, 3);
		FeatureMaps heads = counted(Shape.of(1, 1, 5), 2, 1, 2, 0, 0, 1, 1, -1);
		assertThat(heads.values()).as("means of a unit's channels").containsExactly(0.5f, 2.5f);
	}

	@Test
	void bestImagesAreThoseOfSortingAll() throws Exception {
		Workpiece piece = piece(Nets.resNet("resnet", 1, 1, 4, 32));
		Preprocessing preprocessing = Preprocessing.guess(Shape.of(1, 3, 32, 32));
		Activation at = after(piece, "layer1.0/conv1");
		Dataset data = Subset.stratified(Shapes.splits(1).validation(), 30, 7);
		try (Probe probe = new Probe(piece.graph(), at, preprocessing)) {
			List<FeatureMaps> all = new ArrayList<>();
			for (int i = 0; i < data.size(); i++) {
				float[] numbers = new float[preprocessing.numbers()];
				preprocessing.write(preprocessing.fit(data.read(i)), numbers, 0);
				all.add(probe.look(numbers));
			}
			List<Integer> told = new ArrayList<>();
			BestImages best = BestImages.of(probe, data, preprocessing, 8, () -> false, told::add);
			assertThat(best.images()).isEqualTo(30);
			assertThat(told).hasSize(30).isSorted();
			assertThat(best.byMean()).hasSize(at.units());
			for (int unit = 0; unit < at.units(); unit++) {
				int u = unit;
				assertThat(best.byMean().get(unit)).extracting(BestImages.Hit::image).isEqualTo(
						sorted(all, i -> (float) all.get(i).mean(u)));
				assertThat(best.byMax().get(unit)).extracting(BestImages.Hit::image)
						.isEqualTo(sorted(all, i -> all.get(i).max(u)));
				BestImages.Hit first = best.byMax().get(unit).getFirst();
				assertThat(first.value()).isEqualTo(all.get(first.image()).max(unit));
			}
			assertThatThrownBy(() -> BestImages.of(probe, data, preprocessing, 8, () -> true, i -> {
			})).isInstanceOf(CancellationException.class);
		}
	}

	private static List<Integer> sorted(List<FeatureMaps> all, java.util.function.ToDoubleFunction<Integer> value) {
		return IntStream.range(0, all.size()).boxed()
				.sorted(Comparator.comparingDouble((Integer i) -> -value.applyAsDouble(i)).thenComparing(i -> i))
				.limit(8).toList();
	}

	@Test
	void modelsOfSeveralInputsAreRefused() {
		Workpiece piece = piece(Nets.all().get("siamese").get());
		ChannelGroup group = piece.coupling().prunable().getFirst();
		Activation at = Activation.after(piece.graph(), group, Kernels.makers(group).getFirst());
		assertThatThrownBy(() -> new Probe(piece.graph(), at, Preprocessing.guess(Shape.of(1, 3, 16, 16))))
				.isInstanceOf(RefusedException.class).hasMessageContaining("2 inputs");
	}

	@Test
	void everyMakerOfEveryNetCanBeSeen() {
		Nets.all().forEach((name, net) -> {
			Workpiece piece = piece(net.get());
			for (ChannelGroup group : piece.coupling().prunable())
				for (var maker : Kernels.makers(group)) {
					Activation at = Activation.after(piece.graph(), group, maker);
					assertThat(group.values()).as(name + " " + maker.layer())
							.anyMatch(v -> v.value().equals(at.value()) && v.axis() == at.axis());
				}
		});
	}
}
