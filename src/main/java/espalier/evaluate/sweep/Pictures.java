package espalier.evaluate.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import espalier.data.Batch;
import espalier.data.Batches;
import espalier.data.Dataset;
import espalier.data.Preprocessing;
import espalier.data.Skipped;
import espalier.evaluate.ImageInput;
import espalier.runtime.Held;

/** The images as the network takes them, in batches of one size: decoded once and kept, or where they are too many each time. */
public final class Pictures implements AutoCloseable {
	private final Batches batches;
	private final Preprocessing preprocessing;
	private final ImageInput input;
	private final int size;
	private final List<int[]> labels = new ArrayList<>();
	private final List<@Nullable Held> kept = new ArrayList<>();
	private final long bytes;
	private final String skipped;

	/**
	 * Reads all images once.
	 *
	 * @param size
	 *            images a batch; the last is filled up
	 * @param room
	 *            bytes that may be kept
	 * @throws espalier.graph.RefusedException
	 *             when none can be used
	 */
	public Pictures(Dataset data, Preprocessing preprocessing, ImageInput input, int size, long room,
			BooleanSupplier cancelled) {
		this.preprocessing = preprocessing;
		this.input = input;
		this.size = size;
		Skipped left = new Skipped();
		batches = Batches.of(data, preprocessing, size, Integer.MAX_VALUE, left);
		long all = (long) batches.count() * size * preprocessing.numbers() * input.type().bits() / 8;
		bytes = all <= room ? all : 0;
		try {
			int images = 0;
			for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
				if (cancelled.getAsBoolean())
					throw new CancellationException();
				labels.add(batch.labels());
				images += batch.size();
				kept.add(bytes > 0 ? hold(batch) : null);
			}
			Batches.requireSome(images, data, left);
			skipped = left.describe();
		} catch (RuntimeException e) {
			close();
			throw e;
		}
	}

	/** How many batches there are. */
	public int count() {
		return labels.size();
	}

	/** Images a batch, those that fill it up counted. */
	public int size() {
		return size;
	}

	/** Of the images of a batch; none of those that fill it up. */
	public int[] labels(int batch) {
		return labels.get(batch);
	}

	/** Bytes that are kept. */
	public long bytes() {
		return bytes;
	}

	/** Which images were left out, in words; empty when none. */
	public String skipped() {
		return skipped;
	}

	/** A batch under the name of the graph's input, to be closed. */
	public Held open(int batch) {
		Held held = kept.get(batch);
		return held == null ? hold(batches.at(batch)) : held.lent();
	}

	private Held hold(Batch batch) {
		return Held.of(Map.of(input.name(), input.value(batch, preprocessing, size)));
	}

	@Override
	public void close() {
		batches.close();
		for (Held held : kept)
			if (held != null)
				held.close();
		kept.clear();
	}
}
