package espalier.evaluate.sweep;

import org.jspecify.annotations.Nullable;

import espalier.evaluate.Sensitivity.Point;
import espalier.runtime.Runner;

/** A cut that is being measured. */
final class Trial implements AutoCloseable {
	private final Agenda.Item item;
	private final Runner runner;
	private final SweepJob job;
	private final Tally tally;
	/** Images at which it is looked at next. */
	private int look;

	/** @param runner closed with this */
	Trial(Agenda.Item item, Runner runner, SweepJob job) {
		this.item = item;
		this.runner = runner;
		this.job = job;
		tally = new Tally(job.metric());
		look = job.effort().early() instanceof Early early ? early.least() : Integer.MAX_VALUE;
	}

	Agenda.Item item() {
		return item;
	}

	Runner runner() {
		return runner;
	}

	void add(double[] numbers) {
		tally.add(numbers);
	}

	/** Whether it may end before all images. */
	boolean enough(@Nullable Point whole) {
		Early early = job.effort().early();
		if (early == null || whole == null || tally.images() < look)
			return false;
		look *= 2;
		return early.enough(job.metric(), whole.value(), tally.interval());
	}

	Point point() {
		return tally.point(item.ratios().getFirst(), item.removed());
	}

	@Override
	public void close() {
		runner.close();
	}
}
