package espalier.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import espalier.data.Dataset;
import espalier.data.Picture;
import espalier.data.UnreadableImage;
import espalier.onnx.OnnxWriter;
import espalier.runtime.Value;

/** Processes that are killed outright, as by a power cut, and what they leave. */
@Timeout(240)
class KilledTest {
	private static final long WHOLE = Float.BYTES * 3L << 20;

	@TempDir
	Path folder = Path.of("");

	private static Process java(List<String> arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
				"--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
				"-Dai.djl.offline=true", "-cp", System.getProperty("java.class.path")));
		command.addAll(arguments);
		return new ProcessBuilder(command).redirectErrorStream(true).start();
	}

	@Test
	void aKilledTrainingGoesOnAndEndsWithTheSameBytes() throws IOException, InterruptedException {
		Path model = folder.resolve("model.onnx");
		OnnxWriter.write(SmallNets.convolutional(1), model);
		Path images = images();
		Path whole = folder.resolve("whole.onnx");
		assertThat(finished(training(model, images, whole, folder.resolve("whole.checkpoint")))).contains("epoch 12:");

		Path broken = folder.resolve("broken.onnx");
		Path checkpoint = folder.resolve("broken.checkpoint");
		killedAfter("epoch 1:", training(model, images, broken, checkpoint));
		assertThat(checkpoint).exists();
		Path leftover = Files.writeString(folder.resolve(".broken.checkpoint.0a1b2c3d.tmp"), "half a file");
		killedAfter("epoch 5:", training(model, images, broken, checkpoint));
		assertThat(broken).doesNotExist();
		assertThat(leftover).doesNotExist();

		assertThat(finished(training(model, images, broken, checkpoint))).contains("epoch 1:", "epoch 12:");
		assertThat(broken).hasSameBinaryContentAs(whole);
	}

	private Process training(Path model, Path images, Path out, Path checkpoint) throws IOException {
		return java(Stream.of("espalier.Main", "train", model, "--data", images, "-o", out, "--epochs", "12", "--batch",
				"8", "--threads", "1", "--images", "48", "--checkpoint", checkpoint).map(Object::toString).toList());
	}

	private static String finished(Process process) throws IOException, InterruptedException {
		String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(said).isZero();
		assertThat(said).as("what libraries say").doesNotContain("djl", "WARN", "INFO");
		return said;
	}

	private static void killedAfter(String start, Process process) throws IOException, InterruptedException {
		StringBuilder said = new StringBuilder();
		try (BufferedReader lines = process.inputReader()) {
			String line = lines.readLine();
			while (line != null && !line.startsWith(start)) {
				said.append(line).append('\n');
				line = lines.readLine();
			}
			assertThat(line).as(said.toString()).isNotNull();
			process.destroyForcibly().waitFor();
		}
	}

	/** A folder of images by class, some to train on and some to measure on. */
	private Path images() throws IOException {
		Path images = folder.resolve("images");
		write(SmallNets.shapes(60, 20).train(), images.resolve("train"));
		write(SmallNets.shapes(60, 20).validation(), images.resolve("val"));
		return images;
	}

	private static void write(Dataset data, Path into) throws IOException {
		for (int i = 0; i < data.size(); i++) {
			Path of = Files.createDirectories(into.resolve(data.classes().get(data.label(i))));
			try {
				ImageIO.write(image(data.read(i)), "png", of.resolve(i + ".png").toFile());
			} catch (UnreadableImage e) {
				throw new AssertionError(e);
			}
		}
	}

	private static BufferedImage image(Picture picture) {
		BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
		for (int y = 0; y < picture.height(); y++)
			for (int x = 0; x < picture.width(); x++)
				image.setRGB(x, y, picture.at(x, y, 0) << 16 | picture.at(x, y, 1) << 8 | picture.at(x, y, 2));
		return image;
	}

	/** Killed when so much of the next checkpoint is on the disk, the one before is whole. */
	@Test
	void aCheckpointIsNeverHalf() throws IOException, InterruptedException {
		Path file = folder.resolve("checkpoint");
		int before = 0;
		int halves = 0;
		for (double share : new double[]{0.01, 0.3, 0.6, 0.99, 1, 1}) {
			Process process = java(
					List.of(CheckpointWriter.class.getName(), file.toString(), Integer.toString(before + 1)));
			int printed;
			try (BufferedReader lines = process.inputReader()) {
				printed = Integer.parseInt(lines.readLine());
				while (largest() < share * WHOLE && process.isAlive())
					Thread.onSpinWait();
				process.destroyForcibly().waitFor();
			}
			halves += temporary().isEmpty() ? 0 : 1;
			int number = number(file);
			assertThat(number).isGreaterThanOrEqualTo(printed).isGreaterThan(before);
			before = number;
			espalier.onnx.AtomicFile.removeLeftovers(file);
			assertThat(temporary()).isEmpty();
		}
		assertThat(halves).as("kills within a write").isPositive();
	}

	/** The number of a checkpoint, which must be everywhere in it. */
	private static int number(Path file) {
		Checkpoint read = Checkpoint.read(file, CheckpointWriter.JOB);
		assertThat(read).isNotNull();
		int number = read.metrics().size();
		Checkpoint expected = CheckpointWriter.checkpoint(number);
		assertThat(read.metrics()).isEqualTo(expected.metrics());
		assertThat(read.state()).containsOnlyKeys("a", "b");
		assertThat(read.best()).containsOnlyKeys("a");
		for (Value value : List.of(read.state().get("a"), read.state().get("b"), read.best().get("a")))
			assertThat(java.util.Arrays.equals(value.toFloats(), expected.state().get("a").toFloats()))
					.as("numbers of checkpoint %d", number).isTrue();
		return number;
	}

	private List<Path> temporary() throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter(f -> f.toString().endsWith(".tmp")).toList();
		}
	}

	private long largest() throws IOException {
		long largest = 0;
		for (Path path : temporary())
			largest = Math.max(largest, path.toFile().length());
		return largest;
	}
}
