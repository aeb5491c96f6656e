package espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;

import espalier.graph.Attribute;
import espalier.graph.BadInputException;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.Trace;
import espalier.onnx.OnnxReader;
import espalier.onnx.RealFiles;

class TracerTest {
	@Test
	void everyValueOfRealNetworks() throws IOException {
		for (Path file : RealFiles.models()) {
			Graph graph = OnnxReader.read(file).graph();
			Trace trace = Tracer.trace(graph);
			for (Node node : graph.nodes())
				for (String value : node.outputs())
					if (!graph.uses(value).isEmpty() || graph.isOutput(value))
						assertThat(trace.shape(value)).as(file + " " + value).isNotNull();
			assertThat(trace.shape(graph.outputs().getFirst().name()).dim(0)).isEqualTo(1);
			for (Tensor tensor : graph.initializers().values()) {
				assertThat(trace.shape(tensor.name())).isEqualTo(tensor.shape());
				assertThat(trace.type(tensor.name())).isEqualTo(tensor.type());
			}
		}
	}

	@Test
	void shapeArithmeticGivesItsIntegers() {
		Graph graph = new Graphs().input("x", "N", 3, "H", "W").constant(Tensor.ofLongs("zero", Shape.of(), 0))
				.longs("axis", 0).longs("rest", -1).node("Shape", "shape", "x").node("Gather", "n", "shape", "zero")
				.node("Unsqueeze", "n1", "n", "axis")
				.node(Map.of("axis", new Attribute.Int(0)), "Concat", "target", "n1", "rest")
				.node("Reshape", "flat", "x", "target").graph("flat");
		Trace trace = Tracer.trace(graph, Map.of("x", Shape.of(2, 3, 4, 5)));
		assertThat(trace.integers(graph, "shape")).containsExactly(2, 3, 4, 5);
		assertThat(trace.integers(graph, "n")).containsExactly(2);
		assertThat(trace.integers(graph, "target")).containsExactly(2, -1);
		assertThat(trace.integers(graph, "rest")).containsExactly(-1);
		assertThat(trace.shape("n")).isEqualTo(Shape.of());
		assertThat(trace.shape("flat")).isEqualTo(Shape.of(2, 60));
	}

	@Test
	void sizesThatTheEngineDoesNotFollowAreRunApart() {
		Graph graph = new Graphs().input("x", 1, 3, 8, 8).constant(Tensor.ofFloats("half", Shape.of(4), 1, 1, .5f, .5f))
				.node("Shape", "shape", "x").node(Map.of("to", new Attribute.Int(1)), "Cast", "real", "shape")
				.node("Mul", "scaled", "real", "half").node("Floor", "floor", "scaled")
				.node(Map.of("to", new Attribute.Int(7)), "Cast", "sizes", "floor")
				.node("Resize", "y", "x", "", "", "sizes")
				.node("Shape", "again", "y").node("Resize", "z", "x", "", "", "again").graph("z");
		Trace trace = Tracer.trace(graph);
		assertThat(trace.integers(graph, "sizes")).containsExactly(1, 3, 4, 4);
		assertThat(trace.shape("z")).isEqualTo(Shape.of(1, 3, 4, 4));
	}

	@Test
	void scalarsAreToldFromTheUnknown() {
		Graph graph = new Graphs().input("x", 1, 3, 8, 8)
				.node(Map.of("keepdims", new Attribute.Int(0)), "ReduceMean", "mean", "x").node("Mul", "y", "x", "mean")
				.graph("y");
		assertThat(Tracer.trace(graph).shape("mean")).isEqualTo(Shape.of());
	}

	@Test
	void whatDependsOnDataIsSeenInARun() {
		Graph graph = new Graphs().input("x", 2, 3).node("NonZero", "at", "x").node("Transpose", "y", "at").graph("y");
		assertThat(Tracer.trace(graph).shape("y")).isEqualTo(Shape.of(6, 2));
	}

	@Test
	void unknownOperatorsStopNothingElse() {
		for (String op : new String[]{"Mine", "my.domain.Mine", "imported.Mine"}) {
			Graph graph = new Graphs().opset("imported", 1).input("x", 1, 3, 8, 8).node("Relu", "a", "x")
					.node(op, "b", "a")
					.node(op, "c", "b").node("Tanh", "d", "c").node("Relu", "e", "a").graph("d", "e");
			Trace trace = Tracer.trace(graph);
			assertThat(trace.shape("e")).as(op).isEqualTo(Shape.of(1, 3, 8, 8));
			assertThat(trace.shape("d")).as(op).isNull();
		}
	}

	@Test
	void unknownOperatorsInsideOfBodiesStopNothingElse() {
		Graph body = new Graphs().node("Mine", "m", "a").graph("m");
		Map<String, Attribute> branches = Map.of("then_branch", new Attribute.Subgraph(body), "else_branch",
				new Attribute.Subgraph(body));
		Graph graph = new Graphs().input("x", 1, 3).constant(Tensor.ofFloats("zero", Shape.of(), 0))
				.node("Relu", "a", "x")
				.node(Map.of("to", new Attribute.Int(9)), "Cast", "c", "zero").node(branches, "If", "b", "c")
				.node("Tanh", "y", "a").graph("b", "y");
		assertThat(Tracer.trace(graph).shape("y")).isEqualTo(Shape.of(1, 3));
		assertThat(Tracer.trace(graph).shape("b")).isNull();
	}

	@Test
	void declaredTypesBridgeUnknownOperators() {
		Graph graph = new Graphs().input("x", 1, 3, 8, 8).node("Mine", "b", "x").declare("b", 1, 6, 4, 4)
				.node("Relu", "y", "b").graph("y");
		assertThat(Tracer.trace(graph).shape("y")).isEqualTo(Shape.of(1, 6, 4, 4));
	}

	@Test
	void unknownVersionsAreOpenedWithoutShapes() {
		Graph graph = new Graphs().opset("", 9999).input("x", 1, 3).node("Relu", "y", "x").graph("y");
		assertThat(Tracer.trace(graph).shape("y")).isNull();
		assertThat(Tracer.trace(graph).shape("x")).isEqualTo(Shape.of(1, 3));
	}

	@Test
	void longGraphsAreTracedInStretches() {
		Graphs graphs = new Graphs().input("x", 1, 3, 8, 8).node("Shape", "shape", "x")
				.node(Map.of("to", new Attribute.Int(1)), "Cast", "real", "shape").node("Relu", "v0", "x")
				.node(Map.of("keepdims", new Attribute.Int(0)), "ReduceMean", "mean", "x");
		for (int i = 1; i < 5000; i++)
			graphs.node("Relu", "v" + i, "v" + (i - 1));
		Graph graph = graphs.node(Map.of("to", new Attribute.Int(7)), "Cast", "sizes", "real")
				.node("Resize", "r", "v4999", "", "", "sizes").node("Mul", "y", "r", "mean").graph("y");
		Trace trace = Tracer.trace(graph);
		assertThat(trace.shape("y")).isEqualTo(Shape.of(1, 3, 8, 8));
		assertThat(trace.shape("mean")).isEqualTo(Shape.of());
		assertThat(trace.integers(graph, "sizes")).containsExactly(1, 3, 8, 8);
	}

	@Test
	void defaultSizes() {
		Graph graph = new Graphs().input("image", "N", "C", "H", "W").input("pair", "N", 2, 32, "W")
				.floats("w", 8, 5, 3, 3)
				.input("tokens", "batch", "seq").input("past", "batch", "seq + 4").input("rows", "n", "m")
				.floats("m", 7, 2).node("Conv", "a", "image", "w").node("MatMul", "b", "rows", "m").graph("a", "b");
		Map<String, Shape> sizes = Tracer.defaultInputs(graph);
		assertThat(sizes).containsEntry("image", Shape.of(1, 5, 224, 224))
				.containsEntry("pair", Shape.of(1, 2, 32, 224))
				.containsEntry("tokens", Shape.of(1, 16)).containsEntry("past", Shape.of(1, 20))
				.containsEntry("rows", Shape.of(1, 7));
	}

	@Test
	void theFirstUsualSizeThatFits() {
		Graph graph = new Graphs().input("x", "N", 3, "H", "W").floats("w", 3 * 64 * 64, 10)
				.node("Flatten", "flat", "x")
				.node("MatMul", "y", "flat", "w").graph("y");
		Trace trace = Tracer.trace(graph);
		assertThat(trace.inputs()).containsEntry("x", Shape.of(1, 3, 64, 64));
		assertThat(trace.shape("y")).isEqualTo(Shape.of(1, 10));
		assertThatThrownBy(() -> Tracer.trace(graph, Map.of("x", Shape.of(1, 3, 65, 65))))
				.isInstanceOf(BadInputException.class).hasMessageContaining("'node y' (MatMul)");
	}

	@Test
	void networksThatTakeNoSizeAreStillTraced() {
		Graph graph = new Graphs().input("x", 1, 3).floats("w", 5).node("Relu", "a", "x").node("Add", "y", "a", "w")
				.graph("y");
		Trace trace = Tracer.trace(graph);
		assertThat(trace.shape("a")).isEqualTo(Shape.of(1, 3));
		assertThat(trace.shape("y")).isNull();
		assertThat(trace.type("a")).isEqualTo(ElementType.FLOAT);
	}
}
