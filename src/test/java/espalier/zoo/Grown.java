package espalier.zoo;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

import espalier.graph.Graph;
import espalier.graph.Tensor;

/**
 * A deeper residual network that computes what a trained one does: its blocks are taken over by name, and in those that it does not
 * have the last normalisation gives zero, so that they add nothing yet (after Chen, Goodfellow and Shlens, <em>Net2Net</em>,
 * 2016).
 */
public final class Grown {
	private Grown() {}

	/** @param form with the names of the trained network and more blocks */
	public static Graph from(Graph trained, Graph form) {
		SequencedMap<String, Tensor> weights = new LinkedHashMap<>();
		form.initializers().forEach((name, drawn) -> {
			Tensor known = trained.initializers().get(name);
			if (known != null && known.shape().equals(drawn.shape()))
				weights.put(name, known);
			else if (name.endsWith(".bn.weight") || name.endsWith(".bn.bias"))
				weights.put(name, Tensor.ofFloats(name, drawn.shape(), new float[(int) drawn.elements()]));
			else
				weights.put(name, drawn);
		});
		return form.with(form.nodes(), weights);
	}
}
