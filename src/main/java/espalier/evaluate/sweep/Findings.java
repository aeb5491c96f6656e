package espalier.evaluate.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;
import espalier.evaluate.Sensitivity;
import espalier.evaluate.Sensitivity.Curve;
import espalier.evaluate.Sensitivity.Point;
import espalier.graph.BadInputException;

/** The points of a sweep as they are found, those of the journal first. For use by several threads. */
final class Findings {
	private final SweepJob job;
	private final Journal journal;
	private final Sweep.Listener listener;
	private final List<Agenda.Item> items;
	private final String wholeKey;
	private final Map<Agenda.Item, Point> found = new LinkedHashMap<>();
	private @Nullable Point whole;
	private boolean unwritable;

	Findings(SweepJob job, Journal journal, Sweep.Listener listener) {
		this.job = job;
		this.journal = journal;
		this.listener = listener;
		items = Agenda.of(job);
		wholeKey = Journal.key(job, Cuts.NONE);
		whole = journal.of(wholeKey);
		if (whole != null)
			recall(whole);
	}

	private void recall(Point uncut) {
		for (Agenda.Item item : items) {
			Point known = item.cuts().isEmpty() ? uncut : journal.of(item.key());
			if (known != null && (job.effort().early() != null || known.images() >= uncut.images()))
				found.put(item, known);
		}
	}

	/** Tells the listener how it stands. */
	synchronized void tell() {
		if (now() instanceof Sensitivity now)
			listener.grown(now, found.values().size(), items.size());
	}

	/** Cuts that are still to be measured, the most telling first. */
	synchronized List<Agenda.Item> missing() {
		return items.stream().filter(i -> !found.containsKey(i)).toList();
	}

	synchronized @Nullable Point whole() {
		return whole;
	}

	/** The network with nothing cut. */
	synchronized void whole(Point point) {
		whole = point;
		keep(wholeKey, point);
		recall(point);
		tell();
	}

	synchronized void add(Agenda.Item item, Point point) {
		found.put(item, point);
		keep(item.key(), point);
		tell();
	}

	private void keep(String key, Point point) {
		try {
			if (!unwritable)
				journal.add(key, point);
		} catch (BadInputException e) {
			unwritable = true;
			listener.noted("Finished points are not kept for the next start: " + e.getMessage());
		}
	}

	/** All points so far; null before the whole network was measured. */
	synchronized @Nullable Sensitivity now() {
		if (whole == null)
			return null;
		Map<ChannelGroup, TreeMap<Double, Point>> byGroup = new LinkedHashMap<>();
		found.forEach((item, p) -> {
			for (double ratio : item.ratios())
				byGroup.computeIfAbsent(item.group(), _ -> new TreeMap<>()).put(ratio,
						new Point(ratio, item.removed(), p.value(), p.low(), p.high(), p.images()));
		});
		List<Curve> curves = new ArrayList<>();
		byGroup.entrySet().stream().sorted(java.util.Comparator.comparingInt(e -> e.getKey().id())).forEach(
				e -> curves.add(new Curve(e.getKey().name(), e.getKey().units(),
						List.copyOf(e.getValue().values()))));
		return new Sensitivity(job.modelSha256(), job.criterion(), job.metric(), job.data().hash(), whole.images(),
				whole, curves);
	}
}
