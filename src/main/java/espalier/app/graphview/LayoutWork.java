package espalier.app.graphview;

import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

import javafx.application.Platform;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lays scenes out away from the JavaFX thread: a quick layout at once, ELK's when it is done. A newer request stops the older
 * one, whose results are dropped.
 */
final class LayoutWork {
	/** Above this many cards a graph starts with its inner rooms closed, and ELK takes fewer rounds. */
	static final int MANY = 1_500;
	/** Lengths of rows that are tried, and how much larger the picture must get for shorter ones: long rows read better. */
	private static final double[] STRETCHES = {1, 0.88, 0.77, 0.66, 0.55};
	private static final double MORE = 1.08;
	private static final long DEEP_STACK = 512L << 20;
	private static final Logger LOG = LoggerFactory.getLogger(LayoutWork.class);

	private final AtomicLong newest = new AtomicLong();
	private final AtomicLong ended = new AtomicLong();

	/**
	 * @param show
	 *            called on the JavaFX thread: first with the quick layout, then with the refined one
	 */
	void start(Supplier<SceneModel> scene, Set<String> toggled, boolean topDown, double aspect,
			Consumer<Layout> show) {
		long ticket = newest.incrementAndGet();
		Thread thread = new Thread(null, () -> run(ticket, scene, toggled, topDown, aspect, show), "graph layout",
				DEEP_STACK);
		thread.setDaemon(true);
		thread.start();
	}

	/** Whether the newest request has more to show. */
	boolean busy() {
		return ended.get() < newest.get();
	}

	private void run(long ticket, Supplier<SceneModel> made, Set<String> toggled, boolean topDown, double aspect,
			Consumer<Layout> show) {
		try {
			SceneModel scene = made.get();
			boolean many = scene.cards().size() > MANY;
			Predicate<Room> open = room -> !many != toggled.contains(key(room));
			Wrapping best = new Wrapping(aspect, STRETCHES[0]);
			Layout quick = Arranger.arrange(scene, open, new RankPlacer(), topDown, best);
			for (int i = 1; i < STRETCHES.length && !many; i++) {
				Wrapping other = new Wrapping(aspect, STRETCHES[i]);
				Layout shorter = Arranger.arrange(scene, open, new RankPlacer(), topDown, other);
				if (zoom(shorter, aspect) > MORE * zoom(quick, aspect)) {
					quick = shorter;
					best = other;
				}
			}
			tell(ticket, quick, show);
			ElkPlacer elk = new ElkPlacer(many, () -> newest.get() != ticket);
			tell(ticket, Arranger.arrange(scene, open, elk, topDown, best), show);
		} catch (CancellationException e) {
			LOG.debug("layout {} was overtaken", ticket);
		} catch (RuntimeException | StackOverflowError e) {
			LOG.error("The refined layout failed; the quick one stays", e);
		} finally {
			Platform.runLater(() -> ended.accumulateAndGet(ticket, Math::max));
		}
	}

	/** How large the whole is drawn in a view of height 1. */
	private static double zoom(Layout layout, double aspect) {
		return Math.min(aspect / layout.width(), 1 / layout.height());
	}

	private void tell(long ticket, Layout layout, Consumer<Layout> show) {
		Platform.runLater(() -> {
			if (newest.get() == ticket)
				show.accept(layout);
		});
	}

	/** The same for the same room in the next version of a graph. */
	static String key(Room room) {
		StringBuilder key = new StringBuilder(room.name());
		for (Room outer = room.parent; outer != null; outer = outer.parent)
			key.insert(0, outer.name() + "/");
		return key.toString();
	}
}
