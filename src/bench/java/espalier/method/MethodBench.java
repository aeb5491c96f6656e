package espalier.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import espalier.allocate.Budget;
import espalier.bench.TrainingSteps;
import espalier.coupling.ChannelGroup;
import espalier.data.Preprocessing;
import espalier.data.Shapes;
import espalier.data.Subset;
import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.importance.Leverage;
import espalier.reconstruct.Calibration;
import espalier.reconstruct.LayerFit;
import espalier.reconstruct.Reconstruction;
import espalier.runtime.Tracer;
import espalier.session.Workpiece;
import espalier.train.Shaping;
import espalier.train.Trainee;
import espalier.train.Trainer;
import espalier.zoo.ExampleNets;
import espalier.zoo.Zoo;

/** What methods cost: masks in training steps, in turns with plain ones, and choosing and fitting at the size of ResNet-50. */
public final class MethodBench {
	private static final int BATCH = 128;
	private static final int ROUNDS = 6;
	private static final int STEPS = 6;
	private static final int IMAGES = 200;

	private MethodBench() {}

	public static void run() {
		masks();
		large();
	}

	private static void masks() {
		Graph graph = ExampleNets.resNet20("resnet20");
		Trainer.Job plain = TrainingSteps.job(graph, BATCH, STEPS);
		Pruning all = new Pruning(aim(graph), new Periods(1, 1), 0, 1, _ -> {
		});
		Trainer.Job masked = plain.with(new Shaping() {
			@Override
			public Reach reach(Graph of) {
				return all.reach(of);
			}

			@Override
			public void after(int epoch, Trainee trainee) {}

			@Override
			public boolean counts(int epoch) {
				return true;
			}

			@Override
			public String identity() {
				return "masks";
			}
		});
		List<Double> without = new ArrayList<>();
		List<Double> with = new ArrayList<>();
		for (int round = 0; round < ROUNDS; round++) {
			without.addAll(TrainingSteps.milliseconds(plain));
			with.addAll(TrainingSteps.milliseconds(masked));
		}
		double a = TrainingSteps.median(without);
		double b = TrainingSteps.median(with);
		System.out.printf(Locale.ROOT,
				"ResNet-20, batch %d, 1 thread: a step takes %.1f ms, with masks on all weights %.1f ms (%+.1f%%)%n",
				BATCH, a, b, 100 * (b / a - 1));
	}

	private static Aim aim(Graph graph) {
		Workpiece piece = Workpiece.of(graph, Tracer.defaultInputs(graph));
		return new Aim(new Budget.Macs(0.5), piece.cost().original(), piece, MethodRecipe.Residual.SYNCHRONOUS, 1, 1);
	}

	/** ResNet-50 with drawn weights. */
	private static void large() {
		Graph graph = Zoo.fullSize("resnet50");
		Aim aim = aim(graph);
		Workpiece piece = aim.piece(graph);
		List<ChannelGroup> groups = aim.groups(piece.coupling());
		long start = System.nanoTime();
		Map<ChannelGroup, Integer> counts = new Scales(aim).removed(piece, false);
		told("widths by scales", start);
		start = System.nanoTime();
		for (ChannelGroup group : groups)
			new Leverage(0.5).score(group, Aim.FILTERS);
		told("leverage of " + groups.size() + " groups", start);
		start = System.nanoTime();
		for (ChannelGroup group : groups) {
			BitSet kept = new BitSet();
			kept.set(0, group.units() / 2);
			Regrowth.residuals(Rows.of(group), kept);
		}
		told("residuals for regrowth", start);
		start = System.nanoTime();
		for (ChannelGroup group : groups) {
			double[][][] kernels = Rows.makers(group).stream().map(m -> Rows.kernels(m, group.units()))
					.flatMap(Arrays::stream).toArray(double[][][]::new);
			Coverage.chosen(Coverage.clusters(kernels, group.units() / 2), group.units() / 2,
					new double[group.units()], null);
		}
		told("clusters and coverage", start);
		start = System.nanoTime();
		Map<ChannelGroup, Integer> keep = new java.util.LinkedHashMap<>();
		Reconstruction.choosable(piece.coupling(), Reconstruction.Method.THINET)
				.forEach(g -> keep.put(g, g.units() - counts.getOrDefault(g, 0)));
		Preprocessing preprocessing = new Preprocessing(224, 224, 3, 256, false, false, 1 / 255f,
				Preprocessing.guess(Shape.of(1, 3, 224, 224)).mean(), Preprocessing.guess(Shape.of(1, 3, 224, 224)).std(),
				false);
		for (Reconstruction.Method method : Reconstruction.Method.values()) {
			start = System.nanoTime();
			List<LayerFit> layers = Reconstruction.choose(piece.coupling(), keep, method,
					Calibration.of(Subset.stratified(Shapes.splits(0).train(), IMAGES, 1), preprocessing),
					() -> false, (step, share) -> {
					}).layers();
			told(method + ", " + layers.size() + " layers on " + IMAGES + " images", start);
		}
	}

	private static void told(String what, long start) {
		System.out.printf(Locale.ROOT, "ResNet-50: %s in %.1f s%n", what, (System.nanoTime() - start) / 1e9);
	}
}
