package espalier.report;

import java.util.List;

import espalier.runtime.Engine;

/** On what and with what a result came about. */
public record Environment(String system, int processors, String java, String onnxRuntime, String espalier) {
	/** This process's. */
	public static Environment here() {
		String version = Environment.class.getPackage().getImplementationVersion();
		return new Environment(
				System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
						+ System.getProperty("os.arch"),
				Runtime.getRuntime().availableProcessors(), Runtime.version().toString(), Engine.version(),
				version == null ? "built from source" : version);
	}

	/** One line each. */
	public List<Report.Fact> facts() {
		return List.of(new Report.Fact("System", system),
				new Report.Fact("Processors", Integer.toString(processors)), new Report.Fact("Java", java),
				new Report.Fact("ONNX Runtime", onnxRuntime), new Report.Fact("Espalier", espalier));
	}
}
