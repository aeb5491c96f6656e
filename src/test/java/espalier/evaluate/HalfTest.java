package espalier.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.data.Preprocessing;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.ValueInfo;
import espalier.importance.ActivationStatistics;
import espalier.runtime.Tracer;
import espalier.zoo.Nets;

/** Networks whose input takes numbers of 16 bits are looked at as those of 32 bits are. */
class HalfTest {
	private static final Preprocessing USUAL = Preprocessing.guess(Shape.of(1, 3, 16, 16));
	private final Graph full = Nets.resNet("net", 1, 1, 8, 16);
	private final Graph half = half(full);

	static Graph half(Graph graph) {
		LinkedHashMap<String, Tensor> weights = new LinkedHashMap<>();
		graph.initializers().forEach((name, t) -> weights.put(name, t.type() == ElementType.FLOAT ? half(t) : t));
		return new Graph(graph.name(), graph.nodes(), weights, halves(graph.inputs()), halves(graph.outputs()),
				Map.of(), graph.opsets(), null);
	}

	private static List<ValueInfo> halves(List<ValueInfo> values) {
		return values.stream().map(v -> new ValueInfo(v.name(), ElementType.FLOAT16, v.dims(), null)).toList();
	}

	private static Tensor half(Tensor tensor) {
		ByteBuffer bytes = ByteBuffer.allocate((int) tensor.elements() * 2).order(ByteOrder.LITTLE_ENDIAN);
		for (int i = 0; i < tensor.elements(); i++)
			bytes.putShort(2 * i, Float.floatToFloat16((float) tensor.at(i)));
		return new Tensor(tensor.name(), ElementType.FLOAT16, tensor.shape(),
				new Tensor.Bytes(MemorySegment.ofArray(bytes.array())), null);
	}

	private static Coupling coupling(Graph graph) {
		return Coupling.of(graph, Tracer.trace(graph));
	}

	private static ActivationStatistics.Maps first(Graph graph) {
		Coupling coupling = coupling(graph);
		return Activations.of(coupling, Drawn.random(9, 16, 16, 1), USUAL, true, () -> false, (s, step, share) -> {
		}).groups().get(coupling.prunable().getFirst().name());
	}

	@Test
	void activationsAreMeasured() {
		assertThat(first(half).magnitude()).containsExactly(first(full).magnitude(), within(0.02));
		assertThat(first(half).active()).containsExactly(first(full).active(), within(0.01));
	}

	@Test
	void mapsAreSeen() {
		Coupling coupling = coupling(half);
		ChannelGroup group = coupling.prunable().getFirst();
		try (Probe probe = new Probe(half, Activation.after(half, group, group.maker().orElseThrow()), USUAL)) {
			assertThat(probe.look(new float[USUAL.numbers()]).units()).isEqualTo(group.units());
		}
	}

	@Test
	void outputsAreComparedWithThoseOfTheOriginal() {
		Distance found = Distance.between(half, full, Drawn.random(5, 16, 16, 1), USUAL, () -> false);
		assertThat(found.images()).isEqualTo(5);
		assertThat(found.cosine()).isCloseTo(1, within(1e-4));
	}
}
