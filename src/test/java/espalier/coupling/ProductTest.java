package espalier.coupling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

import espalier.graph.Graph;
import espalier.runtime.Tracer;
import espalier.zoo.NetBuilder;

/** Merged axes whose factors hang together. */
class ProductTest {
	@Test
	void channelsTimesThemselvesStayWhole() {
		NetBuilder b = new NetBuilder("outer", 1);
		String v = b.as("make").gemm(b.input("input", 1, 3), 4, true, true);
		String outer = b.mul(b.reshape(v, 1, 4, 1), b.reshape(v, 1, 1, 4));
		b.output(b.as("read").gemm(b.flatten(outer), 2, true, true), "out");
		Graph graph = b.build();

		Coupling c = Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20),
				() -> Coupling.of(graph, Tracer.trace(graph)));
		assertThat(c.groups()).extracting(ChannelGroup::name).contains("make");
		assertThat(c.prunable()).isEmpty();
	}
}
