package espalier.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

import java.nio.FloatBuffer;

import espalier.data.Batch;
import espalier.data.Batches;
import espalier.data.Dataset;
import espalier.data.Preprocessing;
import espalier.data.Shapes;
import espalier.data.Skipped;
import espalier.data.Subset;
import espalier.evaluate.Evaluation;
import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.onnx.OnnxWriter;
import espalier.runtime.Runner;
import espalier.zoo.ExampleNets;

/**
 * Accuracy of ResNet-20 by {@link Evaluation} from images on, and a bare ONNX Runtime session over the same images prepared
 * beforehand, in turns.
 */
final class EvaluationBench {
	private static final int IMAGES = 1000;
	private static final int BATCH = 8;
	private static final int ROUNDS = 12;

	private EvaluationBench() {}

	static void run() {
		Graph graph = ExampleNets.resNet20("resnet20");
		Preprocessing preprocessing = Preprocessing.guess(Shape.of(1, 3, 32, 32));
		Dataset data = new InMemory(Subset.stratified(Shapes.splits(0).validation(), IMAGES, 1));
		List<float[]> prepared = new ArrayList<>();
		try (Batches batches = Batches.of(data, preprocessing, BATCH, 10, new Skipped())) {
			for (Batch next = batches.next(); next != null; next = batches.next())
				prepared.add(next.numbers());
		}
		List<Double> ours = new ArrayList<>();
		List<Double> bare = new ArrayList<>();
		try (Runner runner = Runner.timed(graph, 1);
				OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
			options.setIntraOpNumThreads(1);
			options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
			OrtSession session = OrtEnvironment.getEnvironment().createSession(OnnxWriter.toBytes(graph), options);
			for (int round = 0; round < ROUNDS; round++) {
				if (round % 2 == 0)
					bare.add(bare(session, prepared));
				long start = System.nanoTime();
				Evaluation.of(runner, graph, data, preprocessing, () -> false, _ -> {
				});
				ours.add((System.nanoTime() - start) / 1e6);
				if (round % 2 == 1)
					bare.add(bare(session, prepared));
			}
			session.close();
		} catch (OrtException e) {
			throw new IllegalStateException(e);
		}
		double a = TrainingSteps.median(ours);
		double b = TrainingSteps.median(bare);
		System.out.printf(Locale.ROOT,
				"evaluation, ResNet-20, %d images, 1 thread: Evaluation %.0f images/s, bare ONNX Runtime %.0f images/s, ratio %.3f%n",
				IMAGES, IMAGES * 1e3 / a, IMAGES * 1e3 / b, b / a);
	}

	private static double bare(OrtSession session, List<float[]> batches) throws OrtException {
		long start = System.nanoTime();
		for (float[] numbers : batches)
			try (OnnxTensor tensor = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), FloatBuffer.wrap(numbers),
					new long[]{numbers.length / 3072, 3, 32, 32});
					OrtSession.Result result = session.run(Map.of("input", tensor))) {
				((OnnxTensor) result.get(0)).getFloatBuffer();
			}
		return (System.nanoTime() - start) / 1e6;
	}

	/** Images decoded once, so that drawing them is not measured. */
	private record InMemory(Dataset of, List<espalier.data.Picture> pictures) implements Dataset {
		InMemory(Dataset of) {
			this(of, new ArrayList<>());
			for (int i = 0; i < of.size(); i++)
				try {
					pictures.add(of.read(i));
				} catch (espalier.data.UnreadableImage e) {
					throw new IllegalStateException(e);
				}
		}

		@Override
		public String name() {
			return of.name();
		}

		@Override
		public List<String> classes() {
			return of.classes();
		}

		@Override
		public int size() {
			return of.size();
		}

		@Override
		public int label(int index) {
			return of.label(index);
		}

		@Override
		public espalier.data.Picture read(int index) {
			return pictures.get(index);
		}

		@Override
		public String hash() {
			return of.hash();
		}
	}
}
