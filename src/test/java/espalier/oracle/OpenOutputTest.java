package espalier.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.Objects;
import java.util.Set;

import org.junit.jupiter.api.Test;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Choices;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.plan.Surgeon;
import espalier.runtime.Tracer;
import espalier.zoo.ConvSpec;
import espalier.zoo.NetBuilder;

/** Outputs that a person opens lose channels; the others stay as they are. */
class OpenOutputTest {
	private static Graph twoOutputs() {
		NetBuilder b = new NetBuilder("features", 6);
		String x = b.relu(b.as("stem").conv(b.input("input", 1, 3, 6, 6), ConvSpec.of(6, 3)));
		b.output(x, "features");
		b.output(b.as("head").conv(b.globalPool(x), ConvSpec.of(4, 1)), "logits");
		return b.build();
	}

	@Test
	void anOpenedOutputIsCutExactly() {
		Oracle oracle = new Oracle(twoOutputs(), Choices.opening(Set.of("features")), 5);
		assertThat(oracle.coupling().prunable()).extracting(ChannelGroup::name).containsExactly("stem");
		ChannelGroup stem = Objects.requireNonNull(oracle.coupling().group("stem"));
		BitSet units = new BitSet();
		units.set(1);
		units.set(4);
		Cuts cuts = Cuts.NONE.with(stem, units);
		assertThat(oracle.check(cuts).effect()).isTrue();
		Graph cut = Surgeon.apply(oracle.coupling(), cuts);
		assertThat(cut.outputs().getFirst().fixedShape()).isEqualTo(Shape.of(1, 4, 6, 6));
		assertThat(cut.outputs().getLast().fixedShape()).isEqualTo(Shape.of(1, 4, 1, 1));
	}

	@Test
	void outputsStayUnlessOpenedAndSayHowToOpenThem() {
		Graph graph = twoOutputs();
		Coupling coupling = Coupling.of(graph, Tracer.trace(graph));
		ChannelGroup stem = Objects.requireNonNull(coupling.group("stem"));
		assertThat(Objects.requireNonNull(stem.pin()).wayOut()).contains("--open-output features");
		assertThatThrownBy(() -> Coupling.of(graph, Tracer.trace(graph), Choices.opening(Set.of("nothing"))))
				.isInstanceOf(RefusedException.class).hasMessageContaining("`nothing`")
				.hasMessageContaining("features, logits");
	}
}
