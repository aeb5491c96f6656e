package espalier.app;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.concurrent.Task;

/** Work in the background, with title, progress and cancel; answers come on the JavaFX thread. */
public final class Running implements AutoCloseable {
	private final ExecutorService workers = Executors.newCachedThreadPool(Running::daemon);
	private final ExecutorService quick = Executors.newSingleThreadExecutor(Running::daemon);
	private final ObservableList<Task<?>> tasks = FXCollections.observableArrayList();
	// one view for ever: listeners on a fresh one would be lost with it
	private final ObservableList<Task<?>> tasksShown = FXCollections.unmodifiableObservableList(tasks);

	/** Says how far a piece of work is. */
	public interface Progress {
		/** @param share done, 0 to 1, or negative when it can't be told */
		void at(String step, double share);
	}

	/** Work that may be interrupted. */
	public interface Work<T> {
		T run(Progress progress) throws Exception;
	}

	private static Thread daemon(Runnable work) {
		Thread thread = new Thread(null, work, "espalier-work", 64L << 20);
		thread.setDaemon(true);
		return thread;
	}

	/** Tasks that are under way. */
	public ObservableList<Task<?>> tasks() {
		return tasksShown;
	}

	/** For many short answers in order; see {@link Latest}. */
	ExecutorService quick() {
		return quick;
	}

	<T> void start(String title, Work<T> work, Consumer<T> done, Consumer<Throwable> failed) {
		start(title, true, work, done, failed);
	}

	/** Work that can't be left half done is not cancellable. */
	<T> void start(String title, boolean cancellable, Work<T> work, Consumer<T> done, Consumer<Throwable> failed) {
		start(title, interrupt -> cancellable && interrupt.getAsBoolean(), work, done, failed);
	}

	/** Work that is asked to end, and then still answers with what it has. */
	<T> void start(String title, Runnable end, Work<T> work, Consumer<T> done, Consumer<Throwable> failed) {
		start(title, _ -> {
			end.run();
			return false;
		}, work, done, failed);
	}

	private <T> void start(String title, Predicate<BooleanSupplier> cancel, Work<T> work, Consumer<T> done,
			Consumer<Throwable> failed) {
		Task<T> task = new Task<>() {
			{
				updateTitle(title);
			}

			@Override
			protected T call() throws Exception {
				return work.run((step, share) -> {
					updateMessage(step);
					updateProgress(share, 1);
				});
			}

			@Override
			public boolean cancel(boolean mayInterrupt) {
				return cancel.test(() -> super.cancel(mayInterrupt));
			}
		};
		task.setOnSucceeded(e -> {
			tasks.remove(task);
			done.accept(task.getValue());
		});
		task.setOnFailed(e -> {
			tasks.remove(task);
			failed.accept(task.getException());
		});
		task.setOnCancelled(e -> tasks.remove(task));
		tasks.add(task);
		workers.execute(task);
	}

	/** Something small with no answer, such as remembering a setting. */
	void aside(Callable<?> work, Consumer<Throwable> failed) {
		workers.execute(() -> {
			try {
				work.call();
			} catch (Exception e) {
				failed.accept(e);
			}
		});
	}

	@Override
	public void close() {
		// a cancelled one leaves the list
		List.copyOf(tasks).forEach(Task::cancel);
		workers.shutdownNow();
		quick.shutdownNow();
	}
}
