package espalier.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.IntFunction;

import javafx.scene.image.Image;

import org.jspecify.annotations.Nullable;

/**
 * Small pictures of numbered things, made in the background as they come into sight. The last 1,024 are kept. Used on the
 * JavaFX thread.
 */
final class Thumbnails {
	private static final int KEPT = 1024;
	/** Made at once; then those that are in sight are asked for again. */
	private static final int LOT = 48;

	private record Made(int item, Image image) {}

	private final Latest<List<Made>> making;
	private final Runnable arrived;
	private final Map<Integer, Image> kept = new LinkedHashMap<>(64, 0.75f, true) {
		@Override
		protected boolean removeEldestEntry(Map.Entry<Integer, Image> eldest) {
			return size() > KEPT;
		}
	};
	private @Nullable IntFunction<Image> maker;
	private int generation;

	/** @param arrived told when there are new ones */
	Thumbnails(ExecutorService background, Consumer<Throwable> failed, Runnable arrived) {
		making = new Latest<>(background, failed);
		this.arrived = arrived;
	}

	/**
	 * Forgets all.
	 *
	 * @param of
	 *            makes the next ones, on the background's thread; null for none
	 */
	void make(@Nullable IntFunction<Image> of) {
		making.drop();
		kept.clear();
		generation++;
		maker = of;
	}

	@Nullable
	Image get(int item) {
		return kept.get(item);
	}

	void want(int[] items) {
		IntFunction<Image> of = maker;
		if (of == null)
			return;
		int now = generation;
		int[] lot = Arrays.copyOf(items, Math.min(LOT, items.length));
		making.ask(() -> {
			List<Made> made = new ArrayList<>();
			for (int item : lot)
				made.add(new Made(item, of.apply(item)));
			return made;
		}, made -> {
			if (now != generation)
				return;
			made.forEach(m -> kept.put(m.item, m.image));
			arrived.run();
		});
	}
}
