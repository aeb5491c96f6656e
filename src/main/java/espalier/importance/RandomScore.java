package espalier.importance;

import java.util.SplittableRandom;

import espalier.coupling.ChannelGroup;

/**
 * A seeded draw from [0, 1) for every unit: the baseline that a criterion has to beat. A group's draws depend on the seed and
 * its name only.
 */
public record RandomScore(long seed) implements Criterion {
	@Override
	public String id() {
		return "random";
	}

	@Override
	public String title() {
		return "Random";
	}

	@Override
	public String summary() {
		return "A seeded draw for every channel: the baseline that any criterion has to beat.";
	}

	@Override
	public Finding score(ChannelGroup group, Aggregation aggregation) {
		SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + group.name().hashCode());
		return new Ranking(random.doubles(group.units()).toArray());
	}
}
