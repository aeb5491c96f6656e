package espalier.coupling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import espalier.graph.Graph;
import espalier.runtime.Tracer;
import espalier.zoo.ConvSpec;
import espalier.zoo.NetBuilder;
import espalier.zoo.Nets;

/** Groups of small networks, checked against what one finds with paper and pencil. */
class CouplingTest {
	@Test
	void chainGivesOneGroupForEachInnerLayer() {
		NetBuilder b = new NetBuilder("chain", 1);
		String x = b.as("a").conv(b.input("input", 1, 3, 8, 8), ConvSpec.of(8, 3).biased());
		x = b.relu(x);
		x = b.as("b").conv(x, ConvSpec.of(6, 3));
		b.output(x, "out");
		Coupling c = couple(b.build());

		ChannelGroup a = group(c, "a");
		assertThat(a.units()).isEqualTo(8);
		assertThat(a.pin()).isNull();
		assertThat(a.members()).extracting(Member::layer, Member::axis, Member::role).containsExactlyInAnyOrder(
				org.assertj.core.groups.Tuple.tuple(layer(c, "a"), 0, Role.OUT),
				org.assertj.core.groups.Tuple.tuple(layer(c, "a"), 0, Role.BIAS),
				org.assertj.core.groups.Tuple.tuple(layer(c, "b"), 1, Role.IN));
		assertThat(Objects.requireNonNull(group(c, "b").pin()).sentence()).isEqualTo("ends at output `out`");
		assertThat(Objects.requireNonNull(group(c, "a.in").pin()).sentence()).isEqualTo("starts at input `input`");
		assertThat(c.prunable()).containsExactly(a);
	}

	@Test
	void residualStageIsOneGroupAndItsBranchesAreTheirOwn() {
		Coupling c = couple(Nets.resNet("resnet", 1, 2, 8, 16));
		ChannelGroup stream = group(c, "conv1");
		assertThat(stream.members(Role.OUT)).extracting(m -> m.use().node().layer()).containsExactly("conv1",
				"layer1.0.conv2", "layer1.1.conv2");
		assertThat(group(c, "layer1.0.conv1").units()).isEqualTo(8);
		assertThat(group(c, "layer1.0.conv1").members(Role.OUT)).hasSize(1);
		List<Tie> why = c.why(stream, stream.members(Role.OUT).getFirst(), stream.members(Role.OUT).get(1));
		assertThat(why).isNotEmpty();
		assertThat(why).anySatisfy(t -> assertThat(t.sentence()).contains("adds its inputs index by index"));
	}

	@Test
	void concatKeepsItsPartsApart() {
		NetBuilder b = new NetBuilder("concat", 1);
		String x = b.input("input", 1, 3, 8, 8);
		String left = b.as("left").conv(x, ConvSpec.of(4, 3));
		String right = b.as("right").conv(x, ConvSpec.of(6, 1));
		String both = b.concat(left, right);
		b.output(b.as("last").conv(both, ConvSpec.of(2, 1)), "out");
		Coupling c = couple(b.build());

		assertThat(group(c, "left").units()).isEqualTo(4);
		assertThat(group(c, "right").units()).isEqualTo(6);
		Cuts cuts = Cuts.of(Map.of(group(c, "right"), set(0, 5)));
		int[] kept = c.kept(node(c, "last"), 1, 1, cuts);
		assertThat(kept).containsExactly(0, 1, 2, 3, 5, 6, 7, 8);
	}

	@Test
	void flattenGivesEachChannelItsStretchOfTheLinearLayer() {
		NetBuilder b = new NetBuilder("flatten", 1);
		String x = b.as("conv").conv(b.input("input", 1, 3, 4, 4), ConvSpec.of(5, 3));
		x = b.flatten(x);
		b.output(b.as("fc").gemm(x, 2, true, true), "out");
		Coupling c = couple(b.build());

		ChannelGroup conv = group(c, "conv");
		assertThat(conv.units()).isEqualTo(5);
		int[] kept = c.kept(node(c, "fc"), 1, 1, Cuts.of(Map.of(conv, set(1))));
		assertThat(kept).hasSize(4 * 16).doesNotContain(16, 31).contains(15, 32);
	}

	@Test
	void channelShuffleTiesWhatItInterleaves() {
		NetBuilder b = new NetBuilder("shuffle", 1);
		String x = b.as("a").conv(b.input("input", 1, 3, 4, 4), ConvSpec.of(8, 1));
		x = b.shuffle(x, 2);
		b.output(b.as("b").conv(x, ConvSpec.of(2, 1)), "out");
		Coupling c = couple(b.build());

		ChannelGroup a = group(c, "a");
		assertThat(a.units()).isEqualTo(4);
		Cuts cuts = Cuts.of(Map.of(a, set(1)));
		assertThat(c.kept(node(c, "a"), 1, 0, cuts)).containsExactly(0, 2, 3, 4, 6, 7);
		assertThat(c.kept(node(c, "b"), 1, 1, cuts)).containsExactly(0, 1, 4, 5, 6, 7);
	}

	@Test
	void groupedConvolutionLosesTheSamePositionInEveryGroup() {
		NetBuilder b = new NetBuilder("grouped", 1);
		String x = b.as("a").conv(b.input("input", 1, 3, 4, 4), ConvSpec.of(8, 1));
		x = b.as("g").conv(x, ConvSpec.of(12, 3).grouped(2));
		b.output(b.as("c").conv(x, ConvSpec.of(2, 1)), "out");
		Coupling c = couple(b.build());

		assertThat(group(c, "a").units()).isEqualTo(4);
		assertThat(group(c, "g").units()).isEqualTo(6);
		Cuts cuts = Cuts.of(Map.of(group(c, "a"), set(3), group(c, "g"), set(0)));
		assertThat(c.kept(node(c, "g"), 1, 1, cuts)).containsExactly(0, 1, 2);
		assertThat(c.kept(node(c, "a"), 1, 0, cuts)).containsExactly(0, 1, 2, 4, 5, 6);
		assertThat(c.kept(node(c, "c"), 1, 1, cuts)).containsExactly(1, 2, 3, 4, 5, 7, 8, 9, 10, 11);
	}

	@Test
	void depthwiseConvolutionFollowsItsInput() {
		NetBuilder b = new NetBuilder("depthwise", 1);
		String x = b.as("a").conv(b.input("input", 1, 3, 4, 4), ConvSpec.of(6, 1));
		x = b.as("dw").depthwise(x, ConvSpec.of(6, 3));
		b.output(b.as("c").conv(x, ConvSpec.of(2, 1)), "out");
		ChannelGroup a = group(couple(b.build()), "a");
		assertThat(a.units()).isEqualTo(6);
		assertThat(a.members()).extracting(Member::role).containsExactly(Role.OUT, Role.DEPTHWISE, Role.IN);
	}

	@Test
	void operatorsWithoutRulePinAndSaySo() {
		NetBuilder b = new NetBuilder("noise", 1);
		String x = b.as("a").conv(b.input("input", 1, 3, 4, 4), ConvSpec.of(6, 1));
		x = b.as("norm").unary("Bernoulli", x);
		x = b.as("b").conv(x, ConvSpec.of(4, 1));
		b.output(b.as("c").conv(x, ConvSpec.of(2, 1)), "out");
		Coupling c = couple(b.build());
		assertThat(Objects.requireNonNull(group(c, "a").pin()).sentence())
				.contains("a Bernoulli, for which there is no rule");
		assertThat(c.prunable()).extracting(ChannelGroup::name).containsExactly("b");
	}

	@Test
	void meanOverTheChannelsIsTakenOverWhatStays() {
		NetBuilder b = new NetBuilder("mean", 1);
		String x = b.as("a").conv(b.input("input", 1, 3, 4, 4), ConvSpec.of(6, 1));
		b.output(b.reduceChannels("ReduceMean", x), "out");
		ChannelGroup a = group(couple(b.build()), "a");
		assertThat(a.pinned()).isFalse();
		assertThat(a.changesStatistics()).isTrue();
	}

	private static Coupling couple(Graph graph) {
		return Coupling.of(graph, Tracer.trace(graph));
	}

	private static ChannelGroup group(Coupling c, String name) {
		ChannelGroup group = c.group(name);
		assertThat(group).as("%s among %s", name, c.groups()).isNotNull();
		return Objects.requireNonNull(group);
	}

	private static espalier.graph.Node node(Coupling c, String layer) {
		return c.graph().nodes().stream().filter(n -> n.layer().equals(layer)).findFirst().orElseThrow();
	}

	private static String layer(Coupling c, String layer) {
		return node(c, layer).name();
	}

	private static BitSet set(int... units) {
		BitSet set = new BitSet();
		Arrays.stream(units).forEach(set::set);
		return set;
	}
}
