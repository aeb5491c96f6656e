package espalier.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import espalier.evaluate.Sensitivity;
import espalier.evaluate.SensitivityJson;
import espalier.graph.BadInputException;
import espalier.onnx.ModelFile;
import espalier.report.SensitivityCurves;

/** Sensitivity from files, each under a name that tells it from the others. */
final class Sweeps {
	private Sweeps() {}

	/** @throws BadInputException when one is no sensitivity, or one of another model */
	static List<SensitivityCurves.Series> read(List<Path> files, ModelFile model) {
		List<Sensitivity> all = new ArrayList<>();
		for (Path file : files) {
			Sensitivity read = SensitivityJson.read(file);
			if (!read.modelSha256().equals(model.sha256()))
				throw new BadInputException("`" + file + "` is the sensitivity of another model than `" + model.path()
						+ "`; measure this one.");
			all.add(read);
		}
		List<SensitivityCurves.Series> named = new ArrayList<>();
		for (int i = 0; i < all.size(); i++) {
			String criterion = all.get(i).criterion();
			boolean alone = all.stream().filter(s -> s.criterion().equals(criterion)).count() == 1;
			named.add(new SensitivityCurves.Series(alone ? criterion : String.valueOf(files.get(i).getFileName()),
					all.get(i)));
		}
		return named;
	}
}
