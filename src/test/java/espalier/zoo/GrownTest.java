package espalier.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.onnx.OnnxReader;
import espalier.runtime.Runner;
import espalier.runtime.Value;

class GrownTest {
	@Test
	void aDeeperNetworkBeginsAsTheOneItGrewFrom() {
		Graph trained = OnnxReader.read(Path.of("example-models", "resnet20-cifar10.onnx")).graph();
		Graph grown = Grown.from(trained, ExampleNets.resNet56("resnet56"));
		assertThat(grown.nodes().stream().filter(n -> n.is("Conv"))).hasSize(57);
		Map<String, Value> inputs = Map.of("input",
				Value.random(ElementType.FLOAT, Shape.of(2, 3, 32, 32), new Random(1)));
		try (Runner one = Runner.of(trained); Runner other = Runner.of(grown)) {
			float[] expected = one.run(inputs).values().iterator().next().toFloats();
			assertThat(other.run(inputs).values().iterator().next().toFloats()).containsExactly(expected,
					org.assertj.core.data.Offset.offset(1e-4f));
		}
	}
}
