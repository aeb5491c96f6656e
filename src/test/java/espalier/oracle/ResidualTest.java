package espalier.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntFunction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import espalier.coupling.Adapter;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Choices;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.coupling.Residual;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.RefusedException;
import espalier.plan.Surgeon;
import espalier.runtime.Tracer;
import espalier.runtime.Value;
import espalier.zoo.ConvSpec;
import espalier.zoo.NetBuilder;
import espalier.zoo.Zoo;
import espalier.zoo.ZooInputs;

/** Streams made free of their branches, or branches of their streams, are cut exactly, and by standard operators. */
class ResidualTest {
	private static final int WIDTH = 8;

	/** Blocks relu(x + f(x)), each of two convolutions. */
	private static Graph blocks(int blocks) {
		NetBuilder b = new NetBuilder("blocks", 3);
		String x = b.relu(b.as("stem").conv(b.input("input", 1, 3, 6, 6), ConvSpec.of(WIDTH, 3)));
		for (int i = 0; i < blocks; i++) {
			String y = b.relu(b.as("block" + i + ".conv1").conv(x, ConvSpec.of(6, 3)));
			y = b.as("block" + i + ".conv2").conv(y, ConvSpec.of(WIDTH, 3));
			x = b.relu(b.as("block" + i + ".add").add(x, y));
		}
		b.output(b.as("head").conv(b.globalPool(x), ConvSpec.of(4, 1)), "logits");
		return b.build();
	}

	/** Blocks x + f(x), where f normalises first. */
	private static Graph normalisedFirst(int blocks) {
		NetBuilder b = new NetBuilder("first", 4);
		String x = b.as("stem").conv(b.input("input", 2, 3, 6, 6), ConvSpec.of(WIDTH, 3));
		for (int i = 0; i < blocks; i++) {
			String y = b.relu(b.as("block" + i + ".bn").batchNorm(x));
			y = b.as("block" + i + ".conv").conv(y, ConvSpec.of(WIDTH, 3));
			x = b.as("block" + i + ".add").add(x, y);
		}
		b.output(b.as("head").conv(b.globalPool(b.relu(x)), ConvSpec.of(4, 1)), "logits");
		return b.build();
	}

	private static Choices choosing(Graph graph, String group, Adapter.Kind kind) {
		Coupling plain = Coupling.of(graph, Tracer.trace(graph));
		return Choices.adapting(Residual.adapters(plain, Objects.requireNonNull(plain.group(group)), kind));
	}

	static List<Arguments> all() {
		List<Arguments> all = new ArrayList<>();
		for (Adapter.Kind kind : Adapter.Kind.values()) {
			all.add(Arguments.of("blocks", (IntFunction<Graph>) ResidualTest::blocks, kind));
			all.add(Arguments.of("normalised first", (IntFunction<Graph>) ResidualTest::normalisedFirst, kind));
		}
		return all;
	}

	@ParameterizedTest(name = "{0}, {2}")
	@MethodSource("all")
	void everyGroupAloneAndManyPlansAreExact(String name, IntFunction<Graph> network, Adapter.Kind kind) {
		Graph graph = network.apply(3);
		Oracle oracle = new Oracle(graph, choosing(graph, "stem", kind), 7);
		Random random = new Random(11);
		int effects = 0;
		for (ChannelGroup group : oracle.coupling().prunable())
			effects += oracle.check(Cuts.NONE.with(group, Oracle.some(group, group.units() / 2, random))).effect() ? 1
					: 0;
		for (int plan = 0; plan < 20; plan++)
			effects += oracle.check(oracle.randomCuts(random)).effect() ? 1 : 0;
		assertThat(effects).isGreaterThan(20);
	}

	/** All streams of published architectures, pinned ones too, which only samplers help; more with {@code -Doracle.zoo=all}. */
	@ParameterizedTest
	@MethodSource("published")
	void streamsOfPublishedArchitecturesAreFreed(String name, Adapter.Kind kind) {
		Graph graph = Objects.requireNonNull(Zoo.all().get(name)).get();
		Map<String, Value> inputs = ZooInputs.random(graph, 1, 3);
		Coupling plain = new Oracle(graph, inputs).coupling();
		List<Adapter> adapters = new ArrayList<>();
		for (ChannelGroup group : Residual.streams(plain).keySet())
			adapters.addAll(Residual.adapters(plain, group, kind));
		assertThat(adapters).as("adapters of " + name).isNotEmpty();
		Oracle oracle = new Oracle(graph, Choices.adapting(adapters), inputs);
		assertThat(oracle.coupling().prunable()).hasSizeGreaterThan(plain.prunable().size());
		Random random = new Random(5);
		double worst = 0;
		for (int plan = 0; plan < 3; plan++)
			worst = Math.max(worst, oracle.check(oracle.randomCuts(random)).difference());
		System.out.printf("residual: %s, %d of %s: %d groups can be cut, were %d; worst difference %.2g%n", name,
				adapters.size(), kind.id(), oracle.coupling().prunable().size(), plain.prunable().size(), worst);
	}

	static List<Arguments> published() {
		List<Arguments> all = new ArrayList<>();
		List<String> names = "all".equals(System.getProperty("oracle.zoo"))
				? List.of("resnet20", "resnet50", "wideresnet28", "mobilenetv2", "regnety", "convnext", "vit", "swin",
						"bert",
						"llama", "diffusion", "nafnet")
				: List.of("resnet20", "convnext", "swin", "llama", "nafnet");
		for (String name : names)
			for (Adapter.Kind kind : Adapter.Kind.values())
				all.add(Arguments.of(name, kind));
		return all;
	}

	private static BitSet units(int... units) {
		BitSet set = new BitSet();
		for (int unit : units)
			set.set(unit);
		return set;
	}

	@Test
	void projectionsFreeEachBlockAndOnlyThoseThatDoSomethingStay() {
		Graph graph = blocks(3);
		Oracle oracle = new Oracle(graph, choosing(graph, "stem", Adapter.Kind.PROJECTION), 7);
		assertThat(oracle.coupling().prunable()).extracting(ChannelGroup::name).containsExactly("stem", "block0.conv1",
				"block0.conv2", "block1.conv1", "block1.conv2", "block2.conv1", "block2.conv2");
		ChannelGroup middle = Objects.requireNonNull(oracle.coupling().group("block1.conv2"));
		Graph pruned = oracle.check(Cuts.NONE.with(middle, units(1, 5, 6))).pruned();
		List<Node> left = pruned.nodes().stream().filter(n -> n.name().endsWith("projection")).toList();
		assertThat(left).extracting(Node::name).containsExactly("/block1.add/Add/projection",
				"/block2.add/Add/projection");
		assertThat(left).allMatch(n -> n.is("Conv"));
		Cuts alike = Cuts.NONE;
		for (ChannelGroup group : oracle.coupling().prunable())
			if (group.units() == WIDTH)
				alike = alike.with(group, units(0, 2));
		assertThat(oracle.check(alike).pruned().nodes()).as("cut alike, they are not needed")
				.noneMatch(n -> n.name().endsWith("projection"));
	}

	@Test
	void samplersLetBranchesReadLessAndFollowTheStream() {
		Graph graph = blocks(2);
		Oracle oracle = new Oracle(graph, choosing(graph, "stem", Adapter.Kind.SAMPLER), 7);
		ChannelGroup stream = Objects.requireNonNull(oracle.coupling().group("stem"));
		ChannelGroup branch = Objects.requireNonNull(oracle.coupling().group("block1.conv1.in"));
		assertThat(branch.offer()).isEqualTo(ChannelGroup.Offer.SAMPLED);
		Cuts both = Cuts.NONE.with(stream, units(0, 3)).with(branch, units(3, 4, 7));
		Graph pruned = oracle.check(both).pruned();
		List<Node> left = pruned.nodes().stream().filter(n -> n.name().endsWith("sampler")).toList();
		assertThat(left).hasSize(1);
		assertThat(Objects.requireNonNull(pruned.constant(left.getFirst().inputs().getLast())).toLongs())
				.as("1, 2, 5 and 6 of 1, 2, 4, 5, 6 and 7").containsExactly(0, 1, 3, 4);
		Cuts nothing = Cuts.NONE.with(stream, units(0, 1, 2, 3)).with(branch, units(4, 5, 6, 7));
		assertThatThrownBy(() -> Surgeon.apply(oracle.coupling(), nothing)).isInstanceOf(RefusedException.class)
				.hasMessageContaining("`stem`, `block1.conv1.in`").hasMessageContaining("leave nothing");
	}

	@Test
	void itIsTheBranchThatReadsASampleOnWhicheverSideOfTheSum() {
		NetBuilder b = new NetBuilder("single", 3);
		String x = b.relu(b.as("stem").conv(b.input("input", 1, 3, 6, 6), ConvSpec.of(WIDTH, 3)));
		for (int i = 0; i < 2; i++)
			x = b.relu(b.as("block" + i + ".add").add(b.as("block" + i + ".conv").conv(x, ConvSpec.of(WIDTH, 3)), x));
		b.output(b.as("head").conv(b.globalPool(x), ConvSpec.of(4, 1)), "logits");
		Graph graph = b.build();
		Oracle oracle = new Oracle(graph, choosing(graph, "stem", Adapter.Kind.SAMPLER), 7);
		assertThat(oracle.coupling().prunable()).extracting(ChannelGroup::name).containsExactly("stem",
				"block0.conv.in", "block1.conv.in");
		oracle.check(Cuts.NONE.with(Objects.requireNonNull(oracle.coupling().group("block1.conv.in")), units(1, 4)));
	}

	@Test
	void aBranchWithinABranchIsGivenOneSampler() {
		NetBuilder b = new NetBuilder("nested", 3);
		String x = b.relu(b.as("stem").conv(b.input("input", 1, 3, 6, 6), ConvSpec.of(WIDTH, 3)));
		String beside = b.as("beside").conv(x, ConvSpec.of(WIDTH, 3));
		String within = b.as("within2").conv(b.relu(b.as("within1").conv(x, ConvSpec.of(6, 3))), ConvSpec.of(WIDTH, 1));
		String inner = b.as("inner").add(b.as("sum").add(x, within), beside);
		x = b.as("outer").add(x, b.as("last").conv(b.relu(inner), ConvSpec.of(WIDTH, 3)));
		b.output(b.as("head").conv(b.globalPool(b.relu(x)), ConvSpec.of(4, 1)), "logits");
		Graph graph = b.build();
		Choices choices = choosing(graph, "stem", Adapter.Kind.SAMPLER);
		assertThat(choices.adapters()).extracting(Adapter::name).containsExactly("/within1/Conv/sampler",
				"/beside/Conv/sampler");
		Oracle oracle = new Oracle(graph, choices, 7);
		Random random = new Random(3);
		for (int plan = 0; plan < 10; plan++)
			oracle.check(oracle.randomCuts(random));
	}

	@Test
	void whereNothingIsSummedThereIsNoPlace() {
		NetBuilder b = new NetBuilder("chain", 3);
		String x = b.as("first").conv(b.input("input", 1, 3, 6, 6), ConvSpec.of(WIDTH, 3));
		b.output(b.as("second").conv(b.relu(x), ConvSpec.of(4, 1)), "out");
		Graph graph = b.build();
		assertThatThrownBy(() -> choosing(graph, "first", Adapter.Kind.SAMPLER)).isInstanceOf(RefusedException.class)
				.hasMessageContaining("No shortcut in group `first`");
	}
}
