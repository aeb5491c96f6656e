package espalier.reconstruct;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import espalier.graph.Attribute;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.ValueInfo;
import espalier.runtime.Runner;
import espalier.runtime.Value;

/**
 * Products of matrices in double precision, by the engine, on all cores: for those of thousands of rows some twenty times as
 * fast as loops. Holds native memory until closed.
 */
final class Products implements AutoCloseable {
	private static final long GEMM_WITHOUT_ADDEND = 13;

	private final Runner plain = Runner.of(graph(0));
	private final Runner turned = Runner.of(graph(1));

	private static Graph graph(int turn) {
		Node node = new Node("product", "", "Gemm", List.of("a", "b"), List.of("c"),
				Map.of("transA", new Attribute.Int(turn)), null);
		return new Graph("product", List.of(node), new LinkedHashMap<>(), List.of(matrix("a"), matrix("b")),
				List.of(matrix("c")), Map.of(), Map.of("", GEMM_WITHOUT_ADDEND), null);
	}

	private static ValueInfo matrix(String name) {
		return ValueInfo.of(name, ElementType.DOUBLE, ValueInfo.Dim.OPEN, ValueInfo.Dim.OPEN);
	}

	/** {@code a b}, row-major, a of {@code inner} columns and b of as many rows. */
	double[] of(double[] a, double[] b, int inner) {
		return run(plain, a, a.length / inner, inner, b, inner);
	}

	/** {@code a' b}, row-major, both of {@code inner} rows. */
	double[] turned(double[] a, double[] b, int inner) {
		return run(turned, a, inner, a.length / inner, b, inner);
	}

	private static double[] run(Runner runner, double[] a, int rows, int columns, double[] b, int inner) {
		Map<String, Value> found = runner.run(Map.of("a", new Value(ElementType.DOUBLE, Shape.of(rows, columns), a),
				"b", new Value(ElementType.DOUBLE, Shape.of(inner, b.length / inner), b)));
		return (double[]) java.util.Objects.requireNonNull(found.get("c")).data();
	}

	@Override
	public void close() {
		plain.close();
		turned.close();
	}
}
