package espalier.app;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

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
	 * Writes a model; it takes its place once ONNX Runtime has loaded it.
	 *
	 * @throws BadInputException when it can't be written, or the runtime refuses it; the target is untouched then
	 */
	static void model(Graph graph, Path target) {
		OnnxWriter.write(graph, target, Long.MAX_VALUE, ModelCheck::loads);
	}

	static void plan(Plan plan, Path target) {
		PlanJson.write(plan, target);
	}

	static void picture(BufferedImage image, Path target) {
		Path fresh = target.resolveSibling("." + target.getFileName() + ".new");
		try {
			try {
				if (!ImageIO.write(image, "png", fresh.toFile()))
					throw new IOException("no PNG writer is there");
				Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING);
			} finally {
				Files.deleteIfExists(fresh);
			}
		} catch (IOException e) {
			throw BadInputException.unwritable(target, e);
		}
	}
}
