package espalier.runtime.torch;

import java.util.logging.Level;
import java.util.logging.Logger;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;

import espalier.graph.RefusedException;

/** The one libtorch of the process. */
final class Libtorch {
	static final String NAME = "PyTorch";
	/** Kept, for a logger that nobody holds forgets its level. */
	private static final Logger CHATTER = Logger.getLogger("ai.djl");

	static {
		CHATTER.setLevel(Level.SEVERE);
		Environment.prepare();
	}

	private Libtorch() {}

	/** Loads the library where that is still to be done. */
	static void start(int threads) {
		// Nothing is ever fetched: the library is among the program's own jars.
		if (System.getProperty("ai.djl.offline") == null)
			System.setProperty("ai.djl.offline", "true");
		try {
			Engine.getEngine(NAME);
		} catch (EngineException | UnsatisfiedLinkError e) {
			throw new RefusedException("libtorch can't be loaded here (" + reason(e)
					+ "), so nothing can be trained; there must be room for it in "
					+ System.getProperty("DJL_CACHE_DIR", System.getProperty("user.home") + "/.djl.ai") + ".");
		}
		// Source that says what to do needs no profiling runs, and every step takes the same time.
		JniUtils.setGraphExecutorOptimize(false);
		if (JniUtils.getNumThreads() != threads)
			JniUtils.setNumThreads(threads);
	}

	/** The first line of what libtorch says, without its traces. */
	static String reason(Throwable e) {
		String text = String.valueOf(e.getMessage());
		return text.lines().filter(l -> l.contains("Error")).reduce((a, b) -> b)
				.or(() -> text.lines().findFirst()).orElse(text).strip();
	}
}
