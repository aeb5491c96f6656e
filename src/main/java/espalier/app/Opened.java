package espalier.app;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import espalier.onnx.ModelFile;
import espalier.session.History;

/**
 * One network at work.
 *
 * @param edits
 *            for each version, by its id, the plan being edited on it
 * @param exported
 *            ids of versions that were written to a file
 */
record Opened(ModelFile file, History history, Map<Integer, PlanEdit> edits, Set<Integer> exported) {
	Opened(ModelFile file, History history) {
		this(file, history, new HashMap<>(), new HashSet<>());
	}

	String name() {
		return String.valueOf(file.path().getFileName());
	}
}
