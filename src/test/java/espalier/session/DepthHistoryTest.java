package espalier.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Choices;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.coupling.Overlaps;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.onnx.ModelFile;
import espalier.plan.Plan;
import espalier.plan.PlanJson;
import espalier.plan.Surgeon;
import espalier.region.Bypass;
import espalier.region.Fit;
import espalier.region.Region;
import espalier.region.Regions;
import espalier.runtime.Runner;
import espalier.runtime.Tracer;
import espalier.runtime.Value;
import espalier.zoo.Nets;
import espalier.zoo.Zoo;
import espalier.zoo.ZooInputs;

/** Versions made by taking regions and channels out in turn, and the one plan that makes them from the original. */
class DepthHistoryTest {
	private static final List<String> NETWORKS = List.of("resnet20", "vgg11", "mobilenetv2", "vit", "unet", "convnext",
			"bert", "squeezenet");

	private final Random random = new Random(17);

	private static History open(Graph graph) {
		return new History(new ModelFile(Path.of("net.onnx"), graph, "ab12", 1),
				Workpiece.of(graph, Tracer.defaultInputs(graph)));
	}

	private static Bypass bypass(Region region) {
		return ((Region.Leave.By) region.leave()).bypass();
	}

	@Test
	void regionsAndChannelsOfOneCommitGoTogether() {
		Graph graph = Nets.resNet("resnet", 1, 2, 8, 16);
		History history = open(graph);
		Workpiece root = history.current().piece();
		Regions regions = Regions.of(root.graph(), root.trace());
		Workpiece planned = Workpiece.of(root.graph(), root.trace(),
				Choices.bypassing(List.of(bypass(regions.named("layer1.1")))));
		ChannelGroup group = planned.coupling().prunable().getFirst();
		BitSet units = new BitSet();
		units.set(1);
		Version made = history.adopt(history.prepare("", planned, Cuts.NONE.with(group, units)));
		assertThat(made.piece().graph().nodes()).noneMatch(n -> n.name().contains("layer1.1"));
		assertThat(made.piece().cost().original())
				.isEqualTo(planned.cost().preview(Cuts.NONE.with(group, units)));
		assertThat(made.piece().coupling().choices()).isEqualTo(Choices.NONE);
		assertThat(history.planFromOriginal(made, Cuts.NONE).choices().bypasses()).hasSize(1);
	}

	@TestFactory
	List<DynamicTest> thePlanFromTheOriginalMakesTheSame() {
		return NETWORKS.stream().map(name -> DynamicTest.dynamicTest(name, () -> {
			int told = 0;
			for (int round = 0; round < 3; round++)
				told += inTurn(java.util.Objects.requireNonNull(Zoo.all().get(name)).get()) ? 1 : 0;
			assertThat(told).as("plans that can be told in one").isPositive();
		})).toList();
	}

	private boolean inTurn(Graph graph) {
		Map<String, Value> inputs = ZooInputs.random(graph, 1, 3);
		History history = open(graph);
		for (int step = 0; step < 3; step++) {
			Workpiece piece = history.current().piece();
			List<Region> regions = Regions.of(piece.graph(), piece.trace()).all().filter(Region::removable).toList();
			Choices choices = piece.coupling().choices();
			if (step != 1 && !regions.isEmpty())
				choices = choices.and(Choices.bypassing(
						List.of(fitted(bypass(regions.get(random.nextInt(regions.size()))), piece))));
			Workpiece planned = Workpiece.of(piece.graph(), piece.trace(), choices);
			Cuts cuts = step == 2 ? Cuts.NONE : some(planned.coupling());
			if (!cuts.isEmpty() || !choices.equals(piece.coupling().choices()))
				history.adopt(history.prepare("", planned, cuts));
		}
		Workpiece root = history.versions().getFirst().piece();
		Plan plan;
		try {
			plan = history.planFromOriginal(history.current(), Cuts.NONE);
		} catch (RefusedException e) {
			System.out.println("not told: " + graph.name() + ": " + e.getMessage());
			return false;
		}
		Plan read = PlanJson.parse(PlanJson.toJson(plan), "plan");
		assertThat(read).isEqualTo(plan);
		Coupling coupling = Workpiece.of(root.graph(), root.trace(), read.choices()).coupling();
		Map<String, Value> whole = run(Surgeon.apply(coupling, read.cuts(coupling)), inputs);
		Map<String, Value> turn = run(history.current().piece().graph(), inputs);
		turn.forEach((output, value) -> {
			float[] expected = value.toFloats();
			float[] actual = java.util.Objects.requireNonNull(whole.get(output)).toFloats();
			double magnitude = 1e-6;
			for (float e : expected)
				magnitude = Math.max(magnitude, Math.abs(e));
			assertThat(actual).hasSameSizeAs(expected);
			for (int i = 0; i < expected.length; i++)
				assertThat((double) actual[i]).isCloseTo(expected[i],
						org.assertj.core.data.Offset.offset(1e-4 * magnitude));
		});
		return true;
	}

	/** Any weights will do for an adapter. */
	private Bypass fitted(Bypass bypass, Workpiece piece) {
		String entry = java.util.Objects.requireNonNull(bypass.entry().value(piece.graph()));
		String exit = java.util.Objects.requireNonNull(bypass.exit().value(piece.graph()));
		if (!bypass.adapts())
			return bypass;
		int in = width(piece, entry, bypass.axis());
		int out = width(piece, exit, bypass.axis());
		if (in == out)
			return bypass;
		float[] weight = new float[in * out];
		float[] bias = new float[out];
		for (int i = 0; i < weight.length; i++)
			weight[i] = (float) random.nextGaussian() / in;
		for (int i = 0; i < out; i++)
			bias[i] = (float) random.nextGaussian() / 10;
		return bypass.fitted(new Fit(in, weight, bias));
	}

	private static int width(Workpiece piece, String value, int axis) {
		return Math.toIntExact(java.util.Objects.requireNonNull(piece.trace().shape(value)).dim(axis));
	}

	private Cuts some(Coupling coupling) {
		Cuts cuts = Cuts.NONE;
		List<ChannelGroup> groups = new ArrayList<>(coupling.prunable());
		for (ChannelGroup group : groups)
			if (group.units() > 1 && random.nextInt(3) > 0) {
				BitSet units = new BitSet();
				for (int k = 0; k < group.units() / 2; k++)
					units.set(random.nextInt(group.units()));
				cuts = cuts.with(group, units);
			}
		return Overlaps.mended(coupling, cuts, (group, unit) -> 0);
	}

	private static Map<String, Value> run(Graph graph, Map<String, Value> inputs) {
		try (Runner runner = Runner.of(graph)) {
			return runner.run(inputs);
		}
	}
}
