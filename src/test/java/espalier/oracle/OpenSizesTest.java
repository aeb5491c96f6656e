package espalier.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.runtime.Tracer;
import espalier.runtime.Value;
import espalier.zoo.ConvSpec;
import espalier.zoo.NetBuilder;
import espalier.zoo.SizeNets;

/** What a network computes from sizes, and what it says about axes that stay, is right after a cut at any open size. */
class OpenSizesTest {
	private static Graph net(UnaryOperator<String> around, NetBuilder b) {
		String x = b.as("a").conv(b.openBatchInput("input", 2, 3, 4, 4), ConvSpec.of(6, 3));
		String y = around.apply(x);
		b.output(b.as("b").conv(y, ConvSpec.of(2, 1)), "out");
		return b.build();
	}

	private static void holdsAtOtherBatches(Graph graph, int traced) {
		Oracle oracle = new Oracle(graph, Map.of("input", values(traced)));
		Random random = new Random(4);
		for (int i = 0; i < 6; i++) {
			Cuts cuts = oracle.randomCuts(random);
			oracle.check(cuts);
			oracle.checkAt(cuts, Map.of("input", values(5)));
		}
	}

	private static Value values(int batch) {
		return Value.random(ElementType.FLOAT, Shape.of(batch, 3, 4, 4), new Random(batch));
	}

	@Test
	void sliceBoundsOfAxesThatStayAreLeftAsWritten() {
		NetBuilder b = new NetBuilder("slice", 3);
		holdsAtOtherBatches(net(x -> SizeNets.lastOfBatchAndSomeChannels(b, x), b), 2);
	}

	@Test
	void targetsThatCannotBeFollowedAreLeftAloneWhereNothingIsCut() {
		NetBuilder b = new NetBuilder("split", 3);
		String x = b.as("a").conv(b.openBatchInput("input", 2, 3, 4, 4), ConvSpec.of(6, 3));
		String y = b.as("b").conv(b.relu(x), ConvSpec.of(2, 1));
		b.output(SizeNets.reshapedBySplitShape(b, y), "out");
		holdsAtOtherBatches(b.build(), 2);
	}

	@ParameterizedTest
	@ValueSource(ints = {1, 2})
	void numbersOfHeadsAreReplacedInsideProductsWithOpenSizes(int traced) {
		NetBuilder b = new NetBuilder("folded", 3);
		holdsAtOtherBatches(net(x -> SizeNets.headsInTheBatch(b, x, 3), b), traced);
		NetBuilder c = new NetBuilder("unfolded", 3);
		holdsAtOtherBatches(net(x -> SizeNets.headsInTheBatchAndOut(c, x, 3), c), traced);
		NetBuilder d = new NetBuilder("attention", 3);
		Graph attention = net(x -> SizeNets.attentionInTheBatch(d, x, 3, 4), d);
		assertThat(Coupling.of(attention, Tracer.trace(attention)).prunable()).extracting(ChannelGroup::name)
				.containsExactlyInAnyOrder("a", "q.head_dim", "q.heads", "v.head_dim", "o");
		holdsAtOtherBatches(attention, traced);
	}

	@ParameterizedTest
	@ValueSource(ints = {1, 2})
	void productsThatCannotBeFollowedAreRefusedRatherThanWrong(int traced) {
		NetBuilder b = new NetBuilder("counted", 3);
		Graph graph = net(x -> SizeNets.countedHeadsInTheBatch(b, x, 3), b);
		Oracle oracle = new Oracle(graph, Map.of("input", values(traced)));
		int refused = 0;
		for (ChannelGroup group : oracle.coupling().prunable()) {
			Cuts cuts = Cuts.NONE.with(group, Oracle.some(group, 1, new Random(1)));
			try {
				oracle.check(cuts);
				oracle.checkAt(cuts, Map.of("input", values(5)));
			} catch (RefusedException e) {
				assertThat(e).hasMessageContaining("a size that the model leaves open");
				refused++;
			}
		}
		assertThat(oracle.coupling().prunable()).hasSize(2);
		assertThat(refused).isEqualTo(1);
	}

	@Test
	void countsThatAreDataStay() {
		NetBuilder b = new NetBuilder("range", 3);
		Graph graph = net(x -> SizeNets.timesRange(b, x, 6), b);
		Coupling coupling = Coupling.of(graph, Tracer.trace(graph));
		ChannelGroup a = Objects.requireNonNull(coupling.group("a"));
		assertThat(Objects.requireNonNull(a.pin()).sentence()).contains("is counted by");
	}

	@Test
	void longShapeArithmeticTakesNoTime() {
		NetBuilder b = new NetBuilder("deep", 3);
		Graph graph = net(x -> SizeNets.deepArithmetic(b, x, 50), b);
		Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20),
				() -> Coupling.of(graph, Tracer.trace(graph)));
	}
}
