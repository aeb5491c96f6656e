package espalier.evaluate.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.evaluate.Sensitivity;
import espalier.graph.RefusedException;

/**
 * Measures every group at every ratio. Each cut network is made physically, and of it only what lies behind the first change is
 * run; what lies before is run once for all ratios of all groups, and kept as memory allows. Each point runs on one thread, and
 * several points at a time. The result is that of cutting, loading and running all images from the start, up to rounding.
 *
 * <p>
 * Cost: for each point a pass over the images of what lies behind the group's frontier, one pass of the whole network, and
 * where a frontier is not kept one pass of what lies before it for each of three rounds.
 */
public final class Sweep {
	private final SweepJob job;
	private final Findings findings;
	private final BooleanSupplier cancelled;

	/** Hears how a sweep goes, from any thread, one call at a time. */
	public interface Listener {
		/** All points so far, of how many cuts in all. */
		void grown(Sensitivity now, int done, int all);

		/** What a person should know. */
		void noted(String sentence);
	}

	private static final Listener NOBODY = new Listener() {
		@Override
		public void grown(Sensitivity now, int done, int all) {}

		@Override
		public void noted(String sentence) {}
	};

	private Sweep(SweepJob job, Findings findings, BooleanSupplier cancelled) {
		this.job = job;
		this.findings = findings;
		this.cancelled = cancelled;
	}

	/** What a journal holds of a job; null when it has not begun. Costs no run of the network. */
	public static @Nullable Sensitivity known(SweepJob job, Journal journal) {
		return new Findings(job, journal, NOBODY).now();
	}

	/**
	 * Measures what the journal does not hold yet.
	 *
	 * @param cancelled
	 *            asked between batches
	 * @throws RefusedException
	 *             when the network is not one of images, or its outputs don't suit the metric
	 * @throws CancellationException
	 *             when cancelled; finished points are in the journal
	 */
	public static Sensitivity run(SweepJob job, Journal journal, Listener listener, BooleanSupplier cancelled) {
		Findings findings = new Findings(job, journal, listener);
		findings.tell();
		if (findings.whole() == null || !findings.missing().isEmpty())
			new Sweep(job, findings, cancelled).measure(listener);
		return java.util.Objects.requireNonNull(findings.now());
	}

	private void measure(Listener listener) {
		Set<ChannelGroup> groups = findings.missing().stream().map(Agenda.Item::group)
				.collect(Collectors.toCollection(LinkedHashSet::new));
		try (Ground ground = new Ground(job, groups, cancelled)) {
			if (!ground.skipped().isEmpty())
				listener.noted("Left out: " + ground.skipped() + ".");
			if (findings.whole() == null)
				whole(ground);
			groups.stream().map(ground::obstacle).filter(o -> !o.isEmpty()).forEach(listener::noted);
			List<List<Agenda.Item>> tasks = tasks(ground,
					findings.missing().stream().filter(i -> ground.obstacle(i.group()).isEmpty()).toList());
			Crew.run(job.effort().threads(), tasks.size(), cancelled, (i, stop) -> cut(ground, tasks.get(i), stop));
		}
	}

	private void whole(Ground ground) {
		findings.whole(Tally.whole(job.metric(), job.effort().threads(), ground.batches(), cancelled, job.data().name(),
				ground::whole).point(0, 0));
	}

	/** Cuts that are measured together: each alone, but those of a round and group where what lies before them is not kept. */
	private static List<List<Agenda.Item>> tasks(Ground ground, List<Agenda.Item> items) {
		Map<Object, List<Agenda.Item>> tasks = new LinkedHashMap<>();
		for (Agenda.Item item : items)
			tasks.computeIfAbsent(ground.keeps(item.group()) ? item : List.of(item.round(), item.group()),
					_ -> new ArrayList<>()).add(item);
		return List.copyOf(tasks.values());
	}

	private void cut(Ground ground, List<Agenda.Item> items, BooleanSupplier stop) {
		List<Trial> open = new ArrayList<>();
		try {
			for (Agenda.Item item : items)
				open.add(new Trial(item, ground.load(item), job));
			for (int batch = 0; batch < ground.batches() && !open.isEmpty(); batch++) {
				if (stop.getAsBoolean())
					return;
				List<double[]> numbers = ground.cut(items.getFirst().group(),
						open.stream().map(Trial::runner).toList(), batch);
				for (int i = 0; i < open.size(); i++)
					open.get(i).add(numbers.get(i));
				boolean last = batch + 1 == ground.batches();
				for (Trial trial : List.copyOf(open))
					if (last || trial.enough(findings.whole())) {
						open.remove(trial);
						trial.close();
						findings.add(trial.item(), trial.point());
					}
			}
		} finally {
			open.forEach(Trial::close);
		}
	}
}
