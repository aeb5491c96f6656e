package espalier.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;
import espalier.coupling.Member;
import espalier.coupling.Role;
import espalier.graph.Graph;
import espalier.plan.Surgeon;
import espalier.runtime.Runner;
import espalier.runtime.Value;
import espalier.zoo.Zoo;
import espalier.zoo.ZooInputs;

/** One network exported in several ways has the same groups, and the same cut of each gives the same results. */
class SpellingsTest {
	private static final List<String> SPELLINGS = List.of("plain", "folded", "open", "constants");

	@ParameterizedTest
	@ValueSource(strings = {"resnet18", "mobilenetv2", "convstemvit"})
	void groupsAndResultsAreTheSame(String network) {
		List<Set<String>> groups = new ArrayList<>();
		List<float[]> results = new ArrayList<>();
		for (String spelling : SPELLINGS) {
			Graph graph = Zoo.variants().get(network + "/" + spelling).get();
			Map<String, Value> inputs = ZooInputs.random(graph, 1, 8);
			Oracle oracle = new Oracle(graph, inputs);
			groups.add(oracle.coupling().groups().stream().map(SpellingsTest::byNode)
					.collect(Collectors.toCollection(TreeSet::new)));
			try (Runner runner = Runner.of(Surgeon.apply(oracle.coupling(), cuts(oracle.coupling().prunable())))) {
				results.add(runner.run(inputs).values().iterator().next().toFloats());
			}
		}
		for (int i = 1; i < SPELLINGS.size(); i++) {
			assertThat(groups.get(i)).as(SPELLINGS.get(i)).isEqualTo(groups.getFirst());
			float[] first = results.getFirst();
			float[] other = results.get(i);
			assertThat(other).hasSameSizeAs(first);
			for (int k = 0; k < first.length; k++)
				assertThat(other[k]).as(SPELLINGS.get(i)).isCloseTo(first[k],
						org.assertj.core.api.Assertions.within(1e-3f * (1 + Math.abs(first[k]))));
		}
	}

	/** The layers whose weights make or read the channels; norms may be folded away. */
	private static String byNode(ChannelGroup group) {
		return group.units() + (group.pinned() ? " pinned " : " ") + group.members().stream()
				.filter(m -> m.role() == Role.OUT || m.role() == Role.IN || m.role() == Role.DEPTHWISE)
				.map(Member::layer).distinct().sorted().collect(Collectors.joining(" "));
	}

	/** The same units of every group, drawn by its size alone. */
	private static Cuts cuts(List<ChannelGroup> groups) {
		Map<ChannelGroup, BitSet> cuts = new LinkedHashMap<>();
		for (ChannelGroup group : groups)
			if (group.units() > 2)
				cuts.put(group, Oracle.some(group, group.units() / 3, new Random(group.units())));
		return Cuts.of(cuts);
	}
}
