package espalier.reconstruct;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Contraction;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.plan.Surgeon;

/** Fits what a cut left, by least squares. */
final class AfterCut {
	private final Coupling coupling;
	private final Cuts cuts;
	private final Map<String, Set<String>> groups = new LinkedHashMap<>();
	private final List<String> left = new ArrayList<>();

	AfterCut(Coupling coupling, Cuts cuts) {
		this.coupling = coupling;
		this.cuts = cuts;
	}

	Reconstruction run(Calibration calibration, BooleanSupplier cancelled, Reconstruction.SoFar soFar) {
		Graph cut = Surgeon.apply(coupling, cuts);
		if (cuts.isEmpty())
			return new Reconstruction(cut, cuts, List.of(), List.of());
		try (Layerwise both = new Layerwise(coupling.graph(), coupling.trace(), cut, calibration, cancelled)) {
			Map<Layer, @Nullable Shortcut> layers = both.ordered(layers(both), calibration.corrected());
			List<LayerFit> fits = new ArrayList<>();
			List<Layer> later = new ArrayList<>(layers.keySet());
			layers.forEach((layer, shortcut) -> {
				Node node = Objects.requireNonNull(cut.node(layer.node()));
				soFar.at("layer " + (fits.size() + 1) + " of " + layers.size() + ": " + node.layer(),
						(double) fits.size() / layers.size());
				later.remove(layer);
				Moments moments = both.reach(aim(layer, shortcut), later);
				boolean constant = layer.intercept().fits();
				double[] weights = layer.weights();
				double[] fitted = moments.solved(weights, new boolean[layer.columns()], constant,
						LeastSquares.ridge(layer.columns(), moments.rows()));
				Layerwise.Fitted fit = both.put(layer, moments, weights, fitted,
						constant ? moments.constants(fitted) : null);
				fits.add(new LayerFit(layer.node(), node.layer(),
						List.copyOf(Objects.requireNonNull(groups.get(layer.node()))), both.images(), moments.rows(),
						moments.spread(), fit.before(), fit.after()));
			});
			return new Reconstruction(both.graph(), cuts, fits, left);
		}
	}

	/** Those that lost inputs and can be fitted. */
	private List<Layer> layers(Layerwise both) {
		List<Layer> layers = new ArrayList<>();
		for (ChannelGroup group : coupling.groups())
			for (Contraction at : group.contractions()) {
				Node node = at.use().node();
				if (both.graph().node(node.name()) == null
						|| coupling.kept(node, at.use().slot(), at.axis(), cuts) == null)
					continue;
				Set<String> known = groups.get(node.name());
				if (known == null) {
					known = new LinkedHashSet<>();
					groups.put(node.name(), known);
					switch (both.consumer(node.name(), at.use().slot())) {
						case Layer layer -> layers.add(layer);
						case Consumer.Obstacle(String reason) -> left.add("Not fitted: " + reason);
					}
				}
				known.add(group.name());
			}
		return layers;
	}

	/** What the layer makes is compared with what is left of what it made. */
	private Aim aim(Layer layer, @Nullable Shortcut shortcut) {
		int[][] kept = kept(layer.made());
		boolean alike = shortcut != null && Arrays.deepEquals(kept, kept(Objects.requireNonNull(
				coupling.graph().node(shortcut.sum())).inputs().get(shortcut.slot())));
		return new Aim(layer, alike ? shortcut : null, kept);
	}

	private int[][] kept(String value) {
		Shape shape = Objects.requireNonNull(coupling.trace().shape(value), value);
		int[][] kept = new int[shape.rank()][];
		Arrays.setAll(kept, axis -> coupling.kept(value, axis, cuts));
		return kept;
	}
}
