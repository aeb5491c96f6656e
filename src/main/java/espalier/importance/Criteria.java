package espalier.importance;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import espalier.graph.RefusedException;

/** The criteria on offer: those that score from weights alone, and those that have to be measured on images first. */
public final class Criteria {
	private static final List<Criterion> ALL = List.of(new L2(), new L1(), new Fpgm(), new BatchNormGamma(),
			new Lamp(), Leverage.HALF, new RandomScore(0));
	private static final List<Criterion> MEASURED = List.of(new HRank(ActivationStatistics.NONE),
			new Apoz(ActivationStatistics.NONE), new MeanActivation(ActivationStatistics.NONE),
			new Taylor(GradientStatistics.NONE), new TaylorAbsolute(GradientStatistics.NONE),
			new Fisher(GradientStatistics.NONE));

	private Criteria() {}

	/** Those that look at weights alone, the default first. */
	public static List<Criterion> all() {
		return ALL;
	}

	/** Those that look at what a network does on images, not measured yet; see {@link Measurements#bound}. */
	public static List<Criterion> measured() {
		return MEASURED;
	}

	/** All of them, those of weights first. */
	public static Stream<Criterion> stream() {
		return Stream.concat(ALL.stream(), MEASURED.stream());
	}

	/**
	 * The criterion of an id, as in {@code l2}; one that looks at images is not measured yet.
	 *
	 * @throws RefusedException
	 *             when there is none, naming those there are
	 */
	public static Criterion byId(String id) {
		return stream().filter(c -> c.id().equals(id)).findFirst()
				.orElseThrow(() -> new RefusedException("There is no criterion `" + id + "`; choose one of "
						+ stream().map(Criterion::id).collect(Collectors.joining(", ")) + "."));
	}
}
