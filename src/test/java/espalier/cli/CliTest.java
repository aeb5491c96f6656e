package espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import espalier.onnx.OnnxWriter;
import espalier.zoo.ConvSpec;
import espalier.zoo.NetBuilder;
import espalier.zoo.Nets;

class CliTest {
	@TempDir
	Path folder = Path.of("");
	private Path model = Path.of("");
	private Path out = Path.of("");
	private Path plan = Path.of("");

	@BeforeEach
	void model() {
		model = folder.resolve("net.onnx");
		out = folder.resolve("out.onnx");
		plan = folder.resolve("plan.json");
		OnnxWriter.write(Nets.resNet("net", 1, 1, 8, 16), model);
	}

	@Test
	void infoTellsSizesInTextAndInJson() throws IOException {
		Ran text = Ran.of("info", model);
		assertThat(text.code()).isZero();
		assertThat(text.out()).contains("parameters", "MACs", "prunable", "input");
		assertThat(text.err()).contains("Read net.onnx");
		JsonNode json = Ran.of("info", model, "--json").json();
		for (String key : new String[]{"nodes", "parameters", "macs", "bytes", "groups", "prunableGroups",
				"pinnedGroups"})
			assertThat(json.path(key).isIntegralNumber()).as(key).isTrue();
		assertThat(json.path("prunableGroups").asInt() + json.path("pinnedGroups").asInt())
				.isEqualTo(json.path("groups").asInt());
	}

	@Test
	void groupsListAndExplain() throws IOException {
		JsonNode groups = Ran.of("groups", model, "--json").json().path("groups");
		assertThat(groups.size()).isPositive();
		assertThat(Ran.of("groups", model).out()).contains("PINNED BECAUSE IT", "ends at output");
		JsonNode open = first(groups, false);
		Ran why = Ran.of("groups", model, "--why", open.path("name").asText());
		assertThat(why.code()).isZero();
		assertThat(why.out()).contains("units", "LAYER", "ROLE");
	}

	@Test
	void prunedModelIsVerifiedAgainstThePlan() throws IOException {
		Ran prune = Ran.of("prune", model, "-o", out, "--target-macs", "50%", "--plan", plan, "--json");
		assertThat(prune.code()).as(prune.err()).isZero();
		JsonNode json = prune.json();
		double share = json.path("after").path("macs").asDouble() / json.path("before").path("macs").asDouble();
		if (json.path("shortfall").isNull())
			assertThat(share).isCloseTo(0.5, within(0.05));
		Ran verify = Ran.of("verify", model, out, "--plan", plan, "--json");
		assertThat(verify.code()).as(verify.err()).isZero();
		assertThat(verify.json().path("relative").asDouble()).isLessThan(1e-4);
		assertThat(Ran.of("info", out, "--json").json().path("macs")).isEqualTo(json.path("after").path("macs"));
	}

	@Test
	void applyWritesWhatPruneWrote() throws IOException {
		assertThat(Ran.of("prune", model, "-o", out, "--ratio", "0.3", "--allocator", "global", "--plan", plan).code())
				.isZero();
		Path again = folder.resolve("again.onnx");
		assertThat(Ran.of("apply", plan, model, "-o", again).code()).isZero();
		assertThat(Files.mismatch(out, again)).isEqualTo(-1);
	}

	@Test
	void openedOutputsAreCutVerifiedAndAppliedAgain() throws IOException {
		String output = Ran.of("info", model, "--json").json().path("outputs").get(0).path("name").asText();
		JsonNode groups = Ran.of("groups", model, "--json").json().path("groups");
		JsonNode ending = pinnedAt(groups, output);
		assertThat(ending.path("wayOut").asText()).contains("--open-output " + output);
		String name = ending.path("name").asText();
		assertThat(Ran.of("groups", model, "--why", name).out()).contains("Way out: ");
		assertThat(Ran.of("prune", model, "-o", out, "--group", name + "=0.5").code()).isNotZero();

		Ran prune = Ran.of("prune", model, "-o", out, "--group", name + "=0.5", "--open-output", output, "--plan",
				plan);
		assertThat(prune.code()).as(prune.err()).isZero();
		Ran verify = Ran.of("verify", model, out, "--plan", plan);
		assertThat(verify.code()).as(verify.out() + verify.err()).isZero();
		Path again = folder.resolve("again.onnx");
		assertThat(Ran.of("apply", plan, model, "-o", again).code()).isZero();
		assertThat(Files.mismatch(out, again)).isEqualTo(-1);
	}

	/** The outer branch's sampler is in front of the inner shortcut, too, where a projection is to stand. */
	@Test
	void bothKindsOfAdaptersArePutIntoAStream() {
		NetBuilder b = new NetBuilder("nested", 3);
		String x = b.relu(b.as("stem").conv(b.input("input", 1, 3, 6, 6), ConvSpec.of(8, 3)));
		String within = b.as("within2").conv(b.relu(b.as("within1").conv(x, ConvSpec.of(6, 3))), ConvSpec.of(8, 1));
		String beside = b.as("beside").conv(x, ConvSpec.of(8, 3));
		String inner = b.as("inner").add(b.as("sum").add(x, within), beside);
		x = b.as("outer").add(x, b.as("last").conv(b.relu(inner), ConvSpec.of(8, 3)));
		b.output(b.as("head").conv(b.globalPool(b.relu(x)), ConvSpec.of(4, 1)), "logits");
		OnnxWriter.write(b.build(), model);
		Ran prune = Ran.of("prune", model, "-o", out, "--ratio", "0.3", "--residual", "stem=projection", "--residual",
				"stem=sampler", "--plan", plan);
		assertThat(prune.code()).as(prune.err()).isZero();
		Ran verify = Ran.of("verify", model, out, "--plan", plan);
		assertThat(verify.code()).as(verify.out() + verify.err()).isZero();
	}

	private static JsonNode pinnedAt(JsonNode groups, String output) {
		for (JsonNode group : groups)
			if (group.path("pinNode").asText().equals(output))
				return group;
		throw new AssertionError("nothing ends at " + output);
	}

	@Test
	void chainsOfTiesAreToldBetweenTwoLayers() throws IOException {
		JsonNode open = first(Ran.of("groups", model, "--json").json().path("groups"), false);
		String group = open.path("name").asText();
		String from = open.path("members").get(0).path("layer").asText();
		String to = open.path("members").get(open.path("members").size() - 1).path("layer").asText();
		JsonNode ties = Ran.of("groups", model, "--why", group, "--from", from, "--to", to, "--json").json()
				.path("ties");
		assertThat(ties.size()).isBetween(1, open.path("members").size() * 4);
		assertThat(Ran.of("groups", model, "--why", group, "--from", from).code()).isEqualTo(2);
		assertThat(Ran.of("groups", model, "--why", group, "--from", from, "--to", "nowhere").err())
				.contains("no member of a layer `nowhere`");
	}

	@Test
	void operatorsAreListed() throws IOException {
		assertThat(Ran.of("operators").out()).containsPattern("Conv +ruled").containsPattern("Loop +pinned");
		assertThat(Ran.of("operators", "--json").json().path("Relu").asText()).isEqualTo("passed through");
	}

	@Test
	void groupsAreCutAndLockedByName() throws IOException {
		JsonNode groups = Ran.of("groups", model, "--json").json().path("groups");
		JsonNode open = first(groups, false);
		String name = open.path("name").asText();
		JsonNode only = Ran.of("prune", model, "-o", out, "--group", name + "=0.5", "--json").json().path("groups");
		assertThat(only.size()).isEqualTo(1);
		assertThat(only.get(0).path("kept").asInt())
				.isEqualTo(open.path("units").asInt() - open.path("units").asInt() / 2);
		JsonNode others = Ran.of("prune", model, "-o", out, "--ratio", "0.5", "--lock", name, "--json").json()
				.path("groups");
		assertThat(others.findValuesAsText("name")).isNotEmpty().doesNotContain(name);
	}

	@Test
	void scoresAreCombinedAsAsked() {
		String usual = global();
		assertThat(global("--members", "all", "--normalise", "mean", "--reduce", "mean")).isEqualTo(usual);
		assertThat(global("--members", "outputs", "--normalise", "none")).isNotEqualTo(usual);
		assertThat(Ran.of("prune", model, "-o", out, "--ratio", "0.5", "--reduce", "median").code()).isEqualTo(2);
	}

	private String global(String... more) {
		Object[] words = Stream.concat(
				Stream.of("prune", model, "-o", out, "--ratio", "0.5", "--allocator", "global"), Stream.of(more))
				.toArray();
		Ran ran = Ran.of(words);
		assertThat(ran.code()).as(ran.err()).isZero();
		return ran.out();
	}

	@Test
	void widthsAreRounded() throws IOException {
		JsonNode groups = Ran.of("prune", model, "-o", out, "--ratio", "0.4", "--round-to", "4", "--json").json()
				.path("groups");
		assertThat(groups.size()).isPositive();
		groups.forEach(g -> assertThat(g.path("kept").asInt() % 4).as(g.toString()).isZero());
	}

	@Test
	void verifyFindsWhatThePlanDoesNotSay() {
		assertThat(Ran.of("prune", model, "-o", out, "--ratio", "0.5", "--plan", plan).code()).isZero();
		Ran unpruned = Ran.of("verify", model, model, "--plan", plan);
		assertThat(unpruned.code()).isEqualTo(3);
		assertThat(unpruned.out()).contains("NOT EQUAL");
	}

	@Test
	void wrongUseEndsWithTwo() {
		assertThat(Ran.of("prune", model).code()).isEqualTo(2);
		assertThat(Ran.of("prune", model, "-o", out).code()).isEqualTo(2);
		assertThat(Ran.of("prune", model, "-o", out, "--ratio", "0.5", "--target-macs", "50%").code()).isEqualTo(2);
		assertThat(Ran.of("prune", model, "-o", out, "--ratio", "half").code()).isEqualTo(2);
		assertThat(Ran.of("prune", model, "-o", out, "--group", "none=0.5").code()).isEqualTo(2);
		assertThat(Ran.of("prune", model, "-o", out, "--group", "conv1=lots").code()).isEqualTo(2);
		assertThat(Ran.of("prune", model, "-o", model, "--ratio", "0.5").code()).isEqualTo(2);
		assertThat(Ran.of("groups", model, "--why", "none").code()).isEqualTo(2);
		assertThat(Ran.of("info", model, "--input-size", "none=1x3x8x8").code()).isEqualTo(2);
		assertThat(Ran.of("no-such-thing").code()).isEqualTo(2);
	}

	@Test
	void badFilesEndWithFourAndOneSentence() throws IOException {
		Path text = Files.writeString(folder.resolve("text.onnx"), "this is no model");
		for (Ran ran : new Ran[]{Ran.of("info", text), Ran.of("info", folder.resolve("missing.onnx")),
				Ran.of("apply", text, model, "-o", out)}) {
			assertThat(ran.code()).as(ran.err()).isEqualTo(4);
			assertThat(ran.err()).contains("espalier: ").doesNotContain("Exception", "\tat ");
			assertThat(ran.out()).isEmpty();
		}
		assertThat(out).doesNotExist();
	}

	@Test
	void planForAnotherModelIsRefused() {
		assertThat(Ran.of("prune", model, "-o", out, "--ratio", "0.5", "--plan", plan).code()).isZero();
		Path other = folder.resolve("other.onnx");
		OnnxWriter.write(Nets.resNet("net", 2, 1, 8, 16), other);
		Ran apply = Ran.of("apply", plan, other, "-o", folder.resolve("cut.onnx"));
		assertThat(apply.code()).isEqualTo(4);
		assertThat(apply.err()).contains("plan for another model");
		assertThat(Ran.of("verify", other, out, "--plan", plan).code()).isEqualTo(4);
	}

	@Test
	void windowOpensWithoutCommand() {
		assertThat(Ran.of().asked()).containsExactly("open []");
		assertThat(Ran.of("--example").asked()).containsExactly("open [example.onnx]");
		assertThat(Ran.of(model).asked()).containsExactly("open [" + model + "]");
		assertThat(Ran.on(false).asked()).containsExactly("tour " + TourCommand.FOLDER);
		assertThat(Ran.on(false, "--example").asked()).containsExactly("tour " + TourCommand.FOLDER);
		assertThat(Ran.on(false, model).code()).isEqualTo(2);
		assertThat(Ran.of("tour", "-o", folder).asked()).containsExactly("tour " + folder);
	}

	@Test
	void helpAndCompletionNameEveryCommand() {
		String help = Ran.of("--help").out();
		String completion = Ran.of("completion").out();
		for (String command : new String[]{"info", "groups", "prune", "apply", "verify", "tour", "completion"}) {
			assertThat(help).contains(command);
			assertThat(completion).contains(command);
		}
		assertThat(completion).contains("l2", "uniform");
	}

	private static JsonNode first(JsonNode groups, boolean pinned) {
		for (JsonNode group : groups)
			if (group.path("pinned").asBoolean() == pinned && group.path("units").asInt() > 1)
				return group;
		throw new AssertionError("no such group");
	}
}
