package espalier.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;
import espalier.coupling.Member;
import espalier.coupling.Role;
import espalier.data.Batch;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.weights.Safetensors;

/** The script in {@code src/bench/python}: PyTorch from Python, masks and all images from the start for each cut. */
final class PlainScript {
	private static final ObjectMapper JSON = new ObjectMapper();
	private static final Path SCRIPT = Path.of("src", "bench", "python", "mask_and_evaluate.py");
	private static final String PYTHON = System.getenv().getOrDefault("PYTHON", "python3");

	private PlainScript() {}

	/**
	 * What it took and found.
	 *
	 * @param clock
	 *            seconds
	 * @param processor
	 *            seconds
	 * @param hits
	 *            by cut
	 */
	record Outcome(double clock, double processor, List<Integer> hits) {}

	/** Why it can't be run here, or null. */
	static @Nullable String obstacle() {
		try {
			return new ProcessBuilder(PYTHON, "-c", "import torch").redirectErrorStream(true)
					.redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0
							? null
							: "`" + PYTHON + "` has no PyTorch; name one that has it by the variable PYTHON";
		} catch (IOException e) {
			return "`" + PYTHON + "` can't be started; name one that has PyTorch by the variable PYTHON";
		} catch (InterruptedException e) {
			throw new IllegalStateException(e);
		}
	}

	/** @param cuts what is masked: indices of the first axis, by parameter */
	static Outcome run(Graph graph, List<Map<String, List<Integer>>> cuts, List<Batch> batches, Shape image, int threads) {
		try {
			Path folder = Files.createTempDirectory("script");
			Path net = folder.resolve("net.safetensors");
			Path list = folder.resolve("cuts.json");
			try {
				Safetensors.write(net, tensors(graph, batches, image), Map.of());
				JSON.writeValue(list.toFile(), cuts);
				Process process = new ProcessBuilder(PYTHON, SCRIPT.toString(), net.toString(), list.toString(),
						Integer.toString(batches.getFirst().size()), Integer.toString(threads))
						.redirectError(ProcessBuilder.Redirect.INHERIT).start();
				byte[] said = process.getInputStream().readAllBytes();
				if (process.waitFor() != 0)
					throw new IllegalStateException("the script in Python failed: " + process.exitValue());
				return JSON.readValue(said, Outcome.class);
			} finally {
				Files.deleteIfExists(net);
				Files.deleteIfExists(list);
				Files.delete(folder);
			}
		} catch (IOException e) {
			throw new java.io.UncheckedIOException(e);
		} catch (InterruptedException e) {
			throw new IllegalStateException(e);
		}
	}

	private static List<Tensor> tensors(Graph graph, List<Batch> batches, Shape image) {
		List<Tensor> all = new ArrayList<>(graph.initializers().values());
		int images = batches.stream().mapToInt(Batch::size).sum();
		float[] numbers = new float[Math.toIntExact(images * image.elements())];
		long[] labels = new long[images];
		int at = 0;
		for (Batch batch : batches) {
			System.arraycopy(batch.numbers(), 0, numbers, Math.toIntExact(at * image.elements()), batch.numbers().length);
			for (int label : batch.labels())
				labels[at++] = label;
		}
		all.add(Tensor.ofFloats("images", Shape.of(images, image.dim(1), image.dim(2), image.dim(3)), numbers));
		all.add(Tensor.ofLongs("labels", Shape.of(images), labels));
		return all;
	}

	/** Filters, and their scales and shifts: what is left of a channel is 0. */
	static Map<String, List<Integer>> masks(Cuts cuts) {
		Map<String, List<Integer>> masks = new LinkedHashMap<>();
		for (ChannelGroup group : cuts.groups())
			for (Member member : group.members())
				if (member.axis() == 0 && (member.role() == Role.OUT || scales(member))) {
					BitSet removed = cuts.removed(group);
					List<Integer> indices = new ArrayList<>();
					for (int i = 0; i < member.width(); i++)
						if (removed.get(member.unitOfIndex()[i]))
							indices.add(i);
					masks.put(member.tensor().name(), indices);
				}
		return masks;
	}

	private static boolean scales(Member member) {
		return member.role() == Role.NORM && !member.tensor().name().contains(".running_");
	}

	/** Of each convolution but those on shortcuts, and each ratio, some filters: a script knows no groups. */
	static List<Map<String, List<Integer>>> layers(Graph graph, List<Double> ratios) {
		List<Map<String, List<Integer>>> masks = new ArrayList<>();
		for (Node node : graph.nodes()) {
			Tensor weight = node.is("Conv") ? graph.leaf(node.inputs().get(1)) : null;
			if (weight == null || weight.shape().dim(2) == 1)
				continue;
			for (double ratio : ratios)
				masks.add(Map.of(weight.name(),
						IntStream.range(0, (int) (ratio * weight.shape().dim(0) + 1e-9)).boxed().toList()));
		}
		return masks;
	}
}
