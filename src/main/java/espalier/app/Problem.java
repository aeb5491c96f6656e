package espalier.app;

import java.io.PrintWriter;
import java.io.StringWriter;

import espalier.graph.EspalierException;

/**
 * Something that went wrong, as it is told.
 *
 * @param title
 *            what was tried, as in "Cannot open a.onnx"
 * @param sentence
 *            what, where, and what to do
 * @param details
 *            for a report to the makers
 */
public record Problem(String title, String sentence, String details) {
	static Problem of(String title, Throwable cause) {
		StringWriter trace = new StringWriter();
		cause.printStackTrace(new PrintWriter(trace));
		return new Problem(title, sentence(cause), trace.toString());
	}

	private static String sentence(Throwable cause) {
		return switch (cause) {
			case EspalierException told -> Prose.sentence(String.valueOf(told.getMessage()));
			case OutOfMemoryError _ ->
				"There is not enough memory for this network. Close other programs, or start with a larger heap (-Xmx).";
			default ->
				"This is a fault of Espalier itself. What was open is still open. Please copy the details into a report.";
		};
	}
}
