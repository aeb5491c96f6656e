package espalier.train;

/**
 * The learning rate over time.
 *
 * @param rate
 *            the highest
 * @param warmup
 *            share of all steps in which the rate rises to its highest
 * @param last
 *            the rate at the end, as a share of the highest (cosine, one-cycle), or the factor of one step down
 */
public record Schedule(Kind kind, double rate, double warmup, double last) {
	/** Its form after the warm-up. */
	public enum Kind {
		CONSTANT,
		/** Half a cosine (Loshchilov and Hutter 2017). */
		COSINE,
		/** Linear down, after a linear rise of a good part of the time (Smith and Topin 2019). */
		ONE_CYCLE,
		/** Down by a factor at a half and at three quarters of the time (He et al. 2016). */
		STEP
	}

	public static Schedule oneCycle(double rate) {
		return new Schedule(Kind.ONE_CYCLE, rate, 0.2, 0.001);
	}

	/** The same with another highest rate. */
	public Schedule withRate(double other) {
		return new Schedule(kind, other, warmup, last);
	}

	/** The rate of a step, counted from 0. */
	public double at(long step, long steps) {
		double rising = warmup * steps;
		if (step < rising)
			return rate * (step + 1) / (rising + 1);
		double done = (step - rising) / Math.max(1, steps - rising);
		return switch (kind) {
			case CONSTANT -> rate;
			case COSINE -> rate * (last + (1 - last) * (1 + Math.cos(Math.PI * done)) / 2);
			case ONE_CYCLE -> rate * (1 - (1 - last) * done);
			case STEP -> rate * (done < 0.5 ? 1 : done < 0.75 ? last : last * last);
		};
	}
}
