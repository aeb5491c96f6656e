package espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.onnx.OnnxWriter;
import espalier.runtime.Runner;
import espalier.runtime.Value;
import espalier.runtime.torch.PlainLoad;
import espalier.weights.Safetensors;
import espalier.zoo.Nets;

class ExportCommandTest {
	@TempDir
	Path folder = Path.of("");
	private Path model = Path.of("");
	private final Graph graph = Nets.resNet("net", 1, 1, 8, 16);

	@BeforeEach
	void model() {
		model = folder.resolve("net.onnx");
		OnnxWriter.write(graph, model);
	}

	@Test
	void torchScriptComputesTheSame() throws Exception {
		Path out = folder.resolve("net.pt");
		Ran ran = Ran.of("export", model, "--torchscript", out);
		assertThat(ran.code()).as(ran.err()).isZero();
		assertThat(ran.err()).contains("net.pt, for batches of any size");
		Value one = Value.random(ElementType.FLOAT, Shape.of(1, 3, 16, 16), new Random(1));
		float[] expected;
		try (Runner runner = Runner.of(graph)) {
			expected = runner.run(Map.of("input", one)).values().iterator().next().toFloats();
		}
		float[] twice = Arrays.copyOf(one.toFloats(), 2 * one.size());
		System.arraycopy(one.toFloats(), 0, twice, one.size(), one.size());
		Value actual = PlainLoad.forward(out, Value.floats(Shape.of(2, 3, 16, 16), twice));
		assertThat(actual.shape()).isEqualTo(Shape.of(2, 10));
		for (int i = 0; i < 20; i++)
			assertThat(actual.toFloats()[i]).isCloseTo(expected[i % 10],
					org.assertj.core.api.Assertions.within(1e-4f));
	}

	@Test
	void safetensorsHoldAllWeights() {
		Path out = folder.resolve("net.safetensors");
		Ran ran = Ran.of("export", model, "--safetensors", out);
		assertThat(ran.code()).as(ran.err()).isZero();
		Safetensors.Content content = Safetensors.read(out);
		assertThat(content.metadata()).containsEntry("format", "pt");
		SequencedMap<String, Tensor> state = content.tensors();
		assertThat(state).containsKeys("conv1.weight", "layer1.0.conv1.weight", "layer2.0.downsample.0.weight",
				"fc.weight", "fc.bias");
		assertThat(state.get("fc.weight").toFloats())
				.containsExactly(graph.initializers().get("fc.weight").toFloats());
		long numbers = graph.initializers().values().stream().filter(t -> t.type().floating())
				.mapToLong(Tensor::elements)
				.sum();
		assertThat(state.values().stream().mapToLong(Tensor::elements).sum()).isEqualTo(numbers);
	}

	@Test
	void nothingToWriteIsRefused() {
		Ran ran = Ran.of("export", model);
		assertThat(ran.code()).isEqualTo(ExitCode.USAGE.number());
		assertThat(ran.err()).contains("give --torchscript or --safetensors, or both.");
	}

	@Test
	void recalibratesFromTheCommandLine() {
		Path net = folder.resolve("cifar.onnx");
		OnnxWriter.write(Nets.resNet("net", 1, 1, 4, 32), net);
		Path out = folder.resolve("out.onnx");
		Ran ran = Ran.of("recalibrate", net, "--data", "shapes", "-o", out, "--images", "40");
		assertThat(ran.code()).as(ran.err()).isZero();
		Graph after = espalier.onnx.OnnxReader.read(out).graph();
		assertThat(Arrays.equals(after.initializers().get("fc.weight").toFloats(),
				Nets.resNet("net", 1, 1, 4, 32).initializers().get("fc.weight").toFloats())).isTrue();
		assertThat(Ran.of("recalibrate", net, "--data", "shapes", "-o", out, "--images", "0").code())
				.isEqualTo(ExitCode.USAGE.number());
	}
}
