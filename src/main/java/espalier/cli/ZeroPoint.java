package espalier.cli;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;

import org.jspecify.annotations.Nullable;

import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Tensor;

/** What stands for zero in a quantised weight. */
final class ZeroPoint {
	private ZeroPoint() {}

	/** The weight with the zero point of its layer at these indices of an axis. */
	static Tensor fill(Graph graph, Node node, int slot, Tensor weight, int axis, BitSet indices) {
		Tensor zero = of(graph, node, slot);
		byte[] bytes = ((Tensor.Bytes) weight.data()).segment().toArray(ValueLayout.JAVA_BYTE);
		int inner = 1;
		for (int k = axis + 1; k < weight.shape().rank(); k++)
			inner *= (int) weight.shape().dim(k);
		int width = (int) weight.shape().dim(axis);
		boolean convolution = node.op().contains("Conv");
		int last = (int) weight.shape().dim(-1);
		int perFilter = bytes.length / (int) weight.shape().dim(0);
		for (int i = 0; i < bytes.length; i++)
			if (indices.get(i / inner % width))
				bytes[i] = zero == null
						? 0
						: (byte) zero.at(zero.elements() == 1 ? 0 : convolution ? i / perFilter : i % last);
		return new Tensor(weight.name(), weight.type(), weight.shape(), new Tensor.Bytes(MemorySegment.ofArray(bytes)),
				null);
	}

	private static @Nullable Tensor of(Graph graph, Node node, int slot) {
		int at = switch (node.op()) {
			case "QLinearConv", "QLinearMatMul", "QGemm" -> slot + 2;
			case "ConvInteger", "MatMulInteger" -> slot + 2;
			case "DynamicQuantizeMatMul" -> 3;
			case "MatMulIntegerToFloat" -> slot + 4;
			default -> -1;
		};
		return at >= 0 && node.input(at) instanceof String zero ? graph.constant(zero) : null;
	}
}
