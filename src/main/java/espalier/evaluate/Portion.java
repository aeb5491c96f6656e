package espalier.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import espalier.coupling.ChannelGroup;
import espalier.coupling.ChannelGroup.ValueAxis;
import espalier.coupling.Coupling;
import espalier.graph.Shape;
import espalier.graph.ValueInfo;
import espalier.importance.ActivationStatistics;

/**
 * Groups whose activations are looked at in one pass over the images.
 *
 * @param batch
 *            images at a time
 */
record Portion(List<Gathering> groups, int batch) {
	private static final int BATCH = 8;
	/** The engine's own and ours. */
	private static final int COPIES = 2;
	private static final Set<String> RECURRENT = Set.of("LSTM", "GRU", "RNN");

	/** All portions, and what is to be said of groups of which no activation can be looked at. */
	record Division(List<Portion> portions, Map<String, ActivationStatistics.Maps> unseen) {}

	Portion {
		groups = List.copyOf(groups);
	}

	/** The activations looked at. */
	List<String> values() {
		return groups.stream().map(Gathering::value).distinct().toList();
	}

	/**
	 * Divides the groups that can be cut, in network order, so that the activations of a batch fit in a number of bytes; where
	 * those of one group alone do not, batches are smaller, down to one image or what the graph fixes.
	 */
	static Division divide(Coupling coupling, boolean ranks, long room) {
		Observed observed = new Observed(coupling.graph());
		Map<String, ActivationStatistics.Maps> unseen = new LinkedHashMap<>();
		List<Portion> portions = new ArrayList<>();
		List<Gathering> open = new ArrayList<>();
		int batch = BATCH;
		long bytes = 0;
		for (ChannelGroup group : coupling.prunable()) {
			ValueAxis at = observed.of(group);
			Shape shape = at == null ? null : coupling.trace().shape(at.value());
			if (at == null || shape == null || !coupling.trace().type(at.value()).floating()) {
				unseen.put(group.name(), ActivationStatistics.Maps.none("No activation holds the channels of `"
						+ group.name() + "` alone; choose a criterion of weights for it or its units by hand."));
				continue;
			}
			long each = COPIES * Float.BYTES * shape.elements() / tracedBatch(coupling);
			int fits = fixedBatch(coupling) > 0 ? fixedBatch(coupling) : Math.clamp(room / each, 1, BATCH);
			if (!open.isEmpty() && (bytes + each) * Math.min(batch, fits) > room) {
				portions.add(new Portion(open, batch));
				open.clear();
				bytes = 0;
			}
			batch = open.isEmpty() ? fits : Math.min(batch, fits);
			bytes += each;
			open.add(new Gathering(group, at, shape, ranks, flat(group)));
		}
		if (!open.isEmpty())
			portions.add(new Portion(open, batch));
		return new Division(portions, unseen);
	}

	/** Why what a group's first layer makes is no map, though it has four axes. */
	private static String flat(ChannelGroup group) {
		return group.maker().map(m -> m.use().node().op()).filter(RECURRENT::contains).map(op -> "the states of " + op)
				.orElse("");
	}

	private static long tracedBatch(Coupling coupling) {
		Shape input = coupling.trace().inputs().get(coupling.graph().inputs().getFirst().name());
		return input == null || input.rank() == 0 ? 1 : Math.max(1, input.dim(0));
	}

	/** Images at a time where the graph says so, else 0. */
	static int fixedBatch(Coupling coupling) {
		List<ValueInfo.Dim> dims = coupling.graph().inputs().getFirst().dims();
		return dims != null && !dims.isEmpty() && dims.getFirst().fixed() ? (int) dims.getFirst().size() : 0;
	}
}
