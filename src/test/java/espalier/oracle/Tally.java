package espalier.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;

/** What a run of the oracle covered. Safe for use by several threads. */
final class Tally {
	private int graphs;
	private int groups;
	private int prunable;
	private int without;
	private int plans;
	private int effects;
	private double worst;

	synchronized void graph(Coupling coupling) {
		graphs++;
		int free = (int) coupling.groups().stream().filter(g -> !g.pinned()).count();
		groups += (int) coupling.groups().stream().filter(Tally::makesChannels).count();
		prunable += free;
		if (free == 0)
			without++;
	}

	/** Groups that only read an input can never be cut, and say nothing. */
	private static boolean makesChannels(ChannelGroup group) {
		return !group.pinned() || group.maker().isPresent();
	}

	synchronized void plan(Oracle.Finding finding) {
		plans++;
		effects += finding.effect() ? 1 : 0;
		worst = Math.max(worst, finding.difference());
	}

	/** Nearly nothing pinned wrongly, nearly every cut visible at an output: else agreement would mean little. */
	synchronized void requireTeeth() {
		assertThat((double) prunable / groups).as("prunable share of the groups that make channels").isGreaterThan(0.5);
		assertThat((double) without / graphs).as("share of networks without a prunable group").isLessThan(0.15);
		assertThat((double) effects / plans).as("share of plans that change an output").isGreaterThan(0.9);
	}

	@Override
	public synchronized String toString() {
		return String.format(Locale.ROOT,
				"%d networks (%d without a prunable group), %d groups, %d prunable, %d plans, %d change an output, worst difference %.1e",
				graphs, without, groups, prunable, plans, effects, worst);
	}
}
