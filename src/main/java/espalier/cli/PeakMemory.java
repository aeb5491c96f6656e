package espalier.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Most memory that the process has held, where the system tells (Linux). */
final class PeakMemory {
	private static final Path STATUS = Path.of("/proc/self/status");
	private static final Path RESET = Path.of("/proc/self/clear_refs");
	/** What the system takes for a wish to start anew from what is held now. */
	private static final String FROM_NOW = "5";

	private PeakMemory() {}

	/** Bytes, or -1 where the system does not tell. */
	static long bytes() {
		try {
			for (String line : Files.isReadable(STATUS) ? Files.readAllLines(STATUS) : List.<String>of())
				if (line.startsWith("VmHWM:"))
					return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
		} catch (IOException | NumberFormatException e) {
			return -1;
		}
		return -1;
	}

	/** Starts anew from what is held now; where that can't be, the peak of the whole run goes on. */
	static boolean reset() {
		try {
			Files.writeString(RESET, FROM_NOW);
			return true;
		} catch (IOException e) {
			return false;
		}
	}
}
