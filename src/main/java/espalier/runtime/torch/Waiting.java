package espalier.runtime.torch;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * How libtorch's threads wait for one another. By themselves they spin, which costs the more the busier the machine is: a step
 * that others slow down takes twenty times as long. Told to sleep, they lose next to nothing on an idle machine. The OpenMP
 * library looks at the process's environment when it is loaded, and only C can change that.
 */
final class Waiting {
	private static final String POLICY = "OMP_WAIT_POLICY";

	private Waiting() {}

	/** Only before libtorch is loaded; leaves alone what the user has set. Systems without setenv keep their own way. */
	static void calmly() {
		if (System.getenv(POLICY) != null)
			return;
		Linker linker = Linker.nativeLinker();
		linker.defaultLookup().find("setenv").ifPresent(setenv -> set(linker, setenv));
	}

	private static void set(Linker linker, MemorySegment setenv) {
		try (Arena arena = Arena.ofConfined()) {
			int failed = (int) linker
					.downcallHandle(setenv, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS,
							ValueLayout.ADDRESS, ValueLayout.JAVA_INT))
					.invokeExact(arena.allocateFrom(POLICY), arena.allocateFrom("PASSIVE"), 1);
			if (failed != 0)
				throw new IllegalStateException("setenv gives " + failed);
		} catch (RuntimeException | Error e) {
			throw e;
		} catch (Throwable e) {
			throw new IllegalStateException(e);
		}
	}
}
