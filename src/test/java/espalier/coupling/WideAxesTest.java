package espalier.coupling;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Objects;
import java.util.function.UnaryOperator;

import com.sun.management.ThreadMXBean;

import org.junit.jupiter.api.Test;

import espalier.graph.Graph;
import espalier.graph.Trace;
import espalier.runtime.Tracer;
import espalier.zoo.ConvSpec;
import espalier.zoo.NetBuilder;
import espalier.zoo.SizeNets;

/** Axes of very many indices take no memory that could matter. */
class WideAxesTest {
	private static final long MANY = 60_000_000;

	private static Coupling net(NetBuilder b, UnaryOperator<String> around) {
		String x = around.apply(b.as("a").conv(b.input("input", 1, 3, 4, 4), ConvSpec.of(6, 3)));
		b.output(b.as("b").conv(x, ConvSpec.of(2, 1)), "out");
		Graph graph = b.build();
		Trace trace = Tracer.trace(graph);
		ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = thread.getCurrentThreadAllocatedBytes();
		Coupling coupling = Coupling.of(graph, trace);
		assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(16L << 20);
		return coupling;
	}

	@Test
	void copiesThatMeetNoWeightAreNotToldApart() {
		NetBuilder b = new NetBuilder("copies", 3);
		Coupling coupling = net(b, x -> {
			String y = x;
			for (int i = 0; i < 4; i++)
				y = SizeNets.timesMeanOfCopies(b, y, i, MANY);
			return y;
		});
		assertThat(coupling.prunable()).extracting(ChannelGroup::name).containsExactly("a");
	}

	@Test
	void channelsMergedIntoAnAxisThatIsTooLongStayAndSaySo() {
		NetBuilder b = new NetBuilder("merged", 3);
		Coupling coupling = net(b, x -> SizeNets.timesMeanOfMergedCopies(b, x, MANY / 6));
		assertThat(Objects.requireNonNull(Objects.requireNonNull(coupling.group("a")).pin()).sentence())
				.contains("merges it into an axis of");
	}
}
