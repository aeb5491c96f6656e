package espalier.app;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import espalier.graph.BadInputException;
import espalier.graph.Graph;
import espalier.onnx.OnnxWriter;
import espalier.plan.Plan;
import espalier.plan.PlanJson;
import espalier.runtime.ModelCheck;

/** Writes results to files; any thread but JavaFX's. */
final class Export {
	private Export() {}

	/**
	 * Writes a model into a folder of its own beside the target, has ONNX Runtime load it, and only then puts it in place.
	 *
	 * @throws BadInputException when the runtime refuses it; the target is untouched then
	 */
	static void model(Graph graph, Path target) throws IOException {
		Path parent = parent(target);
		Path trial = Files.createTempDirectory(parent, ".espalier");
		try {
			OnnxWriter.write(graph, trial.resolve(target.getFileName()));
			ModelCheck.loads(trial.resolve(target.getFileName()));
			for (Path part : dataFirst(trial, target))
				Files.move(part, parent.resolve(part.getFileName()), StandardCopyOption.REPLACE_EXISTING);
		} finally {
			discard(trial);
		}
	}

	/** Weights beside the model go first, so that a model in place never lacks them. */
	private static List<Path> dataFirst(Path folder, Path target) throws IOException {
		List<Path> parts = new ArrayList<>();
		try (Stream<Path> files = Files.list(folder)) {
			files.forEach(parts::add);
		}
		parts.sort(Comparator.comparing((Path part) -> String.valueOf(part.getFileName())
				.equals(String.valueOf(target.getFileName()))));
		return parts;
	}

	private static void discard(Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			for (Path left : files.toList())
				Files.delete(left);
		}
		Files.delete(folder);
	}

	static void plan(Plan plan, Path target) {
		PlanJson.write(plan, target);
	}

	static void picture(BufferedImage image, Path target) throws IOException {
		Path fresh = parent(target).resolve("." + target.getFileName() + ".new");
		try {
			if (!ImageIO.write(image, "png", fresh.toFile()))
				throw new IOException("No PNG writer is there");
			Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING);
		} finally {
			Files.deleteIfExists(fresh);
		}
	}

	private static Path parent(Path target) throws IOException {
		Path parent = target.toAbsolutePath().getParent();
		if (parent == null)
			throw new IOException("`" + target + "` is no file's name");
		return Files.createDirectories(parent);
	}
}
