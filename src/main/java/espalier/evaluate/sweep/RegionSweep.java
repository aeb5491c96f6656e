package espalier.evaluate.sweep;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import espalier.evaluate.BatchTrace;
import espalier.evaluate.ImageInput;
import espalier.evaluate.Sensitivity.Point;
import espalier.graph.BadInputException;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.Trace;
import espalier.plan.Bypasses;
import espalier.region.Bypass;
import espalier.runtime.Held;
import espalier.runtime.Runner;
import espalier.runtime.Value;

/**
 * Measures the network without each region alone. Each thinned network is made physically, and of it only what lies behind the
 * region is run; what lies before is run once for all regions, and kept as memory allows. Each region runs on one thread, and
 * several at a time. The result is that of running each thinned network on all images from the start, up to rounding.
 *
 * <p>
 * Cost: for each region a pass over the images of what lies behind it, and one pass of the whole network.
 */
public final class RegionSweep {
	private static final String WHOLE = "whole";

	private final RegionJob job;
	private final Journal journal;
	private final Listener listener;
	private final BooleanSupplier cancelled;
	private final Map<String, Point> found = new LinkedHashMap<>();
	private @Nullable Point whole;
	private boolean unwritable;

	/** Hears how a sweep goes, from any thread, one call at a time. */
	public interface Listener {
		/** What is known so far, of how many regions in all. */
		void grown(Found now, int all);

		/** What a person should know. */
		void noted(String sentence);
	}

	/**
	 * What was measured; ratio and units of the points have no meaning.
	 *
	 * @param whole
	 *            of the network with all regions in it
	 * @param without
	 *            by the name of the region that is out, in the order of the job
	 */
	public record Found(Point whole, SequencedMap<String, Point> without) {}

	private RegionSweep(RegionJob job, Journal journal, Listener listener, BooleanSupplier cancelled) {
		this.job = job;
		this.journal = journal;
		this.listener = listener;
		this.cancelled = cancelled;
		whole = journal.of(WHOLE);
		if (whole instanceof Point all)
			job.regions().forEach((name, bypass) -> {
				if (journal.of(Journal.key(bypass)) instanceof Point known && known.images() >= all.images())
					found.put(name, known);
			});
	}

	/**
	 * Measures what the journal does not hold yet.
	 *
	 * @param cancelled
	 *            asked between batches
	 * @throws RefusedException
	 *             when the network is not one of images, or its outputs don't suit the metric, or a region can't go
	 * @throws CancellationException
	 *             when cancelled; finished regions are in the journal
	 */
	public static Found run(RegionJob job, Journal journal, Listener listener, BooleanSupplier cancelled) {
		RegionSweep sweep = new RegionSweep(job, journal, listener, cancelled);
		if (sweep.whole == null || sweep.found.size() < job.regions().size())
			sweep.measure();
		sweep.tell();
		return sweep.now();
	}

	private synchronized Found now() {
		SequencedMap<String, Point> without = new LinkedHashMap<>();
		for (String name : job.regions().keySet())
			if (found.get(name) instanceof Point point)
				without.put(name, point);
		return new Found(Objects.requireNonNull(whole), without);
	}

	private synchronized void tell() {
		if (whole != null)
			listener.grown(now(), job.regions().size());
	}

	private synchronized void keep(String key, Point point) {
		try {
			if (!unwritable)
				journal.add(key, point);
		} catch (BadInputException e) {
			unwritable = true;
			listener.noted("Finished regions are not kept for the next start: " + e.getMessage());
		}
	}

	/** A thinned network, and from where on it is run. */
	private record Thinned(String name, Bypass bypass, Graph graph, Frontier frontier) {}

	private void measure() {
		Gauge gauge = Gauge.of(job.metric(), job.graph(), job.trace());
		Trace trace = BatchTrace.of(job.graph(), job.trace(), job.preprocessing(), gauge.outputs());
		List<Thinned> all = new ArrayList<>();
		job.regions().forEach((name, bypass) -> {
			if (!found.containsKey(name)) {
				Graph thinned = Bypasses.applied(job.graph(), trace, List.of(bypass)).graph();
				all.add(new Thinned(name, bypass, thinned, Onset.of(job.graph(), thinned, trace, gauge.outputs())));
			}
		});
		Frontier ends = Frontier.of(gauge.outputs());
		Set<Frontier> frontiers = new HashSet<>(Set.of(ends));
		all.forEach(t -> frontiers.add(t.frontier));
		long memory = job.effort().memory();
		try (Pictures pictures = new Pictures(job.data(), job.preprocessing(), ImageInput.of(job.graph()),
				BatchTrace.images(job.graph(), trace), memory / 2, cancelled);
				Prefixes prefixes = new Prefixes(job.graph(), trace, pictures, frontiers,
						memory - pictures.bytes())) {
			if (!pictures.skipped().isEmpty())
				listener.noted("Left out: " + pictures.skipped() + ".");
			if (whole == null)
				whole(gauge, ends, pictures, prefixes);
			tell();
			Crew.run(job.effort().threads(), all.size(), cancelled,
					(i, stop) -> without(all.get(i), gauge, trace, ends, pictures, prefixes, stop));
		}
	}

	private void whole(Gauge gauge, Frontier ends, Pictures pictures, Prefixes prefixes) {
		whole = Tally
				.whole(job.metric(), job.effort().threads(), pictures.count(), cancelled, job.data().name(), batch -> {
					try (Held outputs = prefixes.open(ends, batch)) {
						Map<String, Value> results = outputs.read();
						return gauge.numbers(results, results, pictures.labels(batch), pictures.size());
					}
				}).point(0, 0);
		keep(WHOLE, Objects.requireNonNull(whole));
	}

	private void without(Thinned thinned, Gauge gauge, Trace trace, Frontier ends, Pictures pictures,
			Prefixes prefixes, BooleanSupplier stop) {
		Tally tally = new Tally(job.metric());
		Graph section = Section.between(thinned.graph, trace, thinned.frontier.values(), gauge.outputs());
		String input = job.graph().inputs().getFirst().name();
		try (Runner runner = Runner.timed(section, 1)) {
			for (int batch = 0; batch < pictures.count(); batch++) {
				if (stop.getAsBoolean())
					return;
				try (Held first = runner.inputs().contains(input) ? pictures.open(batch) : Held.of(Map.of());
						Held before = prefixes.open(thinned.frontier, batch);
						Held outputs = gauge.compares() ? prefixes.open(ends, batch) : Held.of(Map.of())) {
					tally.add(gauge.numbers(runner.run(before, first), outputs.read(), pictures.labels(batch),
							pictures.size()));
				}
			}
		}
		Point point = tally.point(0, 0);
		synchronized (this) {
			found.put(thinned.name, point);
			keep(Journal.key(thinned.bypass), point);
			tell();
		}
	}
}
