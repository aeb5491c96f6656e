package espalier.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;

import espalier.cost.Si;

/** Where a command speaks: results on one stream, progress and complaints on the other. */
record Console(PrintWriter out, PrintWriter err) {
	private static final Path STATUS = Path.of("/proc/self/status");

	/** Tells how it goes. */
	void progress(String line) {
		err.println(line);
		err.flush();
	}

	void complain(String sentence) {
		out.flush();
		err.println("espalier: " + sentence);
		err.flush();
	}

	void json(JsonNode result) {
		out.println(result.toPrettyString());
	}

	/** Tells what the command took since a {@link System#nanoTime}. */
	void took(long start) {
		progress(String.format(Locale.ROOT, "Took %.2f s%s.", seconds(start), peak()));
	}

	static double seconds(long start) {
		return (System.nanoTime() - start) / 1e9;
	}

	/** Peak memory of the process, where the system tells. */
	private static String peak() {
		try {
			for (String line : Files.isReadable(STATUS) ? Files.readAllLines(STATUS) : java.util.List.<String>of())
				if (line.startsWith("VmHWM:"))
					return " and " + Si.of(Long.parseLong(line.replaceAll("\\D", "")) * 1024, "B")
							+ " of memory at most";
		} catch (IOException | NumberFormatException e) {
			return "";
		}
		return "";
	}
}
