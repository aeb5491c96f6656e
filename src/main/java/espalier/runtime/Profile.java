package espalier.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;

import espalier.graph.BadInputException;
import espalier.graph.Graph;

/** ONNX Runtime's own profile of a run, node by node. */
public final class Profile {
	private static final ObjectMapper JSON = new ObjectMapper();
	private static final String KERNEL = "_kernel_time";

	private Profile() {}

	/**
	 * Mean milliseconds a run by node name. The first run, which is slower, is left out.
	 *
	 * @throws CancellationException
	 *             when cancelled between runs
	 * @throws BadInputException
	 *             when ONNX Runtime refuses the graph, or the system's temporary folder is full
	 */
	public static Map<String, Double> of(Graph graph, Map<String, Value> inputs, int threads, int runs,
			BooleanSupplier cancelled) {
		try {
			Path folder = Files.createTempDirectory("espalier");
			Path file = folder.resolve("profile");
			try {
				try (OrtSession session = Sessions.profiled(graph, OptLevel.NO_OPT, threads, file)) {
					Runner runner = new Runner(session);
					for (int run = 0; run <= runs; run++) {
						if (cancelled.getAsBoolean())
							throw new CancellationException();
						runner.run(inputs);
					}
					return read(Path.of(session.endProfiling()), runs);
				}
			} finally {
				try (var files = Files.list(folder)) {
					for (Path left : files.toList())
						Files.delete(left);
				}
				Files.delete(folder);
			}
		} catch (OrtException e) {
			throw Refusal.of(graph, e);
		} catch (IOException e) {
			throw new BadInputException("The profile can't be kept in the system's temporary folder (" + e.getMessage()
					+ "); free some space there.", e);
		}
	}

	private static Map<String, Double> read(Path file, int runs) throws IOException {
		Map<String, Double> sums = new HashMap<>();
		Map<String, Boolean> warm = new HashMap<>();
		for (JsonNode event : JSON.readTree(file.toFile())) {
			String name = event.path("name").asText();
			if (!event.path("cat").asText().equals("Node") || !name.endsWith(KERNEL))
				continue;
			String node = name.substring(0, name.length() - KERNEL.length());
			if (warm.put(node, true) != null)
				sums.merge(node, event.path("dur").asDouble() / 1e3 / runs, Double::sum);
		}
		return sums;
	}
}
