package espalier.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;
import espalier.graph.Graph;
import espalier.zoo.Zoo;
import espalier.zoo.ZooInputs;

/**
 * The oracle over published architectures: groups alone, random plans, all widths halved at once, and a second cut of the
 * result. System property {@code oracle.zoo}: how many groups of each are cut alone and how many random plans are made (6 by
 * default); {@code all} for every group and 20 plans.
 */
class ZooOracleTest {
	private static final boolean ALL = "all".equals(System.getProperty("oracle.zoo"));
	private static final int SAMPLE = ALL ? Integer.MAX_VALUE : Integer.getInteger("oracle.zoo", 6);
	private static final int PLANS = ALL ? 20 : Math.max(2, SAMPLE / 3);

	@ParameterizedTest
	@MethodSource("nets")
	void prunedArchitecturesComputeWhatTheMaskedOnesDo(String name, Supplier<Graph> net) {
		Graph graph = net.get();
		Oracle oracle = new Oracle(graph, ZooInputs.random(graph, 1, 3));
		oracle.checkIdentity();
		Tally tally = new Tally();
		tally.graph(oracle.coupling());
		Random random = new Random(17);
		List<ChannelGroup> groups = new ArrayList<>(
				oracle.coupling().prunable().stream().filter(g -> g.units() > 1).toList());
		assertThat(groups).as(name).isNotEmpty();
		List<ChannelGroup> alone = new ArrayList<>(groups);
		Collections.shuffle(alone, random);
		for (ChannelGroup group : alone.subList(0, Math.min(SAMPLE, alone.size())))
			tally.plan(oracle.check(Cuts.NONE.with(group,
					Oracle.some(group, 1 + random.nextInt(group.units() - 1), random))));
		for (int i = 0; i < PLANS; i++)
			tally.plan(oracle.check(oracle.randomCuts(random)));
		Oracle.Finding halved = oracle.check(half(groups));
		tally.plan(halved);
		if (graph.inputs().stream().anyMatch(i -> i.fixedShape() == null))
			oracle.checkAt(half(groups), ZooInputs.random(graph, 2, 4));
		Oracle again = oracle.of(halved.pruned());
		tally.plan(again.check(again.randomCuts(random)));
		System.out.println("zoo: " + name + ", " + graph.nodes().size() + " nodes: " + tally);
	}

	/** Every second unit of every group. */
	private static Cuts half(List<ChannelGroup> groups) {
		Map<ChannelGroup, BitSet> removed = new LinkedHashMap<>();
		for (ChannelGroup group : groups)
			for (int unit = 1; unit < group.units(); unit += 2)
				removed.computeIfAbsent(group, g -> new BitSet()).set(unit);
		return Cuts.of(removed);
	}

	static Stream<org.junit.jupiter.params.provider.Arguments> nets() {
		return Stream.concat(Zoo.all().entrySet().stream(), Zoo.variants().entrySet().stream())
				.map(e -> org.junit.jupiter.params.provider.Arguments.of(e.getKey(), e.getValue()));
	}
}
