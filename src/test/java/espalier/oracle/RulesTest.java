package espalier.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;
import espalier.zoo.RuleNet;
import espalier.zoo.RuleNets;

/** Each operator in a tiny network: its groups are those expected, and cutting any unit, or several groups, is exact. */
class RulesTest {
	@ParameterizedTest
	@MethodSource("nets")
	void operatorsTieWhatTheyMustAndNoMore(RuleNet net) {
		Oracle oracle = new Oracle(net.graph(), 11);
		assertThat(oracle.coupling().prunable().stream().map(g -> g.name() + "(" + g.units() + ")")
				.collect(Collectors.toSet())).as("%s", oracle.coupling().groups())
				.isEqualTo(Stream.of(net.groups().split(" ")).filter(s -> !s.isEmpty()).collect(Collectors.toSet()));
		oracle.checkIdentity();
		boolean effect = oracle.coupling().prunable().isEmpty();
		for (ChannelGroup group : oracle.coupling().prunable())
			for (int unit = 0; unit < group.units() && group.units() > 1; unit++) {
				BitSet one = new BitSet();
				one.set(unit);
				effect |= oracle.check(Cuts.NONE.with(group, one)).effect();
			}
		assertThat(effect).as("some cut changes an output").isTrue();
		Random random = new Random(5);
		for (int i = 0; i < 6; i++)
			oracle.check(oracle.randomCuts(random));
	}

	static Stream<RuleNet> nets() {
		return RuleNets.all();
	}
}
