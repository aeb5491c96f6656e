package espalier.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import espalier.coupling.Cuts;
import espalier.graph.Graph;
import espalier.plan.Plan;
import espalier.plan.PlanJson;
import espalier.plan.Surgeon;
import espalier.zoo.RuleNet;
import espalier.zoo.RuleNets;

/** A plan and another on its result, joined to one on the original, cut what they cut in turn. */
class PlansInTurnTest {
	private static final String HASH = "0".repeat(64);

	@ParameterizedTest
	@MethodSource("nets")
	void joinedPlansCutWhatTheyCutInTurn(RuleNet net) {
		Oracle oracle = new Oracle(net.graph(), 11);
		Random random = new Random(23);
		for (int i = 0; i < 4; i++) {
			Cuts first = oracle.randomCuts(random);
			Graph once = Surgeon.apply(oracle.coupling(), first);
			Oracle again = oracle.of(once);
			Cuts second = again.randomCuts(random);
			Plan joined = Plan.of(oracle.coupling(), first, HASH, "").then(Plan.of(again.coupling(), second, HASH, ""));
			Plan read = PlanJson.parse(PlanJson.toJson(joined), "plan");
			Cuts both = read.cuts(oracle.coupling());
			oracle.check(both);
			Graph inTurn = Surgeon.apply(again.coupling(), second);
			Graph atOnce = Surgeon.apply(oracle.coupling(), both);
			assertThat(weights(atOnce)).isEqualTo(weights(inTurn));
		}
	}

	/** Shapes and numbers of all weights; integers beside them may be spelled otherwise. */
	private static List<String> weights(Graph graph) {
		return graph.initializers().values().stream().filter(t -> t.type().floating())
				.map(t -> t.shape() + " " + Arrays.toString(t.toFloats())).sorted().toList();
	}

	static Stream<RuleNet> nets() {
		return RuleNets.all();
	}
}
