package espalier.runtime.torch;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What libtorch and the libraries in it read from the process's environment when they are loaded, which only C can change. What
 * the user has set stays.
 */
final class Environment {
	private static final Path PROCESSOR = Path.of("/sys/devices/system/cpu/cpu0");

	private Environment() {}

	/** Only before libtorch is loaded. Systems without setenv keep their own way. */
	static void prepare() {
		// By themselves the threads spin while they wait for one another, which costs the more the busier the machine is: a step
		// that others slow down takes twenty times as long. Told to sleep, they lose next to nothing on an idle machine.
		set("OMP_WAIT_POLICY", "PASSIVE");
		if (cachesHidden())
			set("ONEDNN_MAX_CPU_ISA", "AVX2");
	}

	/**
	 * Whether this is a virtual machine that does not tell its processor's caches. There oneDNN computes some grouped
	 * convolutions wrongly with AVX-512, and divides by zero in 1×1 convolutions, which ends the process (as in
	 * pytorch/pytorch 177227).
	 */
	static boolean cachesHidden() {
		return Files.exists(PROCESSOR) && !Files.exists(PROCESSOR.resolve("cache"));
	}

	private static void set(String name, String value) {
		if (System.getenv(name) != null)
			return;
		Linker linker = Linker.nativeLinker();
		linker.defaultLookup().find("setenv").ifPresent(setenv -> set(linker, setenv, name, value));
	}

	private static void set(Linker linker, MemorySegment setenv, String name, String value) {
		try (Arena arena = Arena.ofConfined()) {
			int failed = (int) linker
					.downcallHandle(setenv, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS,
							ValueLayout.ADDRESS, ValueLayout.JAVA_INT))
					.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 1);
			if (failed != 0)
				throw new IllegalStateException("setenv gives " + failed);
		} catch (RuntimeException | Error e) {
			throw e;
		} catch (Throwable e) {
			throw new IllegalStateException(e);
		}
	}
}
