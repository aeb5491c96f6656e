package espalier.depth;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import espalier.evaluate.Interval;
import espalier.evaluate.Sensitivity.Metric;
import espalier.evaluate.Sensitivity.Point;
import espalier.evaluate.sweep.Journal;
import espalier.evaluate.sweep.RegionJob;
import espalier.evaluate.sweep.RegionSweep;
import espalier.evaluate.sweep.SweepJob;
import espalier.region.Bypass;

/**
 * A region's score is how much worse the network gets by a metric when the region alone is taken out, not trained again; where an
 * adapter takes its place, with that adapter as it is given. The interval is that of the thinned network's metric; what the whole
 * network reaches on the same images counts as exact. Region by region, each is kept in the journal at once. Cost: see
 * {@link RegionSweep}.
 *
 * @param metric
 *            of which the drop is taken; for those that compare with the whole network's outputs labels are not looked at
 * @param journal
 *            folder where finished regions are kept; null for nowhere
 */
public record Ablation(Metric metric, @Nullable Path journal, SweepJob.Effort effort) implements DepthMethod {
	/** Drop of accuracy, on all cores, kept nowhere. */
	public static final Ablation USUAL = new Ablation(Metric.ACCURACY, null, SweepJob.Effort.USUAL);

	/** The same, kept in a folder. */
	public Ablation keptIn(Path folder) {
		return new Ablation(metric, folder, effort);
	}

	/** The same of another metric. */
	public Ablation by(Metric other) {
		return new Ablation(other, journal, effort);
	}

	@Override
	public String id() {
		return "ablation";
	}

	@Override
	public String title() {
		return "Ablation";
	}

	@Override
	public String summary() {
		return "How much accuracy, or another metric, is lost when a region alone is taken out.";
	}

	@Override
	public String paper() {
		return "Veit et al., Residual Networks Behave Like Ensembles of Relatively Shallow Networks, NeurIPS 2016";
	}

	@Override
	public Needs needs() {
		return metric == Metric.ACCURACY || metric == Metric.LOSS ? Needs.LABELS : Needs.IMAGES;
	}

	@Override
	public String settings() {
		return metric.id();
	}

	@Override
	public DepthScores score(Subject subject, Listener listener, BooleanSupplier cancelled) {
		Images images = subject.images(this);
		SequencedMap<String, Bypass> regions = new LinkedHashMap<>();
		subject.bypasses().forEach((region, bypass) -> regions.put(region.name(), bypass));
		RegionJob job = new RegionJob(subject.graph(), subject.trace(), regions, metric, images.data(),
				images.preprocessing(), effort);
		RegionSweep.Listener told = new RegionSweep.Listener() {
			@Override
			public void grown(RegionSweep.Found now, int all) {
				listener.at(scores(subject, now), now.without().size() + " of " + all + " regions",
						(double) now.without().size() / Math.max(1, all));
			}

			@Override
			public void noted(String sentence) {
				listener.noted(sentence);
			}
		};
		return scores(subject, RegionSweep.run(job, journal == null ? Journal.NONE : Journal.of(job, journal), told,
				cancelled));
	}

	private DepthScores scores(Subject subject, RegionSweep.Found found) {
		Scoring scoring = subject.begin(this);
		found.without().forEach((region, point) -> scoring.score(region, drop(found.whole(), point)));
		return scoring.result(found.whole().images());
	}

	private Interval drop(Point whole, Point without) {
		double a = metric.drop(whole.value(), without.low());
		double b = metric.drop(whole.value(), without.high());
		return new Interval(metric.drop(whole.value(), without.value()), Math.min(a, b), Math.max(a, b));
	}
}
