package espalier.evaluate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

import espalier.coupling.Coupling;
import espalier.data.Batch;
import espalier.data.Batches;
import espalier.data.Dataset;
import espalier.data.Preprocessing;
import espalier.data.Skipped;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.ValueInfo;
import espalier.importance.ActivationStatistics;
import espalier.runtime.Runner;
import espalier.runtime.Value;

/**
 * Measures {@link ActivationStatistics}: runs the network over images and adds up what the groups' channels carry.
 * <p>
 * Cost: one forward pass an image; for ranks, a decomposition of every map besides, on all cores (about 0.1 ms for one of 32x32,
 * so 7 ms an image for 64 such maps). Memory: the activations of one small batch, twice, and a few numbers a channel. Where
 * the activations of all groups exceed {@link #ROOM}, the groups are looked at in portions, each with a pass of its own over
 * the images.
 */
public final class Activations {
	/** Bytes that the activations looked at may take at a time; a single one larger than that is taken an image at a time. */
	static final long ROOM = 256L << 20;
	private static final long TELLING_NANOS = 200_000_000L;

	private final Coupling coupling;
	private final Dataset data;
	private final Preprocessing preprocessing;
	private final boolean ranks;
	private final BooleanSupplier cancelled;
	private final SoFar soFar;
	private final Map<String, ActivationStatistics.Maps> found = new LinkedHashMap<>();
	private final Skipped skipped = new Skipped();
	private long told = System.nanoTime();

	/** Hears how far it is, several times a second. */
	@FunctionalInterface
	public interface SoFar {
		/**
		 * @param statistics
		 *            of the images up to then; groups that no image was run for yet are missing
		 * @param step
		 *            as in {@code 120 of 500 images}
		 * @param share
		 *            done, 0 to 1
		 */
		void at(ActivationStatistics statistics, String step, double share);
	}

	private Activations(Coupling coupling, Dataset data, Preprocessing preprocessing, boolean ranks,
			BooleanSupplier cancelled, SoFar soFar) {
		this.coupling = coupling;
		this.data = data;
		this.preprocessing = preprocessing;
		this.ranks = ranks;
		this.cancelled = cancelled;
		this.soFar = soFar;
	}

	/**
	 * Measures all groups that can be cut.
	 *
	 * @param data
	 *            the images; labels are not looked at
	 * @param cancelled
	 *            asked between batches
	 * @throws RefusedException
	 *             when the network does not take images, or none of them can be used
	 * @throws espalier.graph.BadInputException
	 *             when activations are not finite numbers
	 * @throws CancellationException
	 *             when cancelled
	 */
	public static ActivationStatistics of(Coupling coupling, Dataset data, Preprocessing preprocessing, boolean ranks,
			BooleanSupplier cancelled, SoFar soFar) {
		return of(coupling, data, preprocessing, ranks, cancelled, soFar, ROOM);
	}

	static ActivationStatistics of(Coupling coupling, Dataset data, Preprocessing preprocessing, boolean ranks,
			BooleanSupplier cancelled, SoFar soFar, long room) {
		return new Activations(coupling, data, preprocessing, ranks, cancelled, soFar).run(room);
	}

	private ActivationStatistics run(long room) {
		Graph graph = coupling.graph();
		if (graph.inputs().size() != 1)
			throw new RefusedException("The model has " + graph.inputs().size()
					+ " inputs; activations can be measured for models with one input of images.");
		Portion.Division division = Portion.divide(coupling, ranks, room);
		found.putAll(division.unseen());
		List<Portion> portions = division.portions();
		int images = 0;
		for (int i = 0; i < portions.size(); i++)
			images = pass(portions.get(i), i, portions.size());
		return new ActivationStatistics(images, ranks, found);
	}

	/** One pass over the images; returns how many were used. */
	private int pass(Portion portion, int number, int of) {
		Graph seen = coupling.graph().withOutputs(portion.values().stream()
				.map(v -> new ValueInfo(v, ElementType.UNDEFINED, null, null)).toList());
		ImageInput input = ImageInput.of(seen);
		int fixed = Portion.fixedBatch(coupling);
		int images = 0;
		int left = 0;
		try (Runner runner = Runner.optimised(seen);
				Batches batches = Batches.of(data, preprocessing, portion.batch(), Integer.MAX_VALUE, skipped)) {
			for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
				if (cancelled.getAsBoolean())
					throw new CancellationException();
				if (batch.size() == 0)
					continue;
				if (fixed > 0 && batch.size() < fixed) {
					left += batch.size();
					continue;
				}
				Map<String, Value> results = runner
						.run(Map.of(input.name(), input.value(batch, preprocessing, batch.size())));
				for (Gathering group : portion.groups())
					group.add(java.util.Objects.requireNonNull(results.get(group.value())));
				images += batch.size();
				tell(portion, images, number, of);
			}
		}
		Batches.requireSome(images + left, data, skipped);
		if (images == 0)
			throw new RefusedException("The model takes " + fixed + " images at a time and there are only "
					+ left + "; give more images.");
		portion.groups().forEach(g -> found.put(g.name(), g.result()));
		return images;
	}

	private void tell(Portion portion, int images, int number, int of) {
		if (System.nanoTime() - told < TELLING_NANOS)
			return;
		Map<String, ActivationStatistics.Maps> now = new LinkedHashMap<>(found);
		portion.groups().forEach(g -> now.put(g.name(), g.result()));
		soFar.at(new ActivationStatistics(images, ranks, now),
				images + " of " + data.size() + " images" + (of == 1 ? "" : ", part " + (number + 1) + " of " + of),
				(number + (double) images / data.size()) / of);
		told = System.nanoTime();
	}
}
