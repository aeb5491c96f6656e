package espalier.runtime;

import java.util.regex.Pattern;

import ai.onnxruntime.OrtException;

import espalier.graph.BadInputException;
import espalier.graph.Graph;

/** What ONNX Runtime says, as a sentence for people. */
final class Refusal {
	private static final Pattern CODE = Pattern.compile("^Error code - \\w+ - message: ");
	private static final Pattern SOURCE_LINE = Pattern.compile("\\S*\\.(cc|h):\\d+ \\S+( \\S+)? ?");
	private static final int LONGEST = 300;

	private Refusal() {}

	static BadInputException of(Graph graph, OrtException e) {
		return new BadInputException("ONNX Runtime does not load '" + graph.name() + "': " + reason(e)
				+ "; export the model again, or for an opset that it knows.", e);
	}

	/** The engine's message without codes and places in its source, in one line of bounded length. */
	static String reason(OrtException e) {
		String text = CODE.matcher(String.valueOf(e.getMessage())).replaceFirst("");
		text = SOURCE_LINE.matcher(text).replaceAll("").replaceAll("\\s+", " ").strip();
		if (text.length() > LONGEST)
			text = text.substring(0, LONGEST) + "...";
		return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
	}
}
