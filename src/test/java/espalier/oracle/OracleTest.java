package espalier.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;
import espalier.graph.Graph;
import espalier.zoo.Nets;
import espalier.zoo.RandomNet;

/**
 * The oracle over seeded random networks with random cuts. System properties: {@code oracle.seed} first seed (1), {@code
 * oracle.graphs} how many networks (500).
 */
class OracleTest {
	private static final long FIRST = Long.getLong("oracle.seed", 1);
	private static final int GRAPHS = Integer.getInteger("oracle.graphs", 500);
	private static final Duration PATIENCE = Duration.ofSeconds(Math.max(300, GRAPHS * 3 / 5));
	private static final int SHOWN = 3;

	private final Tally tally = new Tally();
	private final Map<Long, Failure> failures = Collections.synchronizedMap(new TreeMap<>());

	@Test
	void prunedRandomNetworksComputeWhatTheMaskedOnesDo() {
		assertTimeoutPreemptively(PATIENCE, () -> LongStream.range(FIRST, FIRST + GRAPHS).parallel()
				.forEach(seed -> ask(RandomNet.of(seed), seed, seed % 5 == 0)));
		System.out.println("oracle: " + tally);
		List<String> shown = new ArrayList<>();
		failures.entrySet().stream().limit(SHOWN).forEach(f -> shown.add("seed " + f.getKey() + ", shrunk:\n"
				+ GraphText.of(Shrinker.random(f.getValue(), f.getKey())) + "\n"));
		failures.forEach((seed, failure) -> shown.add("seed " + seed + ": " + failure.what()));
		assertThat(failures.size()).as("%d of %d networks fail%n%s", failures.size(), GRAPHS, String.join("\n", shown))
				.isZero();
		tally.requireTeeth();
	}

	@ParameterizedTest
	@MethodSource("nets")
	void prunedNamedNetworksComputeWhatTheMaskedOnesDo(Map.Entry<String, Supplier<Graph>> net) {
		ask(net.getValue().get(), 1, true);
		failures.values().forEach(f -> {
			throw new AssertionError(GraphText.of(Shrinker.any(f, 1)), f.what());
		});
	}

	/** Networks in which groups over the same indices once left nothing, or a plan met the way that stays beside the offered one. */
	@ParameterizedTest
	@ValueSource(longs = {2009, 2900, 3051, 4124})
	void networksThatOnceFailedPass(long seed) {
		ask(RandomNet.of(seed), seed, true);
		assertThat(failures).isEmpty();
	}

	static List<Map.Entry<String, Supplier<Graph>>> nets() {
		return List.copyOf(Nets.all().entrySet());
	}

	/** Random cuts over all groups and, when asked, every group alone; sometimes the result is cut again. */
	private void ask(Graph graph, long seed, boolean everyGroup) {
		Random random = new Random(seed);
		Cuts cuts = Cuts.NONE;
		Graph asked = graph;
		try {
			Oracle oracle = new Oracle(graph, seed);
			oracle.checkIdentity();
			tally.graph(oracle.coupling());
			if (everyGroup)
				for (ChannelGroup group : oracle.coupling().prunable())
					if (group.units() > 1) {
						cuts = Cuts.NONE.with(group, Oracle.some(group, 1 + random.nextInt(group.units() - 1), random));
						tally.plan(oracle.check(cuts));
					}
			Graph pruned = graph;
			for (int i = 0; i < 2; i++) {
				cuts = oracle.randomCuts(random);
				if (cuts.isEmpty())
					continue;
				Oracle.Finding finding = oracle.check(cuts);
				tally.plan(finding);
				pruned = finding.pruned();
			}
			if (seed % 3 == 0) {
				asked = pruned;
				cuts = Cuts.NONE;
				Oracle again = oracle.of(pruned);
				cuts = again.randomCuts(random);
				if (!cuts.isEmpty())
					tally.plan(again.check(cuts));
			}
		} catch (RuntimeException | OracleFailure e) {
			failures.put(seed, Failure.of(asked, cuts, e));
		}
	}
}
