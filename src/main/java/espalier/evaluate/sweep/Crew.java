package espalier.evaluate.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Threads that do numbered pieces of work in order, each the next that nobody has begun. */
final class Crew {
	/** One piece of work. */
	interface Work {
		/** @param stop whether to leave off; asked between short steps */
		void run(int number, BooleanSupplier stop);
	}

	private Crew() {}

	/**
	 * Does all of it, and comes back when no thread is at work any more.
	 *
	 * @throws CancellationException
	 *             when cancelled or interrupted
	 * @throws RuntimeException
	 *             what a piece of work threw first
	 */
	static void run(int threads, int count, BooleanSupplier cancelled, Work work) {
		AtomicBoolean stopped = new AtomicBoolean();
		AtomicInteger next = new AtomicInteger();
		BooleanSupplier stop = () -> stopped.get() || cancelled.getAsBoolean();
		ExecutorService crew = Executors.newFixedThreadPool(threads,
				Thread.ofPlatform().daemon().name("sweep-", 0).factory());
		try {
			List<Future<?>> all = new ArrayList<>();
			for (int i = 0; i < Math.min(threads, count); i++)
				all.add(crew.submit(() -> {
					try {
						for (int number = next.getAndIncrement(); number < count
								&& !stop.getAsBoolean(); number = next.getAndIncrement())
							work.run(number, stop);
					} catch (Throwable e) {
						stopped.set(true);
						throw e;
					}
				}));
			await(all, stopped);
			if (stop.getAsBoolean())
				throw new CancellationException();
		} finally {
			crew.shutdown();
		}
	}

	/** Waits for all, even where it is interrupted: what they read is freed afterwards. */
	private static void await(List<Future<?>> all, AtomicBoolean stopped) {
		Throwable failed = null;
		boolean interrupted = false;
		for (Future<?> each : all)
			for (boolean done = false; !done;)
				try {
					each.get();
					done = true;
				} catch (InterruptedException e) {
					interrupted = true;
					stopped.set(true);
				} catch (ExecutionException e) {
					done = true;
					failed = failed == null ? e.getCause() : failed;
				}
		if (interrupted)
			Thread.currentThread().interrupt();
		switch (failed) {
			case null -> {
			}
			case RuntimeException e -> throw e;
			case Error e -> throw e;
			default -> throw new IllegalStateException(failed);
		}
	}
}
