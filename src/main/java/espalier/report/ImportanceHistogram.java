package espalier.report;

import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import espalier.cost.CostModel;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;
import espalier.graph.RefusedException;
import espalier.importance.Scores;

/**
 * Scores of a group's units: how many have which, their density, and which are planned to go; and what share of the network's
 * MACs goes when all units below a score do.
 *
 * @param scores
 *            one finite number a unit
 * @param planned
 *            units that are to go
 * @param threshold
 *            score below which units go; NaN for none
 * @param macs
 *            steps by ascending score; may be empty
 */
public record ImportanceHistogram(String group, String criterion, List<Double> scores, BitSet planned, double threshold,
		List<Step> macs) implements Figure {
	private static final int MOST_BINS = 40;
	/** The cost model is asked no more often than that. */
	private static final int STEPS = 64;

	/** When the lowest units up to and with one of this score go, so does this share of the network's MACs. */
	public record Step(double score, double share) {}

	/** What a mark stands for: the units whose scores lie in a bar. */
	public record Bin(double low, double high, List<Integer> units) {}

	/** @throws RefusedException when there is no score */
	public ImportanceHistogram {
		scores = List.copyOf(scores);
		planned = (BitSet) planned.clone();
		macs = List.copyOf(macs);
		if (scores.isEmpty())
			throw new RefusedException("Group `" + group + "` has no scores to draw.");
	}

	@Override
	public BitSet planned() {
		return (BitSet) planned.clone();
	}

	/**
	 * A group's histogram under a plan; the threshold lies between the lowest planned share of scores, as a person would have
	 * dragged it there. Asks the cost model up to 64 times.
	 *
	 * @throws RefusedException
	 *             when the criterion can't judge the group
	 */
	public static ImportanceHistogram of(ChannelGroup group, Scores scores, CostModel cost, Cuts cuts) {
		double[] values = scores.of(group);
		if (values == null)
			throw new RefusedException(String.valueOf(scores.notApplicable(group)));
		int[] ascending = IntStream.range(0, values.length).boxed()
				.sorted((a, b) -> Double.compare(values[a], values[b])).mapToInt(Integer::intValue).toArray();
		BitSet planned = cuts.removed(group);
		int gone = planned.cardinality();
		double threshold = gone == 0 || gone == values.length
				? Double.NaN
				: (values[ascending[gone - 1]] + values[ascending[gone]]) / 2;
		return new ImportanceHistogram(group.name(), scores.criterion().title(),
				Arrays.stream(values).boxed().toList(), planned, threshold, steps(group, values, ascending, cost));
	}

	private static List<Step> steps(ChannelGroup group, double[] values, int[] ascending, CostModel cost) {
		List<Step> steps = new ArrayList<>();
		int all = ascending.length - 1;
		int count = Math.min(STEPS, all);
		for (int i = 1; i <= count; i++) {
			int gone = (int) Math.round((double) i * all / count);
			BitSet units = new BitSet();
			IntStream.range(0, gone).forEach(u -> units.set(ascending[u]));
			double left = cost.preview(Cuts.NONE.with(group, units)).macsOf(cost.original());
			steps.add(new Step(values[ascending[gone - 1]], 1 - left));
		}
		return steps;
	}

	@Override
	public String name() {
		return "importance-" + group.replaceAll("[^A-Za-z0-9._-]", "_");
	}

	@Override
	public String title() {
		return "Importance of the units of " + group + " (" + criterion + ")";
	}

	@Override
	public double height(double width) {
		return Math.min(380, Math.round(width * 0.5));
	}

	@Override
	public double least(double width) {
		return 104;
	}

	@Override
	public Table table() {
		return new Table(List.of("unit", "score", "planned"), IntStream.range(0, scores.size())
				.mapToObj(u -> List.<Object>of(u, scores.get(u), planned.get(u) ? 1 : 0)).toList());
	}

	private double low() {
		return scores.stream().mapToDouble(s -> s).min().orElse(0);
	}

	private double high() {
		return scores.stream().mapToDouble(s -> s).max().orElse(1);
	}

	private List<Bin> bins() {
		double low = low();
		int bins = Math.min(MOST_BINS, (int) Math.ceil(2 * Math.sqrt(scores.size())));
		double step = Math.max((high() - low) / bins, Double.MIN_NORMAL);
		List<List<Integer>> units = new ArrayList<>();
		for (int b = 0; b < bins; b++)
			units.add(new ArrayList<>());
		for (int u = 0; u < scores.size(); u++)
			units.get(Math.min(bins - 1, (int) ((scores.get(u) - low) / step))).add(u);
		return IntStream.range(0, bins).mapToObj(b -> new Bin(low + b * step, low + (b + 1) * step, units.get(b)))
				.toList();
	}

	@Override
	public Marks draw(Graphics2D g, Rectangle2D area, Ink ink) {
		List<Bin> bins = bins();
		int most = bins.stream().mapToInt(b -> b.units().size()).max().orElse(1);
		List<Marks.Mark> marks = new ArrayList<>();
		try (Pen pen = new Pen(g, ink)) {
			keys(pen, area);
			Rectangle2D inner = new Rectangle2D.Double(area.getX() + Axes.LEFT, area.getY() + 44,
					area.getWidth() - 2 * Axes.LEFT, area.getHeight() - 44 - Axes.BELOW);
			Axes.Axis score = Axes.Axis.around("Score", low(), high(), Axes.Axis.NUMBER).over(inner.getWidth(), 60);
			Axes.Axis units = new Axes.Axis("Units", 0, most * 1.08, "0", 0).over(inner.getHeight(),
					between(inner.getHeight()));
			Marks.Plot plot = new Axes(score, units.every(Math.max(1, units.step()))).draw(pen, inner, group, true,
					true);
			pen.text("Units", area.getX(), inner.getY() - 8, Pen.From.LEFT, Pen.SMALL, ink.caption());
			pen.text("Score (" + criterion + ")", inner.getMaxX(), inner.getMaxY() + 27, Pen.From.RIGHT, Pen.SMALL,
					ink.caption());
			for (Bin bin : bins)
				bar(pen, plot, bin, marks);
			density(pen, plot, bins.getFirst().high() - bins.getFirst().low());
			macs(pen, plot);
			threshold(pen, plot);
			return new Marks(marks, List.of(plot));
		}
	}

	/** From number to number of an axis so high. */
	private static double between(double height) {
		return Math.clamp(height / 6, 16, 40);
	}

	private void keys(Pen pen, Rectangle2D area) {
		Keys keys = new Keys(pen, area.getX() + Axes.LEFT, area.getY() + 8);
		keys.box("stays", Pen.veil(pen.ink.original(), 0.55));
		if (!planned.isEmpty())
			keys.box("planned to go", pen.ink.cut());
		keys.line("density", pen.ink.accent());
		if (!macs.isEmpty())
			keys.line("MACs that go with all below", pen.ink.series(1));
	}

	private void bar(Pen pen, Marks.Plot plot, Bin bin, List<Marks.Mark> marks) {
		int all = bin.units().size();
		if (all == 0)
			return;
		int going = (int) bin.units().stream().filter(planned::get).count();
		Rectangle2D whole = box(plot, bin, 0, all);
		pen.fill(whole, Pen.veil(pen.ink.original(), 0.55));
		if (going > 0)
			pen.fill(box(plot, bin, 0, going), pen.ink.cut());
		marks.add(new Marks.Mark(whole, String.format(Locale.ROOT, "%d units from %.4g to %.4g, %d planned to go", all,
				bin.low(), bin.high(), going), bin));
	}

	private static Rectangle2D box(Marks.Plot plot, Bin bin, double from, double to) {
		Point2D lower = plot.at(bin.low(), from);
		Point2D upper = plot.at(bin.high(), to);
		return new Rectangle2D.Double(lower.getX() + 0.5, upper.getY(), Math.max(1, upper.getX() - lower.getX() - 1),
				lower.getY() - upper.getY());
	}

	private void density(Pen pen, Marks.Plot plot, double bin) {
		Density density = new Density(scores.stream().mapToDouble(s -> s).toArray());
		if (density.bandwidth() == 0)
			return;
		Path2D line = new Path2D.Double();
		for (int i = 0; i <= 160; i++) {
			double x = plot.xLow() + (plot.xHigh() - plot.xLow()) * i / 160;
			Point2D at = plot.at(x, Math.min(plot.yHigh(), density.at(x) * scores.size() * bin));
			if (i == 0)
				line.moveTo(at.getX(), at.getY());
			else
				line.lineTo(at.getX(), at.getY());
		}
		pen.outline(line, pen.ink.accent(), 1.5);
	}

	/** On a scale of its own at the right. */
	private void macs(Pen pen, Marks.Plot plot) {
		if (macs.isEmpty())
			return;
		Rectangle2D in = plot.area();
		double most = macs.getLast().share();
		Axes.Axis share = new Axes.Axis("", 0, Math.max(1e-9, most * 1.08), Axes.Axis.PERCENT, 0)
				.over(in.getHeight(), between(in.getHeight()));
		Marks.Plot right = new Marks.Plot("macs", in, plot.xLow(), plot.xHigh(), 0, share.high());
		Path2D line = new Path2D.Double();
		Point2D start = right.at(low(), 0);
		line.moveTo(start.getX(), start.getY());
		for (Step step : macs) {
			double x = right.at(step.score(), 0).getX();
			line.lineTo(x, line.getCurrentPoint().getY());
			line.lineTo(x, right.at(0, step.share()).getY());
		}
		pen.outline(line, pen.ink.series(1), 1.5);
		for (int i = 0; i * share.step() <= share.high(); i++)
			pen.beside(Reading.percent(i * share.step()), in.getMaxX() + 5, right.at(0, i * share.step()).getY(),
					Pen.From.LEFT, Pen.SMALL, pen.ink.series(1));
		pen.text("MACs", in.getMaxX() + Axes.LEFT, in.getY() - 8, Pen.From.RIGHT, Pen.SMALL, pen.ink.series(1));
	}

	private void threshold(Pen pen, Marks.Plot plot) {
		if (Double.isNaN(threshold))
			return;
		double x = plot.at(threshold, 0).getX();
		pen.line(x, plot.area().getY() - 14, x, plot.area().getMaxY(), pen.ink.text(), 1);
		String text = String.format(Locale.ROOT, "%.4g: %d of %d go", threshold, planned.cardinality(), scores.size());
		boolean left = x + 6 + pen.width(text, Pen.SMALL) > plot.area().getMaxX() - 40;
		pen.text(text, x + (left ? -5 : 5), plot.area().getY() - 7, left ? Pen.From.RIGHT : Pen.From.LEFT, Pen.SMALL,
				pen.ink.text());
	}
}
