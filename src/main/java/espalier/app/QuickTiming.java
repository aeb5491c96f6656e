package espalier.app;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.util.Duration;

import org.jspecify.annotations.Nullable;

import espalier.coupling.Cuts;
import espalier.evaluate.Latency;
import espalier.plan.Surgeon;

/**
 * What a plan that takes regions out does to the time of a run: once it rests, the version and the plan are run a few times in
 * turn, on a thread of its own; a newer plan ends that. Used on the JavaFX thread.
 */
final class QuickTiming implements AutoCloseable {
	/** Medians in milliseconds. */
	record Found(double before, double after, TimingSetup setup) {}

	private static final Duration REST = Duration.millis(700);
	private static final int MOST_RUNS = 21;
	private static final int FEWEST_RUNS = 5;
	/** Multiply-accumulates that the runs of one network are to be about. */
	private static final double WORK = 4e9;
	/** Above this many a run takes seconds, and is timed only when asked for. */
	private static final long TOO_MANY = 20_000_000_000L;

	private final Workbench bench;
	private final ReadOnlyObjectWrapper<@Nullable Found> found = new ReadOnlyObjectWrapper<>();
	private final PauseTransition rest = new PauseTransition(REST);
	private final ExecutorService worker = Executors
			.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("espalier-timing").factory());
	private AtomicBoolean dropped = new AtomicBoolean();

	QuickTiming(Workbench bench) {
		this.bench = bench;
		rest.setOnFinished(e -> ask());
		bench.edit().addListener(o -> changed());
		bench.draft().subscribe(d -> changed());
	}

	/** Null where no region is planned to go, and until it is known. */
	ReadOnlyObjectProperty<@Nullable Found> found() {
		return found.getReadOnlyProperty();
	}

	private void changed() {
		dropped.set(true);
		found.set(null);
		rest.stop();
		PlanEdit edit = bench.edit().get();
		if (edit != null && !edit.thinned().isWhole() && edit.original().macs() <= TOO_MANY)
			rest.playFromStart();
	}

	private void ask() {
		PlanEdit edit = bench.edit().get();
		// beside other work no time would be true
		if (edit == null || bench.trains() || bench.timing().busy().get())
			return;
		AtomicBoolean end = new AtomicBoolean();
		dropped = end;
		Thinned of = edit.thinned();
		Cuts cuts = edit.cuts();
		TimingSetup setup = TimingSetup.from(bench.settings()).on(of.base().graph());
		int runs = (int) Math.clamp(WORK / Math.max(1, edit.original().macs()), FEWEST_RUNS, MOST_RUNS);
		worker.execute(() -> {
			try {
				List<Latency> times = Latency.of(
						List.of(of.base().graph(), Surgeon.apply(of.piece().coupling(), cuts)), setup.batch(),
						setup.threads(), runs, end::get);
				Found now = new Found(times.getFirst().median(), times.getLast().median(),
						new TimingSetup(setup.batch(), setup.threads(), runs));
				Platform.runLater(() -> {
					if (!end.get())
						found.set(now);
				});
			} catch (CancellationException e) {
				// a newer plan has taken this one's place
			} catch (RuntimeException e) {
				System.getLogger(QuickTiming.class.getName()).log(System.Logger.Level.DEBUG, "not timed", e);
			}
		});
	}

	@Override
	public void close() {
		dropped.set(true);
		rest.stop();
		worker.shutdownNow();
	}
}
