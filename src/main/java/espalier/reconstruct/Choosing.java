package espalier.reconstruct;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
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
import espalier.coupling.Residual;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.plan.Surgeon;
import espalier.runtime.Tracer;

/**
 * Chooses units when the first layer that reads them is reached, by what they add to all layers that read them, and fits each
 * of these when it is reached. The network keeps its form meanwhile: the layers' columns of removed units are 0.
 */
final class Choosing {
	/** Where a layer reads units of a group. */
	private record Reading(ChannelGroup group, int[] unitOfColumn) {}

	private final Coupling coupling;
	private final Map<ChannelGroup, Integer> keep;
	private final Reconstruction.Method method;
	private final List<String> left = new ArrayList<>();
	private final Map<Layer, List<Reading>> readings = new LinkedHashMap<>();
	private final Map<String, Layer> layers = new LinkedHashMap<>();
	private Cuts cuts = Cuts.NONE;

	Choosing(Coupling coupling, Map<ChannelGroup, Integer> keep, Reconstruction.Method method) {
		this.coupling = coupling;
		this.keep = keep;
		this.method = method;
	}

	Reconstruction run(Calibration calibration, BooleanSupplier cancelled, Reconstruction.SoFar soFar) {
		Graph graph = coupling.graph();
		try (Layerwise both = new Layerwise(graph, coupling.trace(), graph, calibration, cancelled)) {
			Set<ChannelGroup> streams = whole(coupling, method);
			keep.forEach((group, units) -> take(both, group, units, streams));
			Map<Layer, @Nullable Shortcut> ordered = both.ordered(List.copyOf(readings.keySet()),
					calibration.corrected() && method == Reconstruction.Method.CHANNEL_PRUNING);
			List<LayerFit> fits = new ArrayList<>();
			List<Layer> later = new ArrayList<>(ordered.keySet());
			ordered.forEach((layer, shortcut) -> {
				String name = Objects.requireNonNull(graph.node(layer.node())).layer();
				soFar.at("layer " + (fits.size() + 1) + " of " + ordered.size() + ": " + name,
						(double) fits.size() / ordered.size());
				later.remove(layer);
				Moments moments = both.reach(Aim.whole(layer, shortcut), later);
				for (Reading reading : readings(layer))
					if (cuts.count(reading.group()) == 0)
						decide(both, reading.group(), layer, moments, later);
				fits.add(fit(both, layer, name, moments));
			});
			return new Reconstruction(cut(both.graph()), cuts, fits, left);
		}
	}

	private List<Reading> readings(Layer layer) {
		return readings.getOrDefault(layer, List.of());
	}

	/** Takes a group where all layers that read it can be fitted; else says why not. */
	private void take(Layerwise both, ChannelGroup group, int units, Set<ChannelGroup> streams) {
		if (units < 1 || units > group.units())
			throw new RefusedException("Group `" + group.name() + "` has " + group.units() + " units and can't keep "
					+ units + "; keep 1 or more.");
		if (units == group.units())
			return;
		String reason = obstacle(group, streams);
		List<Layer> readers = new ArrayList<>();
		for (Contraction at : reason == null ? group.contractions() : List.<Contraction>of())
			switch (consumer(both, at)) {
				case Layer layer -> readers.add(layer);
				case Consumer.Obstacle(String obstacle) -> reason = obstacle.replaceFirst("\\.$", "");
			}
		if (reason != null) {
			left.add("Left whole: group `" + group.name() + "`, for " + reason + ".");
			return;
		}
		for (int i = 0; i < readers.size(); i++)
			readings.computeIfAbsent(readers.get(i), l -> new ArrayList<>())
					.add(new Reading(group, readers.get(i).byColumn(group.contractions().get(i).unitOfIndex())));
	}

	/** Why units of a group can't be chosen whatever reads it, as part of a sentence; or null. */
	private static @Nullable String obstacle(ChannelGroup group, Set<ChannelGroup> streams) {
		return group.pin() != null ? "it " + group.pin().sentence()
				: group.alternative() ? "it is another way to cut what an earlier group is over"
						: streams.contains(group) ? "it is a residual stream, of which only the branches are cut"
								: group.changesStatistics() ? "a normalisation is taken over its channels"
										: group.contractions().isEmpty() ? "no layer sums its channels away" : null;
	}

	/** Residual streams where a method leaves them whole. */
	private static Set<ChannelGroup> whole(Coupling coupling, Reconstruction.Method method) {
		return method == Reconstruction.Method.THINET ? Residual.streams(coupling).keySet() : Set.of();
	}

	/** Groups whose units can be chosen, in network order. */
	static List<ChannelGroup> choosable(Coupling coupling, Reconstruction.Method method) {
		Set<ChannelGroup> streams = whole(coupling, method);
		return coupling.prunable().stream().filter(g -> obstacle(g, streams) == null)
				.filter(g -> g.contractions().stream().allMatch(at -> Layer.of(coupling.graph(), coupling.trace(),
						at.use().node(), at.use().slot()) instanceof Layer))
				.toList();
	}

	/** The same object for the same node. */
	private Consumer consumer(Layerwise both, Contraction at) {
		Layer known = layers.get(at.use().node().name());
		if (known != null && at.use().slot() == 1)
			return known;
		Consumer consumer = both.consumer(at.use().node().name(), at.use().slot());
		if (consumer instanceof Layer layer)
			layers.put(layer.node(), layer);
		return consumer;
	}

	private void decide(Layerwise both, ChannelGroup group, Layer first, Moments moments, List<Layer> later) {
		Contributions sum = of(group, first, moments);
		List<Aim> others = new ArrayList<>(later.stream()
				.filter(l -> readings(l).stream().anyMatch(r -> r.group() == group))
				.map(l -> Aim.whole(l, null)).toList());
		while (!others.isEmpty()) {
			List<Aim> some = others.subList(0, both.fitting(others));
			List<Moments> ahead = both.ahead(some);
			for (int i = 0; i < some.size(); i++)
				sum = sum.plus(of(group, some.get(i).layer(), ahead.get(i)));
			some.clear();
		}
		int units = Objects.requireNonNull(keep.get(group));
		BitSet removed = new BitSet();
		if (method == Reconstruction.Method.THINET) {
			Arrays.stream(ThiNet.removed(sum, units)).forEach(removed::set);
		} else {
			removed.set(0, group.units());
			removed.andNot(ChannelPruning.kept(sum, units));
		}
		cuts = cuts.with(group, removed);
	}

	/** What units of a group add to a layer, beside what is added by all that stays of the others. */
	private Contributions of(ChannelGroup group, Layer layer, Moments moments) {
		boolean[] gone = gone(layer);
		int[] units = new int[layer.columns()];
		for (int i = 0; i < units.length; i++)
			units[i] = gone[i] ? -1 : group.units();
		for (Reading reading : readings(layer))
			for (int i = 0; reading.group() == group && i < units.length; i++)
				if (reading.unitOfColumn()[i] >= 0)
					units[i] = reading.unitOfColumn()[i];
		return moments.contributions(layer.weights(), layer.intercept().now(), units, group.units() + 1)
				.beside(group.units());
	}

	private boolean[] gone(Layer layer) {
		boolean[] gone = new boolean[layer.columns()];
		for (Reading reading : readings(layer))
			for (int i = 0; i < gone.length; i++)
				gone[i] |= reading.unitOfColumn()[i] >= 0 && cuts.isRemoved(reading.group(), reading.unitOfColumn()[i]);
		return gone;
	}

	private LayerFit fit(Layerwise both, Layer layer, String name, Moments moments) {
		boolean[] gone = gone(layer);
		double[] weights = layer.weights();
		for (int k = 0; k < weights.length; k++)
			if (gone[k % gone.length])
				weights[k] = 0;
		int stay = gone.length;
		for (boolean one : gone)
			stay -= one ? 1 : 0;
		boolean constant = layer.intercept().fits() && method == Reconstruction.Method.CHANNEL_PRUNING;
		double[] fitted = method == Reconstruction.Method.THINET
				? scaled(layer, weights, gone, moments)
				: moments.solved(weights, gone, constant, LeastSquares.ridge(stay, moments.rows()));
		Layerwise.Fitted fit = both.put(layer, moments, weights, fitted, constant ? moments.constants(fitted) : null);
		Set<String> groups = new LinkedHashSet<>();
		readings(layer).forEach(r -> groups.add(r.group().name()));
		return new LayerFit(layer.node(), name, List.copyOf(groups), both.images(), moments.rows(), moments.spread(),
				fit.before(), fit.after());
	}

	/** Each unit that stays of a cut group is multiplied by a factor of its own; what else the layer reads stays as it is. */
	private double[] scaled(Layer layer, double[] weights, boolean[] gone, Moments moments) {
		int[] pieces = new int[gone.length];
		Arrays.fill(pieces, -1);
		int count = 0;
		for (Reading reading : readings(layer)) {
			for (int i = 0; i < pieces.length; i++)
				if (!gone[i] && reading.unitOfColumn()[i] >= 0 && pieces[i] < 0)
					pieces[i] = count + reading.unitOfColumn()[i];
			count += reading.group().units();
		}
		for (int i = 0; i < pieces.length; i++)
			if (!gone[i] && pieces[i] < 0)
				pieces[i] = count;
		double[] scales = ThiNet.scales(
				moments.contributions(weights, layer.intercept().now(), pieces, count + 1).beside(count), new int[0]);
		double[] scaled = weights.clone();
		for (int k = 0; k < scaled.length; k++) {
			int piece = pieces[k % pieces.length];
			if (piece >= 0 && piece < count)
				scaled[k] *= scales[piece];
		}
		return scaled;
	}

	/** Cuts the network with the new weights in the same way. */
	private Graph cut(Graph fitted) {
		Coupling again = Coupling.of(fitted, Tracer.trace(fitted, coupling.trace().inputs()), coupling.choices());
		Map<ChannelGroup, BitSet> removed = new LinkedHashMap<>();
		for (ChannelGroup group : cuts.groups())
			removed.put(Objects.requireNonNull(again.group(group.name())), cuts.removed(group));
		return Surgeon.apply(again, Cuts.of(removed));
	}
}
