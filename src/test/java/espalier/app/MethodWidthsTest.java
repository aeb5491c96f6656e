package espalier.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

import org.junit.jupiter.api.Test;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;
import espalier.method.Shaped;
import espalier.method.Stage;
import espalier.runtime.Tracer;
import espalier.session.Workpiece;

class MethodWidthsTest {
	private static final Workpiece WHOLE = Workpiece.of(Classifiers.blocks(),
			Tracer.defaultInputs(Classifiers.blocks()));
	private static final String GROUP = "a.conv1";

	private static BitSet units(int... units) {
		BitSet set = new BitSet();
		for (int unit : units)
			set.set(unit);
		return set;
	}

	private static ChannelGroup group(Workpiece of) {
		return java.util.Objects.requireNonNull(of.coupling().group(GROUP));
	}

	private static Stage cut(Workpiece from, int... units) {
		Cuts cuts = Cuts.NONE.with(group(from), units(units));
		return new Stage(1, "Cut", new Stage.Change.Cut(from, cuts), from.without(cuts), 0.5, 10, List.of(), 1);
	}

	private static Shaped shaped(Workpiece of, int... off) {
		SequencedMap<String, BitSet> zero = new LinkedHashMap<>(Map.of(GROUP, units(off)));
		SequencedMap<String, Integer> widths = new LinkedHashMap<>(Map.of(GROUP, group(of).units()));
		return new Shaped(1, zero, widths, new LinkedHashMap<>(), 7);
	}

	@Test
	void unitsAreFoundAgainBehindCuts() {
		MethodWidths widths = new MethodWidths(WHOLE);
		Stage first = cut(WHOLE, 1, 3);
		widths.done(0, first);
		Workpiece narrow = first.piece();
		// of 0, 2, 4, 5, ... the third is 4
		widths.shaped(1, shaped(narrow, 2));
		assertThat(widths.off().units().get(GROUP)).isEqualTo(units(1, 3, 4));
		assertThat(widths.off().cuts(WHOLE.coupling())).isEqualTo(Cuts.NONE.with(group(WHOLE), units(1, 3, 4)));
		widths.shaped(2, shaped(narrow, 0));
		assertThat(widths.off().units().get(GROUP)).as("4 is back").isEqualTo(units(0, 1, 3));
		Stage second = cut(narrow, 0, 1);
		widths.done(2, second);
		assertThat(widths.off().units().get(GROUP)).isEqualTo(units(0, 1, 2, 3));
		assertThat(widths.moments()).extracting(m -> m.widths().get(GROUP)).containsExactly(16, 14, 13, 13, 12);
		assertThat(widths.moments()).extracting(MethodWidths.Moment::macs).containsExactly(
				WHOLE.cost().original().macs(), narrow.cost().original().macs(), 7L, 7L,
				second.piece().cost().original().macs());
	}

	@Test
	void groupsThatAMethodMadeWereWholeAtFirst() {
		MethodWidths widths = new MethodWidths(WHOLE);
		widths.shaped(1, new Shaped(1, new LinkedHashMap<>(Map.of("sampler", units(0, 1))),
				new LinkedHashMap<>(Map.of("sampler", 12)), new LinkedHashMap<>(), 7));
		assertThat(widths.moments()).extracting(m -> m.widths().get("sampler")).containsExactly(12, 10);
		assertThat(widths.off().cuts(WHOLE.coupling())).as("there is none in the network before").isEqualTo(Cuts.NONE);
	}
}
