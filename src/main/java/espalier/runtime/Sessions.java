package espalier.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;

import espalier.graph.BadInputException;
import espalier.graph.Graph;
import espalier.onnx.OnnxWriter;

/**
 * Makes ONNX Runtime sessions. A model can keep the engine busy for minutes before it answers, and native work can't be
 * stopped: so each is made on a thread of its own that is left behind when its time is up.
 */
final class Sessions {
	static final Duration PATIENCE = Duration.ofSeconds(60);
	/** Larger models are handed over as files, which spares a copy in the heap. */
	private static final long IN_MEMORY = 512L << 20;

	private Sessions() {}

	/**
	 * A session over a graph.
	 *
	 * @throws OrtException
	 *             when the engine refuses the model
	 * @throws BadInputException
	 *             when it does not answer in time
	 */
	static OrtSession of(Graph graph, OptLevel level) throws OrtException {
		return of(graph, options(level));
	}

	/** As {@link #of(Graph, OptLevel)}, with a number of threads of its own. */
	static OrtSession of(Graph graph, OptLevel level, int threads) throws OrtException {
		return of(graph, options(level, threads));
	}

	/** As {@link #of(Graph, OptLevel, int)} on one thread, without an arena: what is freed goes back to the system. */
	static OrtSession holding(Graph graph) throws OrtException {
		SessionOptions options = options(OptLevel.ALL_OPT, 1);
		options.setCPUArenaAllocator(false);
		return of(graph, options);
	}

	/** A session that writes what each node takes to a file whose name starts as given. */
	static OrtSession profiled(Graph graph, OptLevel level, int threads, Path prefix) throws OrtException {
		SessionOptions options = options(level, threads);
		options.enableProfiling(prefix.toString());
		return of(graph, options);
	}

	/** @param options closed with this */
	static OrtSession of(Graph graph, SessionOptions options) throws OrtException {
		long bytes = graph.initializers().values().stream().mapToLong(t -> t.bytes()).sum();
		if (bytes > IN_MEMORY)
			return ofLarge(graph, options);
		byte[] model = OnnxWriter.toBytes(graph);
		return bounded(graph.name(), PATIENCE, () -> {
			try (options) {
				return Engine.environment().createSession(model, options);
			}
		});
	}

	private static OrtSession ofLarge(Graph graph, SessionOptions options) throws OrtException {
		try {
			Path folder = Files.createTempDirectory("espalier");
			try {
				Path file = folder.resolve("model.onnx");
				OnnxWriter.write(graph, file, IN_MEMORY, written -> {
				});
				return of(file, options);
			} finally {
				remove(folder);
			}
		} catch (IOException e) {
			throw new BadInputException("There is no room for a large model in the system's temporary folder ("
					+ e.getMessage() + "); free some space there.", e);
		}
	}

	/** What the engine still maps goes when the process ends, where files in use can't be removed. */
	private static void remove(Path folder) throws IOException {
		boolean inUse = false;
		try (Stream<Path> files = Files.list(folder)) {
			for (Path file : files.toList())
				if (!file.toFile().delete()) {
					if (!inUse)
						folder.toFile().deleteOnExit();
					inUse = true;
					file.toFile().deleteOnExit();
				}
		}
		if (!inUse)
			Files.delete(folder);
	}

	/** A session over a model file. */
	static OrtSession of(Path file, OptLevel level) throws OrtException {
		return of(file, options(level));
	}

	private static OrtSession of(Path file, SessionOptions options) throws OrtException {
		return bounded(file.getFileName().toString(), PATIENCE, () -> {
			try (options) {
				return Engine.environment().createSession(file.toString(), options);
			}
		});
	}

	private static SessionOptions options(OptLevel level, int threads) throws OrtException {
		SessionOptions options = options(level);
		options.setIntraOpNumThreads(threads);
		return options;
	}

	private static SessionOptions options(OptLevel level) throws OrtException {
		SessionOptions options = new SessionOptions();
		options.setOptimizationLevel(level);
		options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
		options.addConfigEntry("session.intra_op.allow_spinning", "0");
		options.addConfigEntry("session.inter_op.allow_spinning", "0");
		return options;
	}

	/** A run that is told to stop when its time is up. */
	static OrtSession.Result run(OrtSession session, Map<String, OnnxTensor> inputs) throws OrtException {
		try (RunOptions options = new RunOptions()) {
			AtomicBoolean running = new AtomicBoolean(true);
			Thread.ofVirtual().start(() -> watch(options, running));
			try {
				return session.run(inputs, options);
			} finally {
				synchronized (options) {
					running.set(false);
					options.notifyAll();
				}
			}
		}
	}

	private static void watch(RunOptions options, AtomicBoolean running) {
		long end = System.nanoTime() + PATIENCE.toNanos();
		synchronized (options) {
			try {
				for (long left = PATIENCE.toMillis(); running.get() && left > 0; left = TimeUnit.NANOSECONDS
						.toMillis(end - System.nanoTime()))
					options.wait(left);
				if (running.get())
					options.setTerminate(true);
			} catch (InterruptedException e) {
				Thread.currentThread().interrupt();
			} catch (OrtException e) {
				System.getLogger(Sessions.class.getName()).log(System.Logger.Level.DEBUG, "run not stopped", e);
			}
		}
	}

	/** Something that asks the engine. */
	@FunctionalInterface
	interface Native<T extends AutoCloseable> {
		T make() throws OrtException;
	}

	static <T extends AutoCloseable> T bounded(String name, Duration patience, Native<T> work) throws OrtException {
		CompletableFuture<T> answer = new CompletableFuture<>();
		Thread.ofPlatform().daemon().name("onnxruntime " + name).start(() -> answer(work, answer));
		try {
			return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
		} catch (TimeoutException e) {
			answer.completeExceptionally(e);
			throw new BadInputException("ONNX Runtime did not finish with the model in " + patience.toSeconds()
					+ " seconds: try again when the machine is less busy, or, if the model has control flow nested in"
					+ " control flow, export it with less of it.",
					e);
		} catch (InterruptedException e) {
			answer.completeExceptionally(e);
			Thread.currentThread().interrupt();
			throw new CancellationException("interrupted while ONNX Runtime was at work");
		} catch (ExecutionException e) {
			if (e.getCause() instanceof OrtException refused)
				throw refused;
			if (e.getCause() instanceof RuntimeException failed)
				throw failed;
			throw new IllegalStateException(e.getCause());
		}
	}

	private static <T extends AutoCloseable> void answer(Native<T> work, CompletableFuture<T> answer) {
		try {
			T made = work.make();
			if (!answer.complete(made))
				made.close();
		} catch (Exception | LinkageError e) {
			answer.completeExceptionally(e);
		}
	}
}
