package espalier.depth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

import org.jspecify.annotations.Nullable;

import espalier.data.Batch;
import espalier.data.Batches;
import espalier.data.Skipped;
import espalier.evaluate.BatchTrace;
import espalier.evaluate.ImageInput;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.graph.Trace;
import espalier.graph.ValueInfo;
import espalier.runtime.Runner;
import espalier.runtime.Value;

/**
 * Runs images through a network and shows values between its nodes to those who watch them, a small batch at a time. Cost: one
 * forward pass an image; memory for the watched values of one batch, twice. Where those exceed {@link #ROOM}, they are watched in
 * several passes.
 */
final class Passing {
	/** Bytes that watched values may take at a time. */
	private static final long ROOM = 512L << 20;

	/** Somebody who wants to see some values together. */
	interface Watch {
		List<String> values();

		/**
		 * @param rows
		 *            by value, one a image, of the shape of {@link Row}
		 */
		void see(Map<String, Row> rows);
	}

	/**
	 * What a value holds of one image.
	 *
	 * @param all
	 *            numbers of a batch
	 * @param from
	 *            where those of the image begin
	 * @param shape
	 *            of the image's, without the axis of images
	 */
	record Row(float[] all, int from, Shape shape) {}

	private final Graph graph;
	private final Images images;
	private final Trace trace;
	private final int size;
	private final BooleanSupplier cancelled;
	private final DoubleConsumer share;
	private final Skipped skipped = new Skipped();

	/** @param share hears which part is done, batch by batch */
	Passing(Subject subject, Images images, BooleanSupplier cancelled, DoubleConsumer share) {
		graph = subject.graph();
		this.images = images;
		this.cancelled = cancelled;
		this.share = share;
		trace = BatchTrace.of(graph, subject.trace(), images.preprocessing(), List.of());
		size = BatchTrace.images(graph, trace);
	}

	/** Why a value can't be watched, as a part of a sentence; null where it can. */
	@Nullable
	String obstacle(String value) {
		Shape shape = trace.shape(value);
		if (shape == null)
			return "the shape of `" + value + "` is not known";
		if (!trace.type(value).floating())
			return "`" + value + "` holds " + trace.type(value) + ", no real numbers";
		return shape.rank() < 2 || shape.dim(0) != size
				? "`" + value + "` is " + shape + ", which holds no row for each of " + size
						+ (size == 1 ? " image" : " images")
				: null;
	}

	/** Which images were left out, in words; empty when none. */
	String skipped() {
		return skipped.describe();
	}

	/**
	 * Runs all images.
	 *
	 * @return their labels, in the order in which they were seen
	 * @throws CancellationException
	 *             when cancelled
	 */
	int[] over(List<? extends Watch> watches) {
		List<List<Watch>> portions = portions(watches);
		int[] labels = new int[0];
		for (int i = 0; i < portions.size(); i++)
			labels = pass(portions.get(i), i, portions.size());
		return labels;
	}

	private List<List<Watch>> portions(List<? extends Watch> watches) {
		List<List<Watch>> portions = new ArrayList<>(List.of(new ArrayList<>()));
		Set<String> open = new LinkedHashSet<>();
		for (Watch watch : watches) {
			Set<String> with = new LinkedHashSet<>(open);
			with.addAll(watch.values());
			if (!open.isEmpty() && 2 * with.stream().mapToLong(this::bytes).sum() > ROOM) {
				portions.add(new ArrayList<>());
				open.clear();
			}
			open.addAll(watch.values());
			portions.getLast().add(watch);
		}
		return portions;
	}

	private long bytes(String value) {
		return Float.BYTES * Objects.requireNonNull(trace.shape(value)).elements();
	}

	private int[] pass(List<Watch> watches, int number, int of) {
		ImageInput input = ImageInput.of(graph);
		List<String> wanted = watches.stream().flatMap(w -> w.values().stream()).distinct().toList();
		List<ValueInfo> outputs = new ArrayList<>(wanted.stream().filter(v -> !v.equals(input.name()))
				.map(v -> new ValueInfo(v, ElementType.UNDEFINED, null, null)).toList());
		if (outputs.isEmpty())
			outputs.addAll(graph.outputs());
		int[] labels = new int[images.data().size()];
		int seen = 0;
		try (Runner runner = Runner.optimised(graph.withOutputs(outputs));
				Batches batches = Batches.of(images.data(), images.preprocessing(), size, Integer.MAX_VALUE, skipped)) {
			for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
				if (cancelled.getAsBoolean())
					throw new CancellationException();
				if (batch.size() == 0)
					continue;
				Map<String, Value> fed = Map.of(input.name(), input.value(batch, images.preprocessing(), size));
				Map<String, Value> found = new HashMap<>(runner.run(fed));
				found.putAll(fed);
				for (int i = 0; i < batch.size(); i++) {
					labels[seen++] = batch.labels()[i];
					Map<String, Row> rows = new HashMap<>();
					for (String value : wanted)
						rows.put(value, row(Objects.requireNonNull(found.get(value), value), i));
					watches.forEach(w -> w.see(rows));
				}
				share.accept((number + (double) seen / images.data().size()) / of);
			}
		}
		Batches.requireSome(seen, images.data(), skipped);
		return Arrays.copyOf(labels, seen);
	}

	private Row row(Value value, int image) {
		float[] all = value.toFloats();
		long[] dims = value.shape().toArray();
		return new Row(all, image * (all.length / size), Shape.of(Arrays.copyOfRange(dims, 1, dims.length)));
	}
}
