package espalier.cli;

import java.io.PrintWriter;
import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;

import espalier.cost.Si;

/** Where a command speaks: results on one stream, progress and complaints on the other. */
record Console(PrintWriter out, PrintWriter err) {
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
		long bytes = PeakMemory.bytes();
		return bytes < 0 ? "" : " and " + Si.of(bytes, "B") + " of memory at most";
	}
}
