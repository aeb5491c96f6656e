package espalier.data;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import espalier.graph.RefusedException;

/**
 * Goes through a data set once, in batches. Some batches are prepared ahead on threads of their own. The same seed gives the
 * same batches, whatever the threads do. Images that can't be used are left out and counted.
 */
public final class Batches implements AutoCloseable {
	private static final int AHEAD = 4;

	private final Dataset data;
	private final Preprocessing preprocessing;
	private final int[] order;
	private final int size;
	private final int classes;
	private final @Nullable Changes changes;
	private final Skipped skipped;
	private final ExecutorService workers;
	private final ArrayDeque<Future<Batch>> ahead = new ArrayDeque<>();
	private int next;

	private record Changes(Augmentation augmentation, long seed) {}

	private Batches(Dataset data, Preprocessing preprocessing, int[] order, int size, int classes,
			@Nullable Changes changes, Skipped skipped) {
		this.data = data;
		this.preprocessing = preprocessing;
		this.order = order;
		this.size = size;
		this.classes = classes;
		this.changes = changes;
		this.skipped = skipped;
		this.workers = Executors.newFixedThreadPool(Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
				Thread.ofPlatform().daemon().name("batches-", 0).factory());
		for (int i = 0; i < AHEAD; i++)
			prepare();
	}

	/**
	 * In the order of the data set, unchanged.
	 *
	 * @throws RefusedException
	 *             when the images are of another shape than the network wants
	 */
	public static Batches of(Dataset data, Preprocessing preprocessing, int size, int classes, Skipped skipped) {
		preprocessing.requireFit(data);
		int[] order = new int[data.size()];
		Arrays.setAll(order, i -> i);
		return new Batches(data, preprocessing, order, size, classes, null, skipped);
	}

	/**
	 * Shuffled and changed by seed; what is left after the last full batch is left out, where there is a full one.
	 *
	 * @throws RefusedException
	 *             when the images are of another shape than the network wants
	 */
	public static Batches shuffled(Dataset data, Preprocessing preprocessing, int size, int classes,
			Augmentation augmentation, long seed, Skipped skipped) {
		preprocessing.requireFit(data);
		int[] order = Subset.shuffled(data.size(), seed);
		int whole = order.length < size ? order.length : order.length / size * size;
		return new Batches(data, preprocessing, Arrays.copyOf(order, whole), size, classes,
				new Changes(augmentation, seed), skipped);
	}

	/** Batches in one pass. */
	public int count() {
		return (order.length + size - 1) / size;
	}

	/** The next batch, or null at the end. A batch may be empty when none of its images can be used. */
	public @Nullable Batch next() {
		Future<Batch> first = ahead.poll();
		if (first == null)
			return null;
		prepare();
		try {
			return first.get();
		} catch (InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new CancellationException("interrupted while waiting for images");
		} catch (ExecutionException e) {
			if (e.getCause() instanceof RuntimeException failed)
				throw failed;
			throw new IllegalStateException(e.getCause());
		}
	}

	/** A batch by its number, from 0, prepared on the calling thread; {@link #next} is not affected. */
	public Batch at(int number) {
		return batch(java.util.Objects.checkIndex(number, count()));
	}

	private void prepare() {
		int number = next++;
		if (number < count())
			ahead.add(workers.submit(() -> batch(number)));
	}

	private Batch batch(int number) {
		int from = number * size;
		int to = Math.min(order.length, from + size);
		SplittableRandom random = new SplittableRandom(changes == null ? 0 : changes.seed * 31 + number);
		float[] numbers = new float[(to - from) * preprocessing.numbers()];
		int[] labels = new int[to - from];
		int used = 0;
		for (int i = from; i < to; i++) {
			SplittableRandom own = random.split();
			Picture picture = usable(order[i]);
			if (picture == null)
				continue;
			Picture fitted = preprocessing.fit(picture);
			if (changes != null)
				fitted = changes.augmentation.apply(fitted, own);
			preprocessing.write(fitted, numbers, used * preprocessing.numbers());
			labels[used++] = data.label(order[i]);
		}
		numbers = Arrays.copyOf(numbers, used * preprocessing.numbers());
		labels = Arrays.copyOf(labels, used);
		double alpha = changes == null ? 0 : changes.augmentation.mixup();
		return alpha > 0 && used > 1
				? Mixup.of(numbers, labels, alpha, random)
				: new Batch(numbers, labels, labels, 1);
	}

	/** The picture, or null where it is to be left out. */
	private @Nullable Picture usable(int index) {
		if (data.label(index) < 0 || data.label(index) >= classes) {
			skipped.add(Skipped.Reason.NO_CLASS, index, "label " + data.label(index) + " of " + classes + " outputs");
			return null;
		}
		try {
			Picture picture = data.read(index);
			String mismatch = preprocessing.mismatch(picture);
			if (mismatch != null) {
				skipped.add(Skipped.Reason.OTHER_SHAPE, index, mismatch);
				return null;
			}
			return picture;
		} catch (UnreadableImage e) {
			skipped.add(Skipped.Reason.DAMAGED, index, String.valueOf(e.getMessage()));
			return null;
		}
	}

	/** @throws RefusedException when every image that was asked for had to be left out */
	public static void requireSome(int used, Dataset data, Skipped skipped) {
		if (used == 0)
			throw new RefusedException("None of the images of " + data.name() + " can be used: " + skipped.describe()
					+ "; choose other data or other preprocessing.");
	}

	@Override
	public void close() {
		workers.shutdownNow();
	}
}
