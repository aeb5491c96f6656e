package espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import espalier.onnx.OnnxWriter;
import espalier.zoo.Nets;

class DataCommandTest {
	@TempDir
	Path folder = Path.of("");
	private Path model = Path.of("");
	private Path data = Path.of("");
	private Path out = Path.of("");

	@BeforeEach
	void greyImagesOfTwoClasses() throws IOException {
		model = folder.resolve("net.onnx");
		data = folder.resolve("data");
		out = folder.resolve("sheet.png");
		OnnxWriter.write(Nets.resNet("net", 1, 1, 8, 16), model);
		for (String name : new String[]{"train/cat/1", "train/dog/1", "val/cat/1", "val/dog/1"}) {
			Path file = data.resolve(name + ".png");
			Files.createDirectories(file.getParent());
			ImageIO.write(new BufferedImage(20, 20, BufferedImage.TYPE_BYTE_GRAY), "png", file.toFile());
		}
		Files.createDirectories(data.resolve("train/owl"));
	}

	@Test
	void previewNamesTheOptionsThatMakeImagesFit() {
		Ran ran = preview();
		assertThat(ran.code()).isEqualTo(ExitCode.USAGE.number());
		assertThat(ran.err()).contains("these are 1x20x20; give --resize", "--channels-convert");
		assertThat(out).doesNotExist();
	}

	@Test
	void previewCountsClassesAndTellsWhatIsOdd() {
		Ran ran = preview("--resize", 32, "--channels-convert");
		assertThat(ran.code()).as(ran.err()).isZero();
		assertThat(ran.out().lines().map(l -> l.strip().replaceAll(" +", " "))).contains("cat 1 1", "dog 1 1",
				"owl 0 0");
		assertThat(ran.err()).contains("1 class folder is empty (train/owl).");
		assertThat(out).exists();
	}

	@Test
	void previewNumbersClassesInAGivenOrder() throws IOException {
		Path order = Files.writeString(folder.resolve("order.txt"), "dog\nowl\n\ncat\n");
		Ran ran = preview("--resize", 32, "--channels-convert", "--class-order", order);
		assertThat(ran.out().indexOf("dog")).isNotNegative().isLessThan(ran.out().indexOf("owl"))
				.isLessThan(ran.out().indexOf("cat"));
		Files.writeString(order, "dog\ncat\nowl\nfox\n");
		assertThat(preview("--class-order", order).err()).contains("(fox)");
		assertThat(preview("--class-order", folder.resolve("none")).code())
				.isEqualTo(ExitCode.BAD_INPUT.number());
	}

	private Ran preview(Object... more) {
		Object[] all = new Object[7 + more.length];
		System.arraycopy(new Object[]{"data", "preview", model, "--data", data, "-o", out}, 0, all, 0, 7);
		System.arraycopy(more, 0, all, 7, more.length);
		return Ran.of(all);
	}
}
