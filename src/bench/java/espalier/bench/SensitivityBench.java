package espalier.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.sun.management.OperatingSystemMXBean;

import org.jspecify.annotations.Nullable;

import espalier.allocate.Manual;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.data.Batch;
import espalier.data.Batches;
import espalier.data.Cached;
import espalier.data.Dataset;
import espalier.data.Preprocessing;
import espalier.data.Shapes;
import espalier.data.Skipped;
import espalier.data.Sources;
import espalier.data.Subset;
import espalier.evaluate.Sensitivity;
import espalier.evaluate.sweep.Early;
import espalier.evaluate.sweep.Journal;
import espalier.evaluate.sweep.Sweep;
import espalier.evaluate.sweep.SweepJob;
import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.importance.Aggregation;
import espalier.importance.Criteria;
import espalier.importance.Scores;
import espalier.onnx.ModelFile;
import espalier.onnx.OnnxReader;
import espalier.plan.Surgeon;
import espalier.runtime.Runner;
import espalier.runtime.Tracer;
import espalier.runtime.Value;
import espalier.runtime.torch.TorchModule;
import espalier.runtime.torch.TorchScript;

/**
 * A sweep of all groups of a trained ResNet-20 at nine ratios on 512 images, beside what a script does: one cut after the other,
 * all images from the start in batches of 128 on all cores, prepared beforehand. Once by ONNX Runtime on the cut network, once in
 * Python by PyTorch with masks, and once by libtorch with the whole network in evaluation mode, into which weights are written
 * for each cut. A script that knows no groups masks each layer by itself, which is more points for the same network: timed, too.
 * Of the scripts a third of the points is measured and counted three times. Other programs slow down whatever runs beside them,
 * so that processor time is told beside the clock's. On CIFAR-10 where it is at hand, else on generated images, on which the
 * network is no better than chance and nothing ends early.
 */
final class SensitivityBench {
	private static final int BATCH = 128;
	private static final int THIRD = 3;
	private static final int CORES = Runtime.getRuntime().availableProcessors();
	private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
			.getOperatingSystemMXBean();

	private final ModelFile model = OnnxReader.read(Path.of("example-models", "resnet20-cifar10.onnx"));
	private final Coupling coupling = Coupling.of(model.graph(), Tracer.trace(model.graph()));
	private final Map<ChannelGroup, int[]> orders = new LinkedHashMap<>();
	private final Preprocessing preprocessing = Preprocessing.guess(Shape.of(1, 3, 32, 32));
	private final Dataset data = new Cached(Subset.stratified(images(), SweepJob.IMAGES, 1), 64L << 20);
	private final List<Batch> prepared = new ArrayList<>();
	private final List<Cuts> cuts = new ArrayList<>();

	private SensitivityBench() {
		Scores scores = Scores.of(coupling, Criteria.byId("l2"), Aggregation.DEFAULT);
		for (ChannelGroup group : coupling.prunable()) {
			double[] of = java.util.Objects.requireNonNull(scores.of(group));
			orders.put(group, Manual.ascending(of));
			for (double ratio : SweepJob.RATIOS)
				cuts.add(Cuts.NONE.with(group, Manual.lowest(of, (int) (ratio * of.length + 1e-9))));
		}
		try (Batches batches = Batches.of(data, preprocessing, BATCH, 10, new Skipped())) {
			for (Batch next = batches.next(); next != null; next = batches.next())
				prepared.add(next);
		}
	}

	private static Dataset images() {
		Path cifar = Path.of(System.getProperty("espalier.data", Path.of("..", "shared", "data").toString()),
				"cifar10-images.tar.gz");
		return Files.exists(cifar)
				? Sources.open(cifar.toString(), 1).validation()
				: Shapes.splits(0).validation();
	}

	/** What something took, in seconds. */
	private record Taken(double clock, double processor) {
		static Taken of(Runnable work, int times) {
			long start = System.nanoTime();
			long busy = SYSTEM.getProcessCpuTime();
			work.run();
			return new Taken(times * (System.nanoTime() - start) / 1e9,
					times * (SYSTEM.getProcessCpuTime() - busy) / 1e9);
		}

		void print(String what, @Nullable Taken against) {
			System.out.printf(Locale.ROOT, "sensitivity, ResNet-20, %s: %.1f s, %.1f s of processor%s%n", what, clock,
					processor, against == null
							? ""
							: String.format(Locale.ROOT, "; %.1f times as long as the sweep, %.1f in processor time",
									clock / against.clock, processor / against.processor));
		}
	}

	static void run() {
		SensitivityBench bench = new SensitivityBench();
		Sensitivity found = bench.sweep(CORES, 512L << 20, null);
		Taken sweep = Taken.of(() -> bench.sweep(CORES, 512L << 20, null), 1);
		sweep.print("sweep of " + bench.cuts.size() + " cuts on " + SweepJob.IMAGES + " images, " + CORES + " threads",
				null);
		List<Integer> hits = new ArrayList<>();
		Taken.of(() -> hits.addAll(bench.cutAndRun()), THIRD).print("script, cut and run by ONNX Runtime", sweep);
		bench.compare(found, hits);
		bench.script(found, sweep);
		Taken.of(bench::maskAndRun, THIRD).print("script, masked and run by libtorch", sweep);
		Taken.of(() -> bench.sweep(CORES, 512L << 20, null), 1).print("the sweep once more", sweep);
		Taken.of(() -> bench.sweep(1, 512L << 20, null), 1).print("the sweep on one thread", sweep);
		Taken.of(() -> bench.sweep(CORES, 0, null), 1).print("the sweep with nothing kept", sweep);
		Taken.of(() -> bench.sweep(CORES, 512L << 20, Early.USUAL), 1).print("the sweep that ends points early",
				sweep);
	}

	/** The same cuts by a script in Python, and the sweep that it would make: of each layer by itself. */
	private void script(Sensitivity found, Taken sweep) {
		String obstacle = PlainScript.obstacle();
		if (obstacle != null) {
			System.out.println("sensitivity, ResNet-20, script in Python: left out, " + obstacle);
			return;
		}
		PlainScript.Outcome same = script(third(cuts).stream().map(PlainScript::masks).toList());
		new Taken(THIRD * same.clock(), THIRD * same.processor()).print("script, masked and run by PyTorch in Python",
				sweep);
		compare(found, same.hits());
		List<Map<String, List<Integer>>> layers = PlainScript.layers(model.graph(), SweepJob.RATIOS);
		PlainScript.Outcome each = script(third(layers));
		new Taken(THIRD * each.clock(), THIRD * each.processor())
				.print("the same script on " + layers.size() + " masks of single layers", sweep);
	}

	private PlainScript.Outcome script(List<Map<String, List<Integer>>> masks) {
		return PlainScript.run(model.graph(), masks, prepared, preprocessing.shape(1), CORES);
	}

	/** Says in how many of the points that a script measured it hit otherwise than the sweep. */
	private void compare(Sensitivity sweep, List<Integer> script) {
		List<Sensitivity.Point> points = sweep.curves().stream().flatMap(c -> c.points().stream()).toList();
		int different = 0;
		for (int i = 0; i < script.size(); i++)
			different += script.get(i) == Math.round(points.get(i * THIRD + 1).value() * sweep.images()) ? 0 : 1;
		System.out.printf(Locale.ROOT, "sensitivity, ResNet-20: %d of %d points differ from the script's in their hits%n",
				different, script.size());
	}

	private Sensitivity sweep(int threads, long memory, @Nullable Early early) {
		return Sweep.run(new SweepJob(coupling, model.sha256(), "l2", orders, Sensitivity.Metric.ACCURACY, SweepJob.RATIOS,
				data, preprocessing, new SweepJob.Effort(threads, memory, early)), Journal.NONE, new Sweep.Listener() {
					@Override
					public void grown(Sensitivity now, int done, int all) {}

					@Override
					public void noted(String sentence) {}
				}, () -> false);
	}

	private static <T> List<T> third(List<T> all) {
		List<T> third = new ArrayList<>();
		for (int i = 1; i < all.size(); i += THIRD)
			third.add(all.get(i));
		return third;
	}

	private List<Integer> cutAndRun() {
		List<Integer> found = new ArrayList<>();
		for (Cuts each : third(cuts)) {
			Graph cut = Surgeon.apply(coupling, each);
			try (Runner runner = Runner.optimised(cut)) {
				int hits = 0;
				for (Batch batch : prepared)
					hits += hits(runner.run(Map.of("input", input(batch))).values().iterator().next(), batch);
				found.add(hits);
			}
		}
		return found;
	}

	private void maskAndRun() {
		try (TorchModule module = TorchModule
				.load(TorchScript.batched(model.graph(), Map.of("input", Shape.of(1, 3, 32, 32))), CORES)) {
			module.train(false);
			for (Cuts _ : third(cuts)) {
				module.write(module.read());
				for (Batch batch : prepared)
					hits(module.outputs(input(batch)).getFirst(), batch);
			}
		}
	}

	private Value input(Batch batch) {
		return Value.floats(preprocessing.shape(batch.size()), batch.numbers());
	}

	private static int hits(Value logits, Batch batch) {
		float[] all = logits.toFloats();
		int classes = all.length / batch.size();
		int hits = 0;
		for (int i = 0; i < batch.size(); i++) {
			int best = 0;
			for (int c = 1; c < classes; c++)
				best = all[i * classes + c] > all[i * classes + best] ? c : best;
			hits += best == batch.labels()[i] ? 1 : 0;
		}
		return hits;
	}
}
