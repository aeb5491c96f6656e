package espalier.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;

import javafx.scene.control.ComboBox;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import espalier.coupling.Adapter;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Member;
import espalier.cost.Cost;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.onnx.OnnxReader;
import espalier.onnx.OnnxWriter;
import espalier.zoo.ConvSpec;
import espalier.zoo.NetBuilder;

/** How channels may be cut, decided in the inspector: residual streams and outputs. */
class ChoiceWalkTest {
	@TempDir
	Path folder = Path.of("");
	private Shown shown;
	private Walk walk;

	@BeforeEach
	void show() throws TimeoutException {
		shown = Shown.in(folder);
		walk = new Walk(shown, folder);
	}

	@AfterEach
	void close() {
		shown.close();
	}

	@Test
	void projectionsAreChosenCutExportedAndUndone() throws Exception {
		walk.openExample();
		Cost original = Shown.look(() -> shown.edit().piece().cost().original());
		walk.choose("conv1");
		assertThat(shown.text("#residual")).isEqualTo("Synchronous");
		shown.clickOn("#residual").clickOn("#residual-inner");
		assertThat(shown.text("#residual")).isEqualTo("Inner");
		assertThat(Shown.look(() -> shown.edit().editable(shown.group("conv1")))).isFalse();
		shown.clickOn("#residual").clickOn("#residual-synchronous");

		int carried = shown.kept(walk.keep("layer1.0.conv1", 0.5));
		walk.choose("conv1");
		shown.clickOn("#residual").clickOn("#residual-projection");
		walk.untilVersions(2);
		assertThat(adapters()).as("identities are left out of the cost").hasSize(3);
		assertThat(Shown.look(() -> shown.edit().piece().cost().original())).isEqualTo(original);
		assertThat(shown.kept(shown.group("layer1.0.conv1"))).as("the plan goes on").isEqualTo(carried);
		walk.keep("layer1.1.conv2", 0.5);
		Cost planned = Shown.look(() -> shown.bench.preview());
		walk.commit();
		assertThat(Shown.look(() -> shown.edit().piece().cost().original())).isEqualTo(planned);
		assertThat(adapters()).as("those that do something").hasSize(2);
		assertThat(Shown.look(() -> shown.bench.log().entries().getLast().command()))
				.contains("--residual conv1=projection");

		Path model = walk.exportModel("pruned.onnx");
		Path plan = walk.exportPlan("plan.json");
		Written.command("verify", Shown.EXAMPLE, model, "--plan", plan);
		Path again = folder.resolve("again.onnx");
		Written.command("apply", plan, Shown.EXAMPLE, "-o", again);
		assertThat(Files.mismatch(model, again)).as("the plan makes the same file").isEqualTo(-1);

		walk.openPlan(plan);
		assertThat(Shown.look(() -> shown.bench.versions().size())).as("beside the original").isEqualTo(4);
		assertThat(Shown.look(() -> shown.bench.preview())).isEqualTo(planned);
		shown.push(KeyCode.CONTROL, KeyCode.Z);
		shown.push(KeyCode.CONTROL, KeyCode.Z);
		shown.until("the original", () -> shown.bench.version().get().id() == 0);
		assertThat(adapters()).isEmpty();
	}

	@Test
	void whatWasLeftWholeByHandStaysWholeBehindAChoice() {
		walk.openExample();
		Target half = new Target(Target.Measure.MACS, 0.5);
		ChannelGroup whole = shown.group("layer3.0.conv1");
		aim(half);
		shown.until("an allocation", () -> shown.edit().cuts().count(whole) > 0);
		Shown.look(() -> {
			shown.edit().keep(whole, whole.units());
			return true;
		});
		aim(half);
		shown.until("another", () -> shown.edit().draft().get().allocated() && !shown.bench.thinking().getValue());
		assertThat(shown.kept(whole)).isEqualTo(whole.units());
		ChannelGroup stream = shown.group("conv1");
		Shown.look(() -> {
			shown.bench.choosing().adapt(List.of(stream), Adapter.Kind.PROJECTION);
			return true;
		});
		walk.untilVersions(2);
		assertThat(Shown.look(() -> shown.edit().draft().get().allocated())).isTrue();
		assertThat(shown.kept(shown.group("layer3.0.conv1"))).isEqualTo(whole.units());
	}

	private void aim(Target target) {
		Shown.look(() -> {
			shown.edit().aim(target);
			return true;
		});
	}

	private List<String> adapters() {
		return Shown.look(() -> shown.edit().piece().graph().nodes().stream().map(Node::name)
				.filter(n -> n.contains("projection")).toList());
	}

	@Test
	void theChainOfTiesBetweenTwoLayersIsTold() {
		walk.openExample();
		walk.choose("conv1");
		shown.clickOn("Why tied");
		int all = shown.texts(".tie .caption").size();
		pick("#why-from", "/layer1/layer1.1/conv2/Conv");
		pick("#why-to", "/layer1/layer1.2/conv1/Conv");
		Coupling coupling = Shown.look(() -> shown.edit().piece().coupling());
		ChannelGroup stem = shown.group("conv1");
		List<String> chain = coupling.why(stem, member(stem, "/layer1/layer1.1/conv2/Conv"),
				member(stem, "/layer1/layer1.2/conv1/Conv")).stream().map(t -> t.node().name()).toList();
		assertThat(shown.texts(".tie .caption")).isEqualTo(chain).hasSizeBetween(2, all - 1);
	}

	private void pick(String box, String layer) {
		shown.clickOn(box);
		Shown.look(() -> {
			@SuppressWarnings("unchecked")
			ComboBox<Member> choice = (ComboBox<Member>) shown.node(box);
			choice.setValue(choice.getItems().stream().filter(m -> m != null && m.layer().equals(layer)).findFirst()
					.orElseThrow());
			choice.hide();
			return true;
		});
	}

	private static Member member(ChannelGroup group, String layer) {
		List<Member> of = group.members().stream().filter(m -> m.layer().equals(layer)).toList();
		return of.stream().filter(m -> m.role() == espalier.coupling.Role.OUT).findFirst().orElse(of.getFirst());
	}

	@Test
	void anOutputIsOpened() throws Exception {
		NetBuilder b = new NetBuilder("features", 6);
		String x = b.relu(b.as("stem").conv(b.input("input", 1, 3, 6, 6), ConvSpec.of(6, 3)));
		b.output(x, "features");
		b.output(b.as("head").conv(b.globalPool(x), ConvSpec.of(4, 1)), "logits");
		Graph graph = b.build();
		Path file = folder.resolve("features.onnx");
		OnnxWriter.write(graph, file);
		shown.open(file);
		ChannelGroup stem = shown.group("stem");
		assertThat(stem.pinned()).isTrue();
		shown.clickOn("stem");
		shown.clickOn("#open-output");
		walk.untilVersions(2);
		assertThat(shown.group("stem").pinned()).isFalse();
		walk.keep("stem", 0.5);
		walk.commit();
		Path out = walk.exportModel("narrow.onnx");
		assertThat(OnnxReader.read(out).graph().outputs().getFirst().fixedShape())
				.isEqualTo(espalier.graph.Shape.of(1, 3, 6, 6));
	}
}
