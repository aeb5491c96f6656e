package espalier.evaluate;

import java.util.List;
import java.util.Map;

import espalier.data.Preprocessing;
import espalier.graph.Attribute;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.ValueInfo;

/**
 * Networks whose outputs are the three grey pixels of an image: what is right, and how sure it is, can be worked out by hand.
 */
final class Pixels {
	static final Preprocessing AS_THEY_ARE = new Preprocessing(1, 3, 1, 0, false, false, 1, List.of(0f), List.of(1f));

	private Pixels() {}

	/** The pixels, as logits or through a softmax, for a batch that is open (0) or fixed. */
	static Graph network(boolean softmax, int batch) {
		List<ValueInfo.Dim> input = new java.util.ArrayList<>();
		input.add(batch == 0 ? new ValueInfo.Dim(ValueInfo.Dim.OPEN, "batch") : new ValueInfo.Dim(batch, null));
		for (long dim : new long[]{1, 1, 3})
			input.add(new ValueInfo.Dim(dim, null));
		List<Node> nodes = new java.util.ArrayList<>();
		nodes.add(new Node("flat", "", "Flatten", List.of("x"), List.of(softmax ? "logits" : "y"),
				Map.of("axis", new Attribute.Int(1)), null));
		if (softmax)
			nodes.add(new Node("soft", "", "Softmax", List.of("logits"), List.of("y"),
					Map.of("axis", new Attribute.Int(1)), null));
		return new Graph("pixels", nodes, new java.util.LinkedHashMap<>(),
				List.of(new ValueInfo("x", ElementType.FLOAT, input, null)),
				List.of(new ValueInfo("y", ElementType.FLOAT, null, null)), Map.of(), Map.of("", 17L), null);
	}
}
