package espalier.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import espalier.coupling.Choices;
import espalier.graph.BadInputException;
import espalier.graph.EspalierException;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.Trace;
import espalier.region.Bypass;
import espalier.region.End;
import espalier.region.Fit;
import espalier.region.Region;
import espalier.region.Regions;
import espalier.runtime.Tracer;
import espalier.zoo.ConvSpec;
import espalier.zoo.NetBuilder;
import espalier.zoo.Nets;

/** Regions in the files of plans, and plans that were damaged or made up. */
class RegionPlansTest {
	private final Graph graph = Nets.resNet("resnet", 1, 2, 8, 16);
	private final Trace trace = Tracer.trace(graph);

	private Bypass of(String region) {
		return ((Region.Leave.By) Regions.of(graph, trace).named(region).leave()).bypass();
	}

	private static Plan plan(Bypass... bypasses) {
		return new Plan("0".repeat(64), "depth", Choices.bypassing(List.of(bypasses)), List.of());
	}

	private static Plan read(String json) {
		return PlanJson.parse(json, "plan.json");
	}

	@Test
	void whatIsReadIsWhatWasWritten() {
		Plan plan = plan(of("layer1.1"), of("conv1"),
				of("layer2.0").fitted(new Fit(8, new float[8 * 16], new float[16])));
		String json = PlanJson.toJson(plan);
		assertThat(read(json)).isEqualTo(plan);
		assertThat(json).contains("\"region\" : \"layer1.1\"", "\"input\" : 0", "\"axis\" : 1");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {"\"output\" : 0|\"output\" : -1|must be a whole number from 0",
			"\"axis\" : 1|\"axis\" : true|must be a whole number", "\"in\" : 8|\"in\" : 7|weights for 7 times",
			"\"weight\" : \"|\"weight\" : \"?|is not Base64", "\"region\" : \"layer2.0\"|\"region\" : 3|must be text",
			"\"bias\" : \"AAAAAAAA|\"bias\" : \"AADAfwAA|holds NaN",
			"\"exit\" : {|\"exit\" : { \"input\" : 0, |must name a node"})
	void damagedFilesAreRefusedWithThePlace(String before, String after, String message) {
		String json = PlanJson.toJson(plan(of("layer2.0").fitted(new Fit(8, new float[8 * 16], new float[16]))));
		assertThat(json).contains(before);
		assertThatThrownBy(() -> read(json.replace(before, after)))
				.isInstanceOf(BadInputException.class).hasMessageContaining("regions[0]")
				.hasMessageContaining(message);
	}

	@Test
	void madeUpRegionsAreRefusedOrHarmless() {
		String early = "/layer1/layer1.0/Relu";
		String late = "/layer3/layer3.1/Relu_1";
		refused(new Bypass("x", new End("no such node", 0), new End(late, 0), -1, null), "lacks what it reads");
		refused(new Bypass("x", new End("", 7), new End(late, 0), -1, null), "lacks what it reads");
		refused(new Bypass("x", new End(early, 3), new End(late, 0), -1, null), "lacks what it reads");
		refused(new Bypass("x", new End(early, 0), new End(late, 0), -1, null), "for another one");
		refused(new Bypass("x", new End(early, 0), new End(late, 0), 3, null), "No adapter leads");
		refused(of("layer2.0").fitted(new Fit(3, new float[48], new float[16])), "fit it anew");
		refused(new Bypass("x", new End("/layer1/layer1.1/Relu_1", 0), new End("/layer1/layer1.0/Relu", 0), -1, null),
				"of itself");
		Bypass unknown = new Bypass("x", new End(early, 0), new End("no such node", 0), -1, null);
		assertThat(Bypasses.applied(graph, trace, List.of(unknown)).graph()).as("what is not there is gone already")
				.isSameAs(graph);
	}

	private void refused(Bypass bypass, String message) {
		assertThatThrownBy(() -> Bypasses.applied(graph, trace, List.of(bypass)))
				.isInstanceOfAny(RefusedException.class, BadInputException.class)
				.isInstanceOf(EspalierException.class).hasMessageContaining(message);
	}

	@Test
	void inputsThatNothingReadsAnyMoreAreTold() {
		NetBuilder b = new NetBuilder("two", 1);
		String x = b.relu(b.as("stem").conv(b.input("image", 1, 3, 8, 8), ConvSpec.of(8, 3)));
		String gated = b.mul(b.as("block.conv").conv(x, ConvSpec.of(8, 3)), b.input("gate", 1, 8, 1, 1));
		x = b.relu(b.as("block.add").add(x, gated));
		b.output(b.as("head").conv(b.globalPool(x), ConvSpec.of(4, 1)), "logits");
		Graph two = b.build();
		Trace sizes = Tracer.trace(two);
		Bypass bypass = ((Region.Leave.By) Regions.of(two, sizes).all()
				.filter(r -> r.kind() == Region.Kind.BLOCK).findFirst().orElseThrow().leave()).bypass();
		Graph left = Bypasses.applied(two, sizes, List.of(bypass)).graph();
		assertThat(Bypasses.unread(two, left)).containsExactly("gate");
		assertThat(left.inputs()).hasSize(2);
	}

	@Test
	void aRegionInsideAnotherOneGoesWithIt() {
		Graph one = Bypasses.applied(graph, trace, List.of(of("layer1"))).graph();
		Graph both = Bypasses.applied(graph, trace, List.of(of("layer1.1"), of("layer1"), of("layer1.0.conv1")))
				.graph();
		assertThat(both.nodes()).extracting(n -> n.op()).isEqualTo(one.nodes().stream().map(n -> n.op()).toList());
		assertThat(both.initializers().keySet()).isEqualTo(one.initializers().keySet());
	}
}
