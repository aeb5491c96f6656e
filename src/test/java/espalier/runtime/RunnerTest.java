package espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import espalier.graph.Attribute;
import espalier.graph.BadInputException;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.ValueInfo;
import espalier.onnx.OnnxWriter;

class RunnerTest {
	private static final Graph SUM = new Graphs().input("x", "N", 3)
			.constant(Tensor.ofFloats("w", Shape.of(3), 1, 2, 3)).node("Add", "sum", "x", "w").node("Relu", "y", "sum")
			.graph("y");

	@Test
	void runs() {
		try (Runner runner = Runner.of(SUM); Runner fused = Runner.optimised(SUM)) {
			Map<String, Value> input = Map.of("x", Value.floats(Shape.of(2, 3), 0, 0, 0, -9, 1, 1));
			assertThat(runner.run(input).get("y").toFloats()).containsExactly(1, 2, 3, 0, 3, 4);
			assertThat(fused.run(input).get("y").toFloats()).containsExactly(1, 2, 3, 0, 3, 4);
			assertThat(runner.run(input).get("y").shape()).isEqualTo(Shape.of(2, 3));
		}
	}

	@Test
	void showsValuesBetweenNodes() {
		try (Runner runner = Runner.of(SUM, List.of("sum", "y"))) {
			assertThat(runner.run(Map.of("x", Value.floats(Shape.of(1, 3), -9, 0, 0)))).containsOnlyKeys("y", "sum")
					.extractingByKey("sum").extracting(Value::toFloats).isEqualTo(new float[]{-8, 2, 3});
		}
	}

	@ParameterizedTest
	@EnumSource(names = {"FLOAT", "DOUBLE", "FLOAT16", "INT64", "INT32", "INT16", "INT8", "UINT8", "BOOL", "STRING"})
	void carriesTypes(ElementType type) {
		Graph graph = new Graphs().node("Identity", "y", "x").graph("y");
		Graph typed = new Graph("typed", graph.nodes(), graph.initializers(), List.of(ValueInfo.of("x", type, 2, 2)),
				graph.outputs(), Map.of(), graph.opsets(), null);
		Value value = Value.random(type, Shape.of(2, 2), RandomGenerator.of("L64X128MixRandom"));
		if (type == ElementType.FLOAT16)
			value = new Value(type, Shape.of(2, 2), new float[]{1, -0.5f, 65504, 0});
		if (type == ElementType.STRING)
			value = new Value(type, Shape.of(2, 2), new String[]{"a", "", "ä", "b"});
		try (Runner runner = Runner.of(typed)) {
			Value back = runner.run(Map.of("x", value)).get("y");
			assertThat(back.type()).isEqualTo(type);
			assertThat(back.data()).isEqualTo(value.data());
		}
	}

	@Test
	void inputsThatDontFitAreRefused() {
		try (Runner runner = Runner.of(SUM)) {
			assertThatThrownBy(() -> runner.run(Map.of())).isInstanceOf(RefusedException.class)
					.hasMessageContaining("'x'");
			assertThatThrownBy(() -> runner.run(Map.of("x", Value.floats(Shape.of(1, 2), 1, 2))))
					.isInstanceOf(RefusedException.class).hasMessageContaining("does not run");
		}
	}

	@Test
	void modelsThatDontLoadAreRefused(@TempDir Path folder) throws IOException {
		Graph bad = new Graphs().input("x", 1).node("Mine", "y", "x").graph("y");
		assertThatThrownBy(() -> ModelCheck.loads(bad)).isInstanceOf(BadInputException.class)
				.hasMessageContaining("No Op registered for Mine");
		Path file = folder.resolve("bad.onnx");
		Files.write(file, OnnxWriter.toBytes(bad));
		assertThatThrownBy(() -> ModelCheck.loads(file)).isInstanceOf(BadInputException.class)
				.hasMessageStartingWith("bad.onnx: ");
		OnnxWriter.write(SUM, file);
		ModelCheck.loads(file);
	}

	@Test
	void anEngineThatDoesNotAnswerIsLeftBehind() throws InterruptedException {
		CountDownLatch finish = new CountDownLatch(1);
		CountDownLatch closed = new CountDownLatch(1);
		assertThatThrownBy(() -> Sessions.<AutoCloseable>bounded("slow", Duration.ofMillis(20), () -> {
			try {
				finish.await();
			} catch (InterruptedException e) {
				Thread.currentThread().interrupt();
			}
			return closed::countDown;
		})).isInstanceOf(BadInputException.class).hasMessageContaining("did not finish");
		finish.countDown();
		assertThat(closed.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void weightsLieBesideLargeModels(@TempDir Path folder) {
		Graph graph = new Graphs().input("x", 1, 1000).floats("w", 1000).node("Add", "y", "x", "w")
				.node(Map.of("to", new Attribute.Int(7)), "Cast", "z", "y").graph("z");
		Path file = folder.resolve("large.onnx");
		OnnxWriter.write(graph, file, 1024, ModelCheck::loads);
		ModelCheck.loads(file);
	}
}
