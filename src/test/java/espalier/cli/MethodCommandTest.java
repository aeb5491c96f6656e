package espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;

import espalier.method.MethodRecipe;
import espalier.method.Methods;
import espalier.onnx.OnnxWriter;
import espalier.zoo.ConvSpec;
import espalier.zoo.NetBuilder;

class MethodCommandTest {
	@TempDir
	private Path folder;
	private Path model = Path.of("");
	private Path images = Path.of("");

	/** A small network, and two classes of images in folders. */
	@BeforeEach
	void make() throws IOException {
		NetBuilder b = new NetBuilder("small", 1);
		String x = b.as("conv1").conv(b.input("input", 1, 3, 16, 16), ConvSpec.of(8, 3).strided(2));
		x = b.relu(b.as("bn1").batchNorm(x));
		x = b.as("conv2").conv(x, ConvSpec.of(8, 3).strided(2));
		x = b.relu(b.as("bn2").batchNorm(x));
		b.output(b.as("fc").gemm(b.flatten(b.globalPool(x)), 2, true, true), "logits");
		model = folder.resolve("small.onnx");
		OnnxWriter.write(b.build(), model);
		images = folder.resolve("images");
		Random random = new Random(1);
		for (String part : new String[]{"train", "val"})
			for (int label = 0; label < 2; label++)
				for (int i = 0; i < 8; i++) {
					BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
					for (int p = 0; p < 256; p++)
						image.setRGB(p % 16, p / 16, random.nextInt(0x808080) + (label == 0 ? 0 : 0x7f7f7f));
					Path at = images.resolve(part).resolve(label == 0 ? "dark" : "light");
					ImageIO.write(image, "png", Files.createDirectories(at).resolve(i + ".png").toFile());
				}
	}

	private Ran run(String method, Object... more) {
		Object[] all = new Object[more.length + 12];
		Object[] usual = {"method", "run", method, "--model", model, "--data", images, "--target-macs", "50%",
				"--cache",
				folder.resolve("cache"), "--json"};
		System.arraycopy(usual, 0, all, 0, 12);
		System.arraycopy(more, 0, all, 12, more.length);
		return Ran.of(all);
	}

	@Test
	void aMethodIsRunKeptAndGoneOnWith() throws IOException {
		Path out = folder.resolve("out.onnx");
		Path kept = folder.resolve("kept");
		Ran first = run("sfp", "--epochs", 2, "-o", out, "--folder", kept);
		assertThat(first.code()).as(first.err()).isZero();
		JsonNode json = first.json();
		assertThat(json.path("macs").asLong()).isLessThan(json.path("macsBefore").asLong());
		assertThat(json.path("stages")).hasSize(3);
		assertThat(first.err()).contains("Soft Filter Pruning: 2 epochs on 16 images, measuring on 16.")
				.contains("widths ");
		byte[] bytes = Files.readAllBytes(out);
		Ran again = run("sfp", "--epochs", 2, "-o", out, "--folder", kept);
		assertThat(again.err()).doesNotContain("training loss");
		assertThat(Files.readAllBytes(out)).isEqualTo(bytes);
		Ran other = run("sfp", "--epochs", 3, "-o", out, "--folder", kept);
		assertThat(other.code()).isEqualTo(ExitCode.USAGE.number());
		assertThat(other.err()).contains("holds a run of Soft Filter Pruning");
		Ran compared = Ran.of("method", "compare", kept);
		assertThat(compared.out()).contains("Soft Filter Pruning").contains("done");
	}

	@Test
	void aRecipeIsShownChangedAndRun() throws IOException {
		Ran shown = Ran.of("method", "show", "l1");
		Path mine = folder.resolve("mine.json");
		Files.writeString(mine, shown.out().replace("\"id\" : \"l1\"", "\"id\" : \"mine\"").replace("\"uniform\"",
				"\"global\""));
		MethodRecipe read = MethodRecipe.read(mine);
		assertThat(read.id()).isEqualTo("mine");
		Ran ran = run(mine.toString(), "--epochs", 1, "-o", folder.resolve("out.onnx"));
		assertThat(ran.code()).as(ran.err()).isZero();
		assertThat(ran.json().path("stages").path(1).path("epochs").asInt()).isEqualTo(1);
	}

	@Test
	void methodsAreListedWithTheirPapers() {
		Ran listed = Ran.of("method", "list");
		assertThat(listed.out().lines()).hasSize(Methods.all().size() + 1);
		assertThat(listed.out()).contains("Liu, Li, Shen");
		Ran none = Ran.of("method");
		assertThat(none.code()).isEqualTo(ExitCode.USAGE.number());
		assertThat(none.err()).contains("list, show, run or compare");
		Ran wrong = run("magic", "-o", folder.resolve("out.onnx"));
		assertThat(wrong.code()).isEqualTo(ExitCode.USAGE.number());
		assertThat(wrong.err()).contains("There is no method `magic`").contains("chex");
	}

	@Test
	void evidenceIsWrittenAsTableChartAndPage() throws IOException {
		Path out = folder.resolve("evidence");
		Ran ran = Ran.of("evidence", model, "--data", images, "--target-macs", "50%", "--methods", "l1,fpgm",
				"--epochs",
				2, "--seeds", "1,2", "-o", out, "--cache", folder.resolve("cache"));
		assertThat(ran.code()).as(ran.err()).isZero();
		assertThat(ran.out().lines()).hasSize(4);
		assertThat(Files.readString(out.resolve("evidence.md"))).isEqualTo(ran.out());
		assertThat(Files.readString(out.resolve("evidence.csv")).lines()).hasSize(5);
		for (String file : new String[]{"evidence.html", "evidence.svg", "evidence.png", "evidence.json",
				"l1.recipe.json", "fpgm.recipe.json"})
			assertThat(out.resolve(file)).isNotEmptyFile();
	}
}
