package espalier.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What one command line gave. */
record Ran(int code, String out, String err, List<String> asked) {
	/** Runs it with a window that only notes what is asked of it. */
	static Ran of(Object... arguments) {
		return on(true, arguments);
	}

	static Ran on(boolean display, Object... arguments) {
		StringWriter out = new StringWriter();
		StringWriter err = new StringWriter();
		List<String> asked = new java.util.ArrayList<>();
		Desktop desktop = new Desktop() {
			@Override
			public boolean here() {
				return display;
			}

			@Override
			public void open(List<Path> models) {
				asked.add("open " + models);
			}

			@Override
			public Path example() {
				return Path.of("example.onnx");
			}

			@Override
			public int tour(Path folder, @Nullable Path pictures) {
				asked.add("tour " + folder);
				return 0;
			}
		};
		int code = Cli.run(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new), new PrintWriter(out),
				new PrintWriter(err), desktop);
		return new Ran(code, out.toString(), err.toString(), asked);
	}

	JsonNode json() throws JsonProcessingException {
		return new ObjectMapper().readTree(out);
	}
}
