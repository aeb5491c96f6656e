package espalier.depth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

import org.junit.jupiter.api.Test;

import espalier.coupling.Coupling;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.Trace;
import espalier.graph.ValueInfo;
import espalier.importance.L1;
import espalier.importance.L2;
import espalier.region.Region;
import espalier.region.Regions;
import espalier.runtime.Tracer;

/** Regions of networks so small that their scores can be worked out by hand. */
class EntryExitSimilarityTest {
	private static final Dots RED = new Dots(1, new byte[]{10, 0, 0}, new byte[]{20, 0, 0});

	/** Convolutions of one place one behind the other, of 3 channels each; weights by [out, in]. */
	private static Graph chain(float[]... weights) {
		SequencedMap<String, Tensor> stored = new LinkedHashMap<>();
		List<Node> nodes = new ArrayList<>();
		String value = "x";
		for (int k = 0; k < weights.length; k++) {
			String weight = "conv" + k + ".weight";
			stored.put(weight, Tensor.ofFloats(weight, Shape.of(weights[k].length / 3, 3, 1, 1), weights[k]));
			String out = k + 1 == weights.length ? "y" : "v" + k;
			nodes.add(
					new Node("/conv" + k + "/Conv", "", "Conv", List.of(value, weight), List.of(out), Map.of(), null));
			value = out;
		}
		List<ValueInfo.Dim> dims = new ArrayList<>(List.of(new ValueInfo.Dim(ValueInfo.Dim.OPEN, "n")));
		for (long dim : new long[]{3, 1, 1})
			dims.add(new ValueInfo.Dim(dim, null));
		return new Graph("chain", nodes, stored, List.of(new ValueInfo("x", ElementType.FLOAT, dims, null)),
				List.of(new ValueInfo("y", ElementType.FLOAT, null, null)), Map.of(), Map.of("", 17L), null);
	}

	private static Subject subject(Graph graph) {
		Trace trace = Tracer.trace(graph);
		List<Region> layers = Regions.of(graph, trace).all().filter(r -> r.kind() == Region.Kind.LAYER).toList();
		return new Subject(Coupling.of(graph, trace), layers, new Images(RED, Dots.AS_THEY_ARE));
	}

	private static final float[] IDENTITY = {1, 0, 0, 0, 1, 0, 0, 0, 1};
	/** Turns red, (1, 0, 0), to (3, 4, 0). */
	private static final float[] TURN = {3, 0, 0, 4, 0, 0, 0, 0, 1};
	private static final float[] TWO = {1, 0, 0, 0, 1, 0};

	@Test
	void scoreIsOneLessTheCosine() {
		DepthScores found = new EntryExitSimilarity().score(subject(chain(TURN, IDENTITY, IDENTITY)), (_, _, _) -> {
		}, () -> false);
		assertThat(found.images()).isEqualTo(2);
		assertThat(found.scores().get("conv0")).isCloseTo(1 - 0.6, within(1e-7));
		assertThat(found.scores().get("conv1")).isZero();
		assertThat(found.lowest(2)).containsExactly("conv1", "conv2");
	}

	@Test
	void regionsOfAnotherShapeAreSaidToBe() {
		DepthScores found = new EntryExitSimilarity().score(subject(chain(IDENTITY, TURN, TWO)), (_, _, _) -> {
		}, () -> false);
		assertThat(found.scores()).doesNotContainKey("conv2");
		assertThat(found.notApplicable().get("conv2")).contains("conv2").endsWith(".");
	}

	@Test
	void layerPruneIsTheMeanOfTheFilters() {
		Subject subject = subject(chain(TURN, IDENTITY, IDENTITY));
		DepthScores l2 = new LayerPrune(new L2()).score(subject, (_, _, _) -> {
		}, () -> false);
		assertThat(l2.scores().get("conv0")).isCloseTo((3 + 4 + 1) / 3.0, within(1e-9));
		assertThat(l2.scores().get("conv1")).isCloseTo(1, within(1e-9));
		DepthScores l1 = new LayerPrune(new L1()).score(subject, (_, _, _) -> {
		}, () -> false);
		assertThat(l1.scores().get("conv0")).isCloseTo((3 + 4 + 1) / 3.0, within(1e-9));
		assertThat(l1.criterion()).isEqualTo("l1");
		assertThat(l1.lowest(1)).containsExactly("conv1");
	}
}
