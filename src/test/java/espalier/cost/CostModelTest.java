package espalier.cost;

import static espalier.cost.Small.integer;
import static espalier.cost.Small.integers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.Map;

import org.junit.jupiter.api.Test;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.graph.BadInputException;
import espalier.graph.Shape;
import espalier.graph.Tensor;

class CostModelTest {
	@Test
	void countsOneConvolution() {
		Cost cost = of(new Small().input("x", 1, 2, 8, 8).weight("w", 4, 2, 3, 3)
				.node("Conv", "y", Shape.of(1, 4, 8, 8), Map.of("pads", integers(1L, 1L, 1L, 1L)), "x", "w")
				.output("y"));
		assertThat(cost).isEqualTo(new Cost(72, 4608, 288, 0));
	}

	@Test
	void countsADepthwiseConvolution() {
		Cost cost = of(new Small().input("x", 1, 4, 8, 8).weight("w", 4, 1, 3, 3).node("Conv", "y",
				Shape.of(1, 4, 8, 8), Map.of("group", integer(4), "pads", integers(1L, 1L, 1L, 1L)), "x", "w")
				.output("y"));
		assertThat(cost.macs()).isEqualTo(2304);
	}

	@Test
	void countsAGemmWithItsBias() {
		Cost cost = of(new Small().input("x", 1, 10).weight("w", 5, 10).weight("b", 5)
				.node("Gemm", "y", Shape.of(1, 5), Map.of("transB", integer(1)), "x", "w", "b").output("y"));
		assertThat(cost).isEqualTo(new Cost(55, 50, 220, 0));
	}

	@Test
	void countsAProductOfActivations() {
		Cost cost = of(new Small().input("a", 2, 12, 7, 64).input("b", 2, 12, 64, 7)
				.node("MatMul", "y", Shape.of(2, 12, 7, 7), "a", "b").output("y"));
		assertThat(cost).isEqualTo(new Cost(0, 75264, 0, 0));
	}

	@Test
	void countsATransposedConvolution() {
		Cost cost = of(new Small().input("x", 1, 3, 4, 4).weight("w", 3, 2, 2, 2).node("ConvTranspose", "y",
				Shape.of(1, 2, 8, 8), Map.of("strides", integers(2L, 2L)), "x", "w").output("y"));
		assertThat(cost.macs()).isEqualTo(384);
	}

	@Test
	void countsARecurrentLayerStepByStep() {
		Cost cost = of(new Small().input("x", 5, 1, 3).weight("w", 1, 16, 3).weight("r", 1, 16, 4).weight("b", 1, 32)
				.node("LSTM", "y", Shape.of(5, 1, 1, 4), Map.of("hidden_size", integer(4)), "x", "w", "r", "b")
				.output("y"));
		assertThat(cost.macs()).isEqualTo(5 * (16 * 3 + 16 * 4));
		assertThat(cost.parameters()).isEqualTo(16 * 3 + 16 * 4 + 32);
	}

	@Test
	void countsAnEinsumByItsLetters() {
		Cost cost = of(new Small().input("a", 2, 3, 4).input("b", 2, 4, 5).node("Einsum", "y", Shape.of(2, 3, 5),
				Map.of("equation", new espalier.graph.Attribute.Text("bij, bjk -> bik")), "a", "b").output("y"));
		assertThat(cost.macs()).isEqualTo(2 * 3 * 4 * 5);
	}

	@Test
	void countsForOneSampleWhereTheModelLeavesTheBatchOpen() {
		Cost cost = of(new Small().batchInput("x", 8, 10).weight("w", 5, 10)
				.node("Gemm", "y", Shape.of(8, 5), Map.of("transB", integer(1)), "x", "w")
				.node("Relu", "z", Shape.of(8, 5), "y").output("z"));
		assertThat(cost).isEqualTo(new Cost(50, 50, 200, 5));
	}

	@Test
	void leavesOutWhatIsNoWeight() {
		Cost cost = of(new Small().input("x", 1, 2, 4, 4).tensor(Tensor.ofLongs("shape", Shape.of(2), 1, 32))
				.floats("scales", Shape.of(4), 1, 1, 2, 2).floats("eight", Shape.of(), 8).weight("factor", 1, 2, 1, 1)
				.node("Mul", "a", Shape.of(1, 2, 4, 4), "x", "factor")
				.node("Div", "b", Shape.of(1, 2, 4, 4), "a", "eight")
				.node("Resize", "c", Shape.of(1, 2, 8, 8), "b", "", "scales")
				.node("Reshape", "d", Shape.of(1, 128), "c", "shape").output("d"));
		assertThat(cost).isEqualTo(new Cost(2, 0, 8, 32 + 32 + 128));
	}

	@Test
	void countsAFillByItsShapeAndASharedWeightOnce() {
		Cost cost = of(new Small().input("x", 1, 6).tensor(Tensor.ofLongs("shape", Shape.of(2), 6, 6))
				.node("ConstantOfShape", "w", Shape.of(6, 6), "shape").node("MatMul", "y", Shape.of(1, 6), "x", "w")
				.node("MatMul", "z", Shape.of(1, 6), "y", "w").output("z"));
		assertThat(cost.parameters()).isEqualTo(36);
		assertThat(cost.macs()).isEqualTo(72);
	}

	@Test
	void previewsTwoConvolutionsInARow() {
		Coupling coupling = chain(new Small()).coupling();
		CostModel model = CostModel.of(coupling);
		ChannelGroup group = coupling.prunable().getFirst();
		assertThat(group.units()).isEqualTo(4);

		Cost cut = model.preview(Cuts.NONE.with(group, units(1, 3)));

		assertThat(model.original().macs()).isEqualTo(4 * 2 * 9 * 64 + 5 * 4 * 64);
		assertThat(cut.macs()).isEqualTo(2 * 2 * 9 * 64 + 5 * 2 * 64);
		assertThat(cut.parameters()).isEqualTo(2 * 2 * 9 + 2 + 5 * 2);
		assertThat(cut.bytes()).isEqualTo(4 * cut.parameters());
		assertThat(cut.otherOps()).isEqualTo(2 * 64);
	}

	@Test
	void layersAddUpToTheWhole() {
		Coupling coupling = chain(new Small()).coupling();
		CostModel model = CostModel.of(coupling);
		Cuts cuts = Cuts.NONE.with(coupling.prunable().getFirst(), units(0));

		var layers = model.layers(cuts);

		assertThat(layers).extracting(l -> l.node().name()).containsExactly("y", "out");
		assertThat(layers.stream().mapToLong(LayerCost::macs).sum()).isEqualTo(model.preview(cuts).macs());
		assertThat(layers.stream().mapToLong(LayerCost::parameters).sum()).isEqualTo(model.preview(cuts).parameters());
	}

	@Test
	void aSharedBiasBecomesOneTensorForEachWayItIsCut() {
		Coupling coupling = shared().coupling();
		CostModel model = CostModel.of(coupling);
		ChannelGroup a = coupling.prunable().get(0);
		ChannelGroup b = coupling.prunable().get(1);
		long weights = 4 * 2 + 4 * 4 + 4 * 4;
		assertThat(model.original().parameters()).isEqualTo(weights + 4);

		Cuts one = Cuts.NONE.with(a, units(2));
		assertThat(model.preview(one).parameters()).isEqualTo(3 * 2 + 4 * 3 + 4 * 4 + 3 + 4);
		assertThat(model.preview(one.with(b, units(2))).parameters()).isEqualTo(3 * 2 + 3 * 3 + 4 * 3 + 3);
		assertThat(model.preview(one.with(b, units(0))).parameters()).isEqualTo(3 * 2 + 3 * 3 + 4 * 3 + 3 + 3);
		assertThat(model.layers(one).stream().mapToLong(LayerCost::parameters).sum())
				.isEqualTo(model.preview(one).parameters());
	}

	@Test
	void namesNodesItCouldNotCount() {
		Coupling coupling = new Small().input("x", 1, 4).weight("w", 4, 4)
				.node("MatMul", "y", Shape.of(-1, -1), "x", "w")
				.output("y").coupling();
		assertThat(CostModel.of(coupling).uncounted()).extracting(n -> n.name()).containsExactly("y");
	}

	@Test
	void refusesCountsBeyond64Bits() {
		long wide = 1 << 16;
		Small small = new Small().input("a", wide, wide, wide, wide).input("b", wide, wide, wide, wide)
				.node("MatMul", "y", Shape.of(wide, wide, wide, wide), "a", "b").output("y");
		assertThatThrownBy(() -> of(small)).isInstanceOf(BadInputException.class).hasMessageContaining("`y`");
	}

	@Test
	void refusesCutsOfAnotherNetwork() {
		ChannelGroup foreign = chain(new Small()).coupling().prunable().getFirst();
		CostModel model = CostModel.of(chain(new Small()).coupling());
		assertThatThrownBy(() -> model.preview(Cuts.NONE.with(foreign, units(0))))
				.isInstanceOf(IllegalArgumentException.class);
	}

	private static Small chain(Small small) {
		return small.input("x", 1, 2, 8, 8).weight("w1", 4, 2, 3, 3).weight("b1", 4).weight("w2", 5, 4, 1, 1)
				.node("Conv", "y", Shape.of(1, 4, 8, 8), Map.of("pads", integers(1L, 1L, 1L, 1L)), "x", "w1", "b1")
				.node("Relu", "r", Shape.of(1, 4, 8, 8), "y").node("Conv", "out", Shape.of(1, 5, 8, 8), "r", "w2")
				.output("out");
	}

	/** Three layers, the first two of which read the same bias. */
	private static Small shared() {
		return new Small().input("x", 1, 2).weight("w1", 4, 2).weight("w2", 4, 4).weight("w3", 4, 4)
				.floats("zeros", Shape.of(4), 0, 0, 0, 0)
				.node("Gemm", "a", Shape.of(1, 4), Map.of("transB", integer(1)), "x", "w1", "zeros")
				.node("Relu", "ra", Shape.of(1, 4), "a").node("Identity", "same", Shape.of(4), "zeros")
				.node("Gemm", "b", Shape.of(1, 4), Map.of("transB", integer(1)), "ra", "w2", "same")
				.node("Relu", "rb", Shape.of(1, 4), "b")
				.node("Gemm", "c", Shape.of(1, 4), Map.of("transB", integer(1)), "rb", "w3").output("c");
	}

	private static BitSet units(int... indices) {
		BitSet units = new BitSet();
		for (int i : indices)
			units.set(i);
		return units;
	}

	private static Cost of(Small small) {
		return CostModel.of(small.coupling()).original();
	}
}
