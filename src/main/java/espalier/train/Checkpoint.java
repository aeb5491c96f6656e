package espalier.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

import espalier.graph.BadInputException;
import espalier.graph.ElementType;
import espalier.graph.RefusedException;
import espalier.graph.Tensor;
import espalier.onnx.AtomicFile;
import espalier.runtime.Value;
import espalier.weights.Safetensors;

/**
 * Where a training stands after a whole epoch: a safetensors file with the weights and the optimiser's memory, the best state
 * so far, and the metrics of all epochs. Replaced as a whole after each epoch.
 *
 * @param job
 *            tells trainings apart: a hash over recipe, model and data
 * @param best
 *            the state of the epoch with the highest accuracy
 */
record Checkpoint(String job, List<Metrics> metrics, Map<String, Value> state, Map<String, Value> best) {
	private static final ObjectMapper JSON = new ObjectMapper();
	private static final String BEST = "best:";

	void write(Path file) {
		List<Tensor> tensors = new ArrayList<>();
		state.forEach((name, value) -> tensors.add(Tensor.ofFloats(name, value.shape(), value.toFloats())));
		best.forEach((name, value) -> tensors.add(Tensor.ofFloats(BEST + name, value.shape(), value.toFloats())));
		try {
			Safetensors.write(file, tensors, Map.of("job", job, "metrics", JSON.writeValueAsString(metrics)));
		} catch (JsonProcessingException e) {
			throw new IllegalStateException(e);
		}
	}

	/** Removes what killed trainings left beside a checkpoint. */
	static void sweep(Path file) {
		try {
			AtomicFile.removeLeftovers(file);
		} catch (IOException e) {
			throw BadInputException.unwritable(file, e);
		}
	}

	/**
	 * The checkpoint in a file, or null where there is none yet.
	 *
	 * @throws RefusedException
	 *             when it is of another training
	 */
	static @Nullable Checkpoint read(Path file, String job) {
		if (!Files.exists(file))
			return null;
		Safetensors.Content content = Safetensors.read(file);
		if (!job.equals(content.metadata().get("job")))
			throw new RefusedException("The checkpoint `" + file
					+ "` is of a training with another recipe, model or data; name another file, or delete it.");
		Map<String, Value> state = new LinkedHashMap<>();
		Map<String, Value> best = new LinkedHashMap<>();
		content.tensors().forEach((name, tensor) -> {
			Value value = new Value(ElementType.FLOAT, tensor.shape(), tensor.toFloats());
			if (name.startsWith(BEST))
				best.put(name.substring(BEST.length()), value);
			else
				state.put(name, value);
		});
		try {
			return new Checkpoint(job, JSON.readValue(content.metadata().getOrDefault("metrics", "[]"),
					new TypeReference<List<Metrics>>() {}), state, best);
		} catch (JsonProcessingException e) {
			throw new BadInputException("The checkpoint `" + file + "` is damaged; delete it to start afresh.", e);
		}
	}
}
