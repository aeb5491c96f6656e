package espalier.depth;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;

import espalier.graph.Shape;
import espalier.region.Bypass;
import espalier.region.Region;

/**
 * A region's score is 1 less the mean cosine of what is read in its place and of what it makes, channel vector by channel vector
 * over all images and places or tokens: a region that hardly turns them does little. Regions whose entry and exit differ in
 * shape can't be judged. Men et al. 2024, "ShortGPT: Layers in Large Language Models are More Redundant Than You Expect" (block
 * influence); Gromov et al. 2024, "The Unreasonable Ineffectiveness of the Deeper Layers" take the angle instead. Cost: one forward
 * pass an image.
 */
public record EntryExitSimilarity() implements DepthMethod {
	@Override
	public String id() {
		return "similarity";
	}

	@Override
	public String title() {
		return "Similarity of entry and exit";
	}

	@Override
	public String summary() {
		return "How far a region turns the vectors of channels that pass it: 1 less the mean cosine of entry and exit.";
	}

	@Override
	public String paper() {
		return "Men et al., ShortGPT: Layers in Large Language Models are More Redundant Than You Expect, arXiv 2403.03853, 2024";
	}

	@Override
	public Needs needs() {
		return Needs.IMAGES;
	}

	@Override
	public DepthScores score(Subject subject, Listener listener, BooleanSupplier cancelled) {
		Scoring scoring = subject.begin(this);
		Passing passing = new Passing(subject, subject.images(this), cancelled,
				share -> listener.at(subject.begin(this).result(0), "running images", share));
		List<Turning> turnings = new ArrayList<>();
		subject.bypasses().forEach((region, bypass) -> turning(subject, passing, scoring, region, bypass, turnings));
		if (turnings.isEmpty())
			return scoring.result(0);
		int images = passing.over(turnings).length;
		if (!passing.skipped().isEmpty())
			listener.noted("Left out: " + passing.skipped() + ".");
		turnings.forEach(t -> scoring.score(t.region.name(), 1 - t.sum / t.count));
		return scoring.result(images);
	}

	private static void turning(Subject subject, Passing passing, Scoring scoring, Region region, Bypass bypass,
			List<Turning> turnings) {
		List<String> values = Discrimination.values(subject.graph(), bypass);
		String obstacle = values.stream().map(passing::obstacle).filter(Objects::nonNull).findFirst().orElse(null);
		if (obstacle != null) {
			scoring.silent(region, obstacle);
			return;
		}
		Shape in = Objects.requireNonNull(subject.trace().shape(values.getFirst()));
		Shape out = Objects.requireNonNull(subject.trace().shape(values.getLast()));
		if (in.equals(out))
			turnings.add(new Turning(region, values, region.axis(in.rank())));
		else
			scoring.silent(region, "it makes " + out + " of " + in + ", and only vectors of one length have a cosine");
	}

	/** Adds up the cosines of one region. */
	private static final class Turning implements Passing.Watch {
		private final Region region;
		private final List<String> values;
		private final int axis;
		private double sum;
		private long count;

		Turning(Region region, List<String> values, int axis) {
			this.region = region;
			this.values = values;
			this.axis = axis;
		}

		@Override
		public List<String> values() {
			return values;
		}

		@Override
		public void see(Map<String, Passing.Row> rows) {
			Passing.Row a = Objects.requireNonNull(rows.get(values.getFirst()));
			Passing.Row b = Objects.requireNonNull(rows.get(values.getLast()));
			int channels = Math.toIntExact(a.shape().dim(axis - 1));
			int inner = 1;
			for (int k = axis; k < a.shape().rank(); k++)
				inner *= Math.toIntExact(a.shape().dim(k));
			int elements = Math.toIntExact(a.shape().elements());
			for (int outer = 0; outer < elements; outer += channels * inner)
				for (int k = outer; k < outer + inner; k++) {
					sum += cosine(a, b, k, channels, inner);
					count++;
				}
		}
	}

	/** 1 between two zeros, 0 between a zero and another. */
	private static double cosine(Passing.Row a, Passing.Row b, int from, int channels, int step) {
		double product = 0;
		double lengthA = 0;
		double lengthB = 0;
		for (int c = 0; c < channels; c++) {
			double x = a.all()[a.from() + from + c * step];
			double y = b.all()[b.from() + from + c * step];
			product += x * y;
			lengthA += x * x;
			lengthB += y * y;
		}
		return lengthA == 0 || lengthB == 0
				? lengthA == lengthB ? 1 : 0
				: product / Math.sqrt(lengthA * lengthB);
	}
}
