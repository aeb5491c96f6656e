package espalier.runtime.torch;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * How libtorch's threads wait for each other. By default they spin, so that on a machine that does anything else beside
 * training every small operator waits for a thread that is not running: training is then some ten times slower. OpenMP reads
 * what it is to do from the environment when it is loaded, and Java has no means of its own to change that.
 */
final class OpenMp {
	private static final Logger LOG = Logger.getLogger(OpenMp.class.getName());

	private OpenMp() {}

	/** Lets waiting threads sleep, unless the person's environment says how they wait; before libtorch is loaded. */
	static void waitPassively() {
		Linker linker = Linker.nativeLinker();
		SymbolLookup system = linker.defaultLookup();
		Optional<MemorySegment> setenv = system.find("setenv");
		if (setenv.isEmpty() || System.getenv("OMP_WAIT_POLICY") != null)
			return;
		try (Arena arena = Arena.ofConfined()) {
			int failed = (int) linker
					.downcallHandle(setenv.get(),
							FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS,
									ValueLayout.JAVA_INT))
					.invokeExact(arena.allocateFrom("OMP_WAIT_POLICY"), arena.allocateFrom("PASSIVE"), 0);
			if (failed != 0)
				LOG.log(Level.FINE, "OpenMP''s waiting is left as it is: {0}", failed);
		} catch (Throwable e) {
			LOG.log(Level.FINE, "OpenMP's waiting is left as it is", e);
		}
	}
}
