package espalier.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import espalier.allocate.Allocation;
import espalier.allocate.Allocators;
import espalier.allocate.Budget;
import espalier.allocate.Request;
import espalier.cost.Cost;
import espalier.cost.LayerCost;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;
import espalier.evaluate.Sensitivity;
import espalier.graph.Graph;
import espalier.importance.Aggregation;
import espalier.importance.L2;
import espalier.importance.Scores;
import espalier.onnx.OnnxReader;
import espalier.runtime.Tracer;
import espalier.zoo.Nets;

/** A preview is what counting the pruned graph gives, and budgets are met on real networks. */
class RecountTest {
	static Stream<String> nets() {
		return Nets.all().sequencedKeySet().stream();
	}

	static List<Path> files() throws IOException {
		Path data = Path.of(System.getProperty("espalier.data", Path.of("..", "shared", "data").toString()));
		if (!Files.isDirectory(data))
			return List.of(data);
		try (Stream<Path> all = Files.walk(data, 2)) {
			return all.filter(f -> f.toString().endsWith(".onnx")).sorted().toList();
		}
	}

	@ParameterizedTest
	@MethodSource("nets")
	void everyGroupAloneAndRandomCuts(String name) {
		Graph graph = java.util.Objects.requireNonNull(Nets.all().get(name)).get();
		Workpiece piece = Workpiece.of(graph, Tracer.defaultInputs(graph));
		SplittableRandom random = new SplittableRandom(7);
		assertThat(piece.coupling().prunable()).isNotEmpty();
		for (ChannelGroup group : piece.coupling().prunable())
			recount(piece, Cuts.NONE.with(group, some(group, random)));
		for (int i = 0; i < 5; i++)
			recount(piece, everywhere(piece, random));
	}

	@ParameterizedTest
	@MethodSource("files")
	void budgetsOfRealFiles(Path file) {
		assumeTrue(Files.isRegularFile(file), "no real models at " + file);
		Graph graph = OnnxReader.read(file).graph();
		Workpiece piece = Workpiece.of(graph, Tracer.defaultInputs(graph));
		assertThat(piece.cost().uncounted()).isEmpty();
		Scores scores = Scores.of(piece.coupling(), new L2(), Aggregation.DEFAULT);
		for (var allocator : Allocators.all()) {
			Allocation half = allocator
					.allocate(Request.of(piece.coupling(), piece.cost(), scores, new Budget.Macs(0.5))
							.with(falling(piece)));
			assertThat(half.shortfall()).isNull();
			assertThat(half.cost().macsOf(piece.cost().original())).isBetween(0.4975, 0.5025);
			recount(piece, half.cuts());
		}
		recount(piece, everywhere(piece, new SplittableRandom(9)));
	}

	/** Made-up curves, for allocators that go by some: straight, each a little steeper than the one before. */
	private static Sensitivity falling(Workpiece piece) {
		Sensitivity all = new Sensitivity("", "l2", Sensitivity.Metric.ACCURACY, "", 100, point(0, 0, 0.9), List.of());
		double slope = 0.3;
		for (ChannelGroup group : piece.coupling().prunable()) {
			double falls = slope += 0.01;
			all = all.with(new Sensitivity.Curve(group.name(), group.units(), IntStream.rangeClosed(1, 9)
					.mapToObj(i -> point(i / 10.0, i * group.units() / 10, 0.9 - falls * i / 10)).toList()));
		}
		return all;
	}

	private static Sensitivity.Point point(double ratio, int removed, double value) {
		return new Sensitivity.Point(ratio, removed, value, value, value, 100);
	}

	@Test
	void resNetForSmallImagesHasItsKnownCost() {
		Path file = Path.of(System.getProperty("espalier.data", Path.of("..", "shared", "data").toString()),
				"cifar10-resnet20.onnx");
		assumeTrue(Files.isRegularFile(file), "no real model at " + file);
		Graph graph = OnnxReader.read(file).graph();
		Cost cost = Workpiece.of(graph, Tracer.defaultInputs(graph)).cost().original();
		// 3x3 layers, both 1x1 projections and the classifier
		long stem = 16 * 27 * 1024;
		long first = 6 * 16 * 16 * 9 * 1024;
		long second = (16 * 32 * 9 + 5 * 32 * 32 * 9 + 16 * 32) * 256;
		long third = (32 * 64 * 9 + 5 * 64 * 64 * 9 + 32 * 64) * 64;
		assertThat(cost.macs()).isEqualTo(stem + first + second + third + 640);
	}

	private static void recount(Workpiece piece, Cuts cuts) {
		Cost preview = piece.cost().preview(cuts);
		Workpiece pruned = piece.without(cuts);
		assertThat(pruned.cost().original()).as("after %s", cuts.groups()).isEqualTo(preview);
		List<LayerCost> layers = piece.cost().layers(cuts);
		assertThat(layers.stream().mapToLong(LayerCost::macs).sum()).isEqualTo(preview.macs());
		assertThat(layers.stream().mapToLong(LayerCost::parameters).sum()).isEqualTo(preview.parameters());
	}

	private static Cuts everywhere(Workpiece piece, SplittableRandom random) {
		Map<ChannelGroup, BitSet> cuts = new LinkedHashMap<>();
		for (ChannelGroup group : piece.coupling().prunable())
			cuts.put(group, some(group, random));
		return Cuts.of(cuts);
	}

	/** At least one unit stays. */
	private static BitSet some(ChannelGroup group, SplittableRandom random) {
		BitSet units = new BitSet();
		int keep = random.nextInt(group.units());
		for (int u = 0; u < group.units(); u++)
			if (u != keep && random.nextInt(3) == 0)
				units.set(u);
		return units;
	}
}
