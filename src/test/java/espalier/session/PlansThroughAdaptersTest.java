package espalier.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import espalier.coupling.Adapter;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Choices;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.coupling.Residual;
import espalier.graph.Graph;
import espalier.onnx.ModelFile;
import espalier.plan.Plan;
import espalier.plan.PlanJson;
import espalier.plan.Surgeon;
import espalier.runtime.Tracer;
import espalier.zoo.ConvSpec;
import espalier.zoo.NetBuilder;

/** What was decided in turn, before and after adapters were put in or taken out, is one plan that makes the same network. */
class PlansThroughAdaptersTest {
	private History history;

	/** Two stages of residual blocks, the second twice as wide; its first shortcut is padded with zeros. */
	private static Graph padded() {
		NetBuilder b = new NetBuilder("padded", 5);
		String x = b.relu(b.as("stem").conv(b.input("input", 1, 3, 6, 6), ConvSpec.of(8, 3)));
		String y = branch(b, x, "block1", 8);
		x = b.relu(b.as("add1").add(y, x));
		y = branch(b, x, "block2", 16);
		String shortcut = b.pad(x, 1, 4, 4);
		x = b.relu(b.as("add2").add(y, shortcut));
		y = branch(b, x, "block3", 16);
		x = b.relu(b.as("add3").add(y, x));
		b.output(b.as("head").conv(b.globalPool(x), ConvSpec.of(4, 1)), "logits");
		return b.build();
	}

	private static String branch(NetBuilder b, String x, String name, int width) {
		String y = b.relu(b.as(name + ".conv1").conv(x, ConvSpec.of(6, 3)));
		return b.as(name + ".conv2").conv(y, ConvSpec.of(width, 3));
	}

	@BeforeEach
	void open() {
		open(padded());
	}

	private void open(Graph graph) {
		history = new History(new ModelFile(Path.of("padded.onnx"), graph, "ab12", 1),
				Workpiece.of(graph, Tracer.defaultInputs(graph)));
	}

	private Workpiece piece() {
		return history.current().piece();
	}

	private ChannelGroup group(String name) {
		return Objects.requireNonNull(piece().coupling().group(name),
				() -> name + " of " + piece().coupling().groups());
	}

	private void choose(Adapter.Kind... kinds) {
		Coupling coupling = piece().coupling();
		Choices choices = Choices.NONE;
		for (Adapter.Kind kind : kinds)
			for (ChannelGroup stream : Residual.streams(coupling).keySet())
				choices = choices.and(Choices.adapting(Residual.adapters(coupling, stream, kind)));
		history.adopt(history.prepare("choice", history.current(), new Origin.Chosen(choices, "")));
	}

	private void cut(String group, int... units) {
		history.commit("cut", Cuts.NONE.with(group(group), units(units)));
	}

	private static BitSet units(int... indices) {
		BitSet units = new BitSet();
		for (int i : indices)
			units.set(i);
		return units;
	}

	private void requireOnePlan() {
		Plan whole = history.planFromOriginal(history.current(), Cuts.NONE);
		Plan read = PlanJson.parse(PlanJson.toJson(whole), "plan");
		Workpiece root = history.versions().getFirst().piece();
		Workpiece adapted = Workpiece.of(root.graph(), root.trace(), read.choices());
		Graph again = Surgeon.apply(adapted.coupling(), read.cuts(adapted.coupling()));
		Graph now = Surgeon.apply(piece().coupling(), Cuts.NONE);
		assertThat(weights(again)).isEqualTo(weights(now));
	}

	private static List<String> weights(Graph graph) {
		return graph.initializers().values().stream().filter(t -> t.type().floating())
				.map(t -> t.name() + t.shape() + Arrays.toString(t.toFloats())).sorted().toList();
	}

	@Test
	void aCutGoesThroughAProjectionThatIsPutInLater() {
		cut("block2.conv2", 1, 6);
		choose(Adapter.Kind.PROJECTION);
		requireOnePlan();
		cut("block2.conv2", 0, 3);
		requireOnePlan();
	}

	@Test
	void bothKindsAreChosenAfterACut() {
		for (ChannelGroup group : piece().coupling().prunable()) {
			open(padded());
			cut(group.name(), 0, 1);
			choose(Adapter.Kind.PROJECTION, Adapter.Kind.SAMPLER);
			requireOnePlan();
		}
	}

	/** Groups of a convolution are another way to cut the stream, so a unit goes by the places that a plan names. */
	@Test
	void aPlanMadeBeforeAnAdapterNamesNoPlaceAtIt() {
		NetBuilder b = new NetBuilder("grouped", 5);
		String x = b.relu(b.as("stem").conv(b.input("input", 1, 3, 6, 6), ConvSpec.of(8, 3)));
		String y = branch(b, x, "block1", 8);
		x = b.relu(b.as("add1").add(y, x));
		x = b.as("grouped").conv(x, ConvSpec.of(8, 3).grouped(2));
		b.output(b.as("head").conv(b.globalPool(b.relu(x)), ConvSpec.of(4, 1)), "logits");
		open(b.build());
		cut("stem", 1);
		choose(Adapter.Kind.PROJECTION);
		requireOnePlan();
	}

	@Test
	void aProjectionThatWasTakenOutIsNoLongerAsked() {
		choose(Adapter.Kind.PROJECTION, Adapter.Kind.SAMPLER);
		Cuts alike = Cuts.NONE;
		for (ChannelGroup group : piece().coupling().prunable())
			if (Set.of("stem", "block1.conv2").contains(group.name()))
				alike = alike.with(group, units(1, 2));
		history.commit("alike", alike);
		assertThat(piece().graph().nodes()).noneMatch(n -> n.name().startsWith("/add1/Add/projection"));
		requireOnePlan();
		cut("stem", 0, 3);
		requireOnePlan();
	}

	/** A branch that reads half of the stream once more: what it reads twice and what it reads once are groups of their own. */
	@Test
	void allOfASampleMayGoWithTheStreamWhereOtherChannelsStay() {
		NetBuilder b = new NetBuilder("twice", 5);
		String x = b.relu(b.as("stem").conv(b.input("input", 1, 3, 6, 6), ConvSpec.of(8, 3)));
		String whole = b.as("whole").conv(x, ConvSpec.of(6, 3));
		String half = b.as("half").conv(b.slice(x, 1, 0, 4), ConvSpec.of(6, 3));
		String y = b.as("block").conv(b.relu(b.as("both").add(whole, half)), ConvSpec.of(8, 3));
		b.output(b.as("head").conv(b.globalPool(b.relu(b.as("sum").add(x, y))), ConvSpec.of(4, 1)), "logits");
		open(b.build());
		choose(Adapter.Kind.SAMPLER);
		assertThat(piece().coupling().prunable()).extracting(ChannelGroup::toString).contains("stem#2(4)",
				"whole.in#2(4)");
		history.commit("both", Cuts.NONE.with(group("stem#2"), units(0, 1)).with(group("whole.in#2"), units(2, 3)));
		requireOnePlan();
	}
}
