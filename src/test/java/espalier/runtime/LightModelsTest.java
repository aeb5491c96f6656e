package espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.random.RandomGenerator;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import ai.onnx.proto.OnnxMl.TensorProto;

import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.graph.ValueInfo;
import espalier.onnx.OnnxReader;
import espalier.onnx.RealFiles;

/** The outputs that ONNX publishes with its light models, whose constant weights give them for any input. */
class LightModelsTest {
	@ParameterizedTest
	@ValueSource(strings = {"light_squeezenet", "light_inception_v1", "light_resnet50"})
	void giveThePublishedOutput(String name) throws IOException {
		Path folder = RealFiles.folder().resolve("onnx-light");
		Graph graph = OnnxReader.read(folder.resolve(name + ".onnx")).graph();
		TensorProto expected = TensorProto.parseFrom(Files.readAllBytes(folder.resolve(name + "_output_0.pb")));
		var floats = expected.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
		ValueInfo input = graph.inputs().getFirst();
		Shape shape = Tracer.defaultInputs(graph).get(input.name());
		try (Runner runner = Runner.of(graph)) {
			Value output = runner
					.run(Map.of(input.name(), Value.random(input.type(), shape, RandomGenerator.getDefault())))
					.get(graph.outputs().getFirst().name());
			assertThat(output.size()).isEqualTo(floats.remaining());
			for (float value : output.toFloats())
				assertThat(value).isCloseTo(floats.get(), within(1e-6f));
		}
	}
}
