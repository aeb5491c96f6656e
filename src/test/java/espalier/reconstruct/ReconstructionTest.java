package espalier.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import espalier.coupling.Adapter;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Choices;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.coupling.Residual;
import espalier.data.Batch;
import espalier.data.Batches;
import espalier.data.Dataset;
import espalier.data.Preprocessing;
import espalier.data.Skipped;
import espalier.data.Sources;
import espalier.data.Splits;
import espalier.data.Subset;
import espalier.evaluate.Evaluation;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.importance.Aggregation;
import espalier.importance.Criteria;
import espalier.importance.Scores;
import espalier.onnx.OnnxReader;
import espalier.plan.Adapters;
import espalier.plan.Surgeon;
import espalier.runtime.Runner;
import espalier.runtime.Tracer;
import espalier.runtime.Value;
import espalier.train.Weights;
import espalier.zoo.ConvSpec;
import espalier.zoo.NetBuilder;

class ReconstructionTest {
	private static final Splits SHAPES = Sources.open("shapes", 1);
	private static final Preprocessing PREPARED = Preprocessing.guess(Shape.of(1, 3, 32, 32));

	private static Calibration on(int images) {
		return Calibration.of(Subset.stratified(SHAPES.train(), images, 1), PREPARED);
	}

	private static Coupling example(String name) {
		Graph graph = OnnxReader.read(Path.of("example-models", name + "-shapes.onnx")).graph();
		return Coupling.of(graph, Tracer.trace(graph));
	}

	/** Half of every group that can be cut alone, but for residual streams. */
	private static Map<ChannelGroup, Integer> half(Coupling coupling) {
		Set<ChannelGroup> streams = Residual.streams(coupling).keySet();
		Map<ChannelGroup, Integer> half = new LinkedHashMap<>();
		for (ChannelGroup group : coupling.prunable())
			if (!streams.contains(group) && !group.alternative() && !group.changesStatistics())
				half.put(group, (group.units() + 1) / 2);
		return half;
	}

	/** As many, by the norms of filters. */
	private static Cuts byNorm(Coupling coupling, Map<ChannelGroup, Integer> keep) {
		Scores scores = Scores.of(coupling, Criteria.byId("l1"), Aggregation.DEFAULT);
		Map<ChannelGroup, BitSet> removed = new LinkedHashMap<>();
		keep.forEach((group, units) -> {
			double[] score = Objects.requireNonNull(scores.of(group));
			BitSet gone = new BitSet();
			IntStream.range(0, group.units()).boxed().sorted(Comparator.comparingDouble(i -> score[i]))
					.limit(group.units() - units).forEach(gone::set);
			removed.put(group, gone);
		});
		return Cuts.of(removed);
	}

	private static Reconstruction after(Coupling coupling, Cuts cuts, Calibration calibration) {
		return Reconstruction.after(coupling, cuts, calibration, () -> false, (step, share) -> {
		});
	}

	private static Reconstruction choose(Coupling coupling, Map<ChannelGroup, Integer> keep,
			Reconstruction.Method method, Calibration calibration) {
		return Reconstruction.choose(coupling, keep, method, calibration, () -> false, (step, share) -> {
		});
	}

	/** Three units of two convolutions without a bend between them; the third is the sum of the others, and weighs 3. */
	private static Coupling summing() {
		NetBuilder b = new NetBuilder("summing", 2);
		String y = b.as("first").conv(b.openBatchInput("input", 1, 3, 32, 32), ConvSpec.of(3, 1));
		b.output(b.as("second").conv(y, ConvSpec.of(1, 1)), "sum");
		return weighing(b.build(), new float[]{1, 0, 0, 0, 1, 0, 1, 1, 0}, new float[]{1, 2, 3});
	}

	/** The same with these weights in the layers first and second. */
	private static Coupling weighing(Graph built, float[] first, float[] second) {
		Graph graph = Weights.into(built, Map.of("first.weight",
				Tensor.ofFloats("first.weight", Shape.of(first.length / 3, 3, 1, 1), first), "second.weight",
				Tensor.ofFloats("second.weight", Shape.of(second.length * 3 / first.length, first.length / 3, 1, 1),
						second)));
		return Coupling.of(graph, Tracer.trace(graph));
	}

	/** x + 2 y + 3 (x + y) is 4 x + 5 y, with no constant. */
	@Test
	void whatStaysTakesOverWhatItCanTell() {
		Coupling coupling = summing();
		ChannelGroup group = coupling.prunable().getFirst();
		Reconstruction fitted = after(coupling, Cuts.NONE.with(group, units(2)), on(200));
		var weights = Objects.requireNonNull(fitted.graph().constant("second.weight"));
		assertThat(weights.shape()).isEqualTo(Shape.of(1, 2, 1, 1));
		assertThat(weights.toFloats()).containsExactly(new float[]{4, 5}, within(0.02f));
		LayerFit layer = fitted.layers().getFirst();
		assertThat(layer.images()).isEqualTo(200);
		assertThat(layer.samples()).isEqualTo(2000);
		assertThat(layer.lostBefore()).isGreaterThan(0.2);
		assertThat(layer.lostAfter()).isLessThan(1e-5);
		assertThat(fitted.left()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(Reconstruction.Method.class)
	void theUnitThatAddsLeastGoes(Reconstruction.Method method) {
		NetBuilder b = new NetBuilder("least", 2);
		String y = b.relu(b.as("first").conv(b.openBatchInput("input", 1, 3, 32, 32), ConvSpec.of(4, 1)));
		b.output(b.as("second").conv(y, ConvSpec.of(2, 1)), "out");
		// much of what is made is not much of what is read
		Coupling coupling = weighing(b.build(), new float[]{1, 0, 0, 0, 100, 0, 0, 0, 1, 1, 1, 1},
				new float[]{1, 0.0001f, 2, 1, 1, 0.0001f, -1, 1});
		ChannelGroup group = coupling.prunable().getFirst();
		Reconstruction chosen = choose(coupling, Map.of(group, 3), method, on(50));
		assertThat(chosen.cuts().removed(group)).isEqualTo(units(1));
	}

	private static BitSet units(int... units) {
		BitSet set = new BitSet();
		IntStream.of(units).forEach(set::set);
		return set;
	}

	@ParameterizedTest
	@ValueSource(strings = {"resnet20", "mobilenet", "vit"})
	void outputsComeNearerToThoseOfTheWholeNetwork(String name) {
		Coupling coupling = example(name);
		Cuts cuts = byNorm(coupling, half(coupling));
		Reconstruction fitted = after(coupling, cuts, on(64));
		assertThat(fitted.layers()).isNotEmpty()
				.allSatisfy(l -> assertThat(l.after()).as(l.layer()).isLessThan(l.before()));
		double before = missed(coupling.graph(), Surgeon.apply(coupling, cuts));
		double after = missed(coupling.graph(), fitted.graph());
		assertThat(after).isLessThan(0.6 * before);
	}

	/** Mean square of the difference of outputs on images that nothing was fitted on. */
	private static double missed(Graph whole, Graph other) {
		double sum = 0;
		long count = 0;
		try (Runner a = Runner.optimised(whole);
				Runner b = Runner.optimised(other);
				Batches batches = Batches.of(Subset.stratified(SHAPES.validation(), 64, 3), PREPARED, 16, 10,
						new Skipped())) {
			for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
				Map<String, Value> fed = Map.of("input",
						Value.floats(PREPARED.shape(batch.size()), batch.numbers()));
				float[] expected = a.run(fed).values().iterator().next().toFloats();
				float[] found = b.run(fed).values().iterator().next().toFloats();
				for (int i = 0; i < found.length; i++)
					sum += (found[i] - expected[i]) * (found[i] - expected[i]);
				count += found.length;
			}
		}
		return sum / count;
	}

	@ParameterizedTest
	@EnumSource(Reconstruction.Method.class)
	void chosenUnitsAreBetterThanThoseOfSmallNorm(Reconstruction.Method method) {
		Coupling coupling = example("resnet20");
		Map<ChannelGroup, Integer> half = half(coupling);
		Reconstruction chosen = choose(coupling, half, method, on(100));
		half.forEach((group, units) -> assertThat(chosen.cuts().kept(group)).isEqualTo(units));
		assertThat(chosen.layers()).hasSize(9)
				.allSatisfy(l -> assertThat(l.after()).as(l.layer()).isLessThan(l.before()));
		Dataset held = Subset.stratified(SHAPES.validation(), 300, 1);
		double small = accuracy(Surgeon.apply(coupling, byNorm(coupling, half)), held);
		assertThat(accuracy(chosen.graph(), held)).isGreaterThan(small + 0.2);
	}

	private static double accuracy(Graph graph, Dataset images) {
		return Evaluation.of(graph, images, PREPARED, () -> false).accuracy().share();
	}

	/** Cut afterwards or while units are chosen: the layers see the same, one with zeros and one without. */
	@Test
	void choosingFitsWhatCuttingFirstDoes() {
		Coupling coupling = example("resnet20");
		Reconstruction chosen = choose(coupling, half(coupling), Reconstruction.Method.CHANNEL_PRUNING, on(40));
		Reconstruction again = after(coupling, chosen.cuts(), on(40));
		assertThat(again.layers()).hasSameSizeAs(chosen.layers());
		for (int i = 0; i < again.layers().size(); i++) {
			LayerFit one = chosen.layers().get(i);
			LayerFit other = again.layers().get(i);
			assertThat(other.layer()).isEqualTo(one.layer());
			assertThat(other.before()).as(one.layer()).isCloseTo(one.before(), within(1e-4 * one.spread()));
			assertThat(other.after()).as(one.layer()).isCloseTo(one.after(), within(1e-4 * one.spread()));
		}
		assertThat(missed(chosen.graph(), again.graph())).isLessThan(1e-4 * missed(coupling.graph(), again.graph()));
	}

	/** Rows of a product that go are not compared with those that come into their places: a unit that added nothing is not missed. */
	@Test
	void positionsAreThoseThatAreLeft() {
		NetBuilder b = new NetBuilder("mixing", 5);
		String x = b.relu(b.as("wide").conv(b.openBatchInput("input", 1, 3, 32, 32), ConvSpec.of(6, 3)));
		x = b.reshape(x, 0, 6, 1024);
		x = b.relu(b.as("mix1").matMul(x, 4));
		x = b.flatten(b.as("mix2").matMul(x, 3));
		b.output(b.as("head").gemm(x, 5, true, true), "out");
		Graph built = b.build();
		float[] mix = Objects.requireNonNull(built.constant("mix2.weight")).toFloats();
		java.util.Arrays.fill(mix, 3, 6, 0);
		Graph graph = Weights.into(built,
				Map.of("mix2.weight", Tensor.ofFloats("mix2.weight", Shape.of(4, 3), mix)));
		Coupling coupling = Coupling.of(graph, Tracer.trace(graph));
		Reconstruction fitted = after(coupling, Cuts.NONE.with(Objects.requireNonNull(coupling.group("wide")), units(0))
				.with(Objects.requireNonNull(coupling.group("mix1")), units(1)), on(16));
		assertThat(fitted.layers()).extracting(LayerFit::layer).containsExactly("mix2", "head");
		assertThat(fitted.layers().getFirst().lostBefore()).isLessThan(1e-9);
		assertThat(fitted.layers().getLast().lostBefore()).isGreaterThan(1e-3);
	}

	/**
	 * A stream that misses something already, and a branch that reads it: its last layer can make that good, through the scales of
	 * a normalisation between it and the sum.
	 */
	@Test
	void theEndOfABranchMakesGoodWhatTheShortcutMisses() {
		NetBuilder b = new NetBuilder("branch", 5);
		String x = b.as("wide").conv(b.openBatchInput("input", 1, 3, 32, 32), ConvSpec.of(6, 3));
		String stream = b.as("stream").conv(b.relu(x), ConvSpec.of(4, 1));
		String y = b.relu(b.as("inner").conv(x, ConvSpec.of(8, 3)));
		y = b.as("norm").batchNorm(b.as("last").conv(y, ConvSpec.of(4, 3)));
		b.output(b.add(y, stream), "sum");
		Graph graph = b.build();
		Coupling coupling = Coupling.of(graph, Tracer.trace(graph));
		Cuts cuts = Cuts.NONE.with(Objects.requireNonNull(coupling.group("wide")), units(1, 2))
				.with(Objects.requireNonNull(coupling.group("inner")), units(3));
		Calibration usual = on(60);
		Reconstruction corrected = after(coupling, cuts, usual);
		Reconstruction apart = after(coupling, cuts, new Calibration(usual.data(), PREPARED, usual.positions(),
				usual.seed(), false, usual.memory()));
		assertThat(corrected.layers()).hasSize(3);
		assertThat(missed(graph, corrected.graph())).isLessThan(0.95 * missed(graph, apart.graph()));
		assertThat(corrected.layers().getLast().layer()).isEqualTo("last");
	}

	@Test
	void sameImagesGiveTheSameWeights() {
		Coupling coupling = example("resnet20");
		Map<ChannelGroup, Integer> half = half(coupling);
		Reconstruction one = choose(coupling, half, Reconstruction.Method.CHANNEL_PRUNING, on(40));
		Reconstruction two = choose(coupling, half, Reconstruction.Method.CHANNEL_PRUNING, on(40));
		assertThat(two.cuts()).isEqualTo(one.cuts());
		assertThat(two.layers()).isEqualTo(one.layers());
		one.graph().initializers().forEach((name, tensor) -> {
			if (tensor.type().floating())
				assertThat(Objects.requireNonNull(two.graph().constant(name)).toFloats()).as(name)
						.isEqualTo(tensor.toFloats());
		});
	}

	/** With next to no memory the images begin anew for each layer; what they show is the same. */
	@Test
	void memoryChangesNothing() {
		Coupling coupling = example("mobilenet");
		Cuts cuts = byNorm(coupling, half(coupling));
		Calibration usual = on(20);
		List<LayerFit> roomy = after(coupling, cuts, usual).layers();
		List<LayerFit> tight = after(coupling, cuts, new Calibration(usual.data(), PREPARED, usual.positions(),
				usual.seed(), usual.corrected(), 4 << 20)).layers();
		assertThat(tight).hasSameSizeAs(roomy);
		for (int i = 0; i < tight.size(); i++)
			assertThat(tight.get(i).after()).isCloseTo(roomy.get(i).after(), within(1e-4 * roomy.get(i).spread()));
	}

	/** The branches read parts of the stream, each chosen by what its first layer makes of them. */
	@Test
	void firstLayersOfBranchesReadASampleOfTheStream() {
		Coupling whole = example("resnet20");
		List<Adapter> samplers = Residual.streams(whole).keySet().stream()
				.flatMap(s -> Residual.adapters(whole, s, Adapter.Kind.SAMPLER).stream()).toList();
		Adapters.Adapted with = Adapters.inserted(whole.graph(), whole.trace(), samplers);
		Coupling coupling = Coupling.of(with.graph(), with.trace(), Choices.adapting(samplers));
		Map<ChannelGroup, Integer> keep = new LinkedHashMap<>();
		for (ChannelGroup group : coupling.prunable())
			if (group.offer() == ChannelGroup.Offer.SAMPLED)
				keep.put(group, group.units() * 3 / 4);
		assertThat(keep).hasSizeGreaterThan(5);
		Reconstruction chosen = choose(coupling, keep, Reconstruction.Method.CHANNEL_PRUNING, on(64));
		assertThat(chosen.left()).isEmpty();
		keep.forEach((group, units) -> assertThat(chosen.cuts().kept(group)).isEqualTo(units));
		assertThat(chosen.layers()).hasSizeGreaterThan(5)
				.allSatisfy(l -> assertThat(l.after()).as(l.layer()).isLessThan(l.before()));
		assertThat(missed(whole.graph(), chosen.graph()))
				.isLessThan(0.6 * missed(whole.graph(), Surgeon.apply(coupling, chosen.cuts())));
	}

	@Test
	void thinetLeavesStreamsWhole() {
		Coupling coupling = example("resnet20");
		ChannelGroup stream = Residual.streams(coupling).keySet().iterator().next();
		Reconstruction none = choose(coupling, Map.of(stream, stream.units() / 2), Reconstruction.Method.THINET, on(8));
		assertThat(none.cuts().isEmpty()).isTrue();
		assertThat(none.left()).singleElement().asString().contains(stream.name()).contains("residual stream");
	}

	@Test
	void saysWhatCantBeFitted() {
		Coupling coupling = example("vit");
		ChannelGroup heads = coupling.prunable().stream().filter(g -> g.name().endsWith("head_dim")).findFirst()
				.orElseThrow();
		assertThat(choose(coupling, Map.of(heads, 1), Reconstruction.Method.CHANNEL_PRUNING, on(8)).left())
				.singleElement().asString().startsWith("Left whole: group `" + heads.name() + "`")
				.contains("multiplies by what is computed, not by weights");
		assertThat(after(coupling, Cuts.NONE.with(heads, units(0)), on(8)).left()).singleElement().asString()
				.startsWith("Not fitted: ").contains("multiplies by what is computed, not by weights");
	}

	@Test
	void refusesWhatIsImpossible() {
		Coupling coupling = summing();
		ChannelGroup group = coupling.prunable().getFirst();
		assertThatThrownBy(() -> choose(coupling, Map.of(group, 0), Reconstruction.Method.THINET, on(8)))
				.isInstanceOf(RefusedException.class).hasMessageContaining("can't keep 0");
		assertThatThrownBy(() -> Reconstruction.after(coupling, Cuts.NONE.with(group, units(0)), on(8), () -> true,
				(step, share) -> {
				})).isInstanceOf(CancellationException.class);
	}
}
