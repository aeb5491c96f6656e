package espalier.app;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

import javafx.application.Platform;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;

import org.jspecify.annotations.Nullable;

/**
 * Computes in the background what is asked for again and again, as while dragging: a newer question replaces one that has not
 * started. Asked and answered on the JavaFX thread.
 */
final class Latest<T> {
	private record Question<T>(Supplier<T> work, Consumer<T> answer, long number) {}

	private final ExecutorService background;
	private final Consumer<Throwable> failed;
	private final AtomicReference<@Nullable Question<T>> waiting = new AtomicReference<>();
	private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
	private long asked;
	private long dropped;

	Latest(ExecutorService background, Consumer<Throwable> failed) {
		this.background = background;
		this.failed = failed;
	}

	ReadOnlyBooleanProperty busy() {
		return busy.getReadOnlyProperty();
	}

	void ask(Supplier<T> work, Consumer<T> answer) {
		busy.set(true);
		if (waiting.getAndSet(new Question<>(work, answer, ++asked)) == null)
			background.execute(this::serve);
	}

	/** Forgets what was asked. */
	void drop() {
		dropped = asked;
		waiting.set(null);
		busy.set(false);
	}

	private void serve() {
		Question<T> question = waiting.getAndSet(null);
		if (question == null)
			return;
		try {
			T found = question.work().get();
			Platform.runLater(() -> tell(question, () -> question.answer().accept(found)));
		} catch (RuntimeException | Error e) {
			Platform.runLater(() -> tell(question, () -> failed.accept(e)));
		}
	}

	private void tell(Question<T> question, Runnable news) {
		if (question.number() <= dropped)
			return;
		busy.set(question.number() < asked);
		news.run();
	}
}
