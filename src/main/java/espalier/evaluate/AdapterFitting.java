package espalier.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

import espalier.data.Batch;
import espalier.data.Batches;
import espalier.data.Dataset;
import espalier.data.Preprocessing;
import espalier.data.Skipped;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.graph.Trace;
import espalier.region.Bypass;
import espalier.region.Fit;
import espalier.runtime.Runner;
import espalier.runtime.Value;

/** Runs the network over the images and fits adapters to what their regions read and make. */
final class AdapterFitting {
	private static final int BATCH = 8;
	/** The engine's own and ours. */
	private static final int COPIES = 2;
	private static final float LARGEST_HALF = 65_504;
	private static final long TELLING_NANOS = 200_000_000L;

	private final Graph graph;
	private final Trace trace;
	private final Dataset data;
	private final Preprocessing preprocessing;
	private final BooleanSupplier cancelled;
	private final AdapterFit.SoFar soFar;
	private final Skipped skipped = new Skipped();
	private long told = System.nanoTime();

	AdapterFitting(Graph graph, Trace trace, Dataset data, Preprocessing preprocessing, BooleanSupplier cancelled,
			AdapterFit.SoFar soFar) {
		this.graph = graph;
		this.trace = trace;
		this.data = data;
		this.preprocessing = preprocessing;
		this.cancelled = cancelled;
		this.soFar = soFar;
	}

	/** One adapter that is to be fitted, at the sizes of the trace. */
	private record Wanted(Bypass bypass, String entry, String exit, Shape in, Shape out) {
		long elements() {
			return in.elements() + out.elements();
		}
	}

	/** Adapters that are fitted in one pass over the images, so many at a time. */
	private record Pass(List<Wanted> wanted, int batch) {}

	List<AdapterFit> run(List<Bypass> bypasses, AdapterFit.Which which, long room) {
		List<Wanted> wanted = bypasses.stream().filter(Bypass::adapts).map(this::wanted)
				.filter(w -> which == AdapterFit.Which.ALL
						|| w.in().dim(w.bypass().axis()) != w.out().dim(w.bypass().axis()))
				.toList();
		if (wanted.isEmpty())
			return List.of();
		ImageInput input = ImageInput.of(graph);
		List<Pass> passes = divide(wanted, input, room);
		List<AdapterFit> fits = new ArrayList<>();
		for (int i = 0; i < passes.size(); i++)
			fits.addAll(pass(passes.get(i), input, i, passes.size()));
		return fits;
	}

	private Wanted wanted(Bypass bypass) {
		String entry = bypass.entry().value(graph);
		String exit = bypass.exit().value(graph);
		Shape in = entry == null ? null : trace.shape(entry);
		Shape out = exit == null ? null : trace.shape(exit);
		if (entry == null || exit == null || in == null || out == null)
			throw new RefusedException("The adapter of region `" + bypass.region() + "` can't be fitted: "
					+ (entry == null || exit == null
							? "this model lacks what the region " + (entry == null ? "reads" : "makes")
									+ "; choose the region anew."
							: "the sizes of its entry and exit are not known; open the model with known input sizes."));
		return new Wanted(bypass, entry, exit, in, out);
	}

	/** Divides the adapters, in their order, so that the activations of a batch fit in so many bytes. */
	private List<Pass> divide(List<Wanted> wanted, ImageInput input, long room) {
		Shape fed = trace.inputs().get(input.name());
		long traced = fed == null || fed.rank() == 0 ? 1 : Math.max(1, fed.dim(0));
		List<Pass> passes = new ArrayList<>();
		List<Wanted> open = new ArrayList<>();
		int batch = BATCH;
		long bytes = 0;
		for (Wanted one : wanted) {
			long each = Math.max(1, COPIES * Float.BYTES * one.elements() / traced);
			int fits = input.batch() > 0 ? input.batch() : Math.clamp(room / each, 1, BATCH);
			if (!open.isEmpty() && (bytes + each) * Math.min(batch, fits) > room) {
				passes.add(new Pass(List.copyOf(open), batch));
				open.clear();
				bytes = 0;
			}
			batch = open.isEmpty() ? fits : Math.min(batch, fits);
			bytes += each;
			open.add(one);
		}
		passes.add(new Pass(List.copyOf(open), batch));
		return passes;
	}

	private List<AdapterFit> pass(Pass pass, ImageInput input, int number, int of) {
		List<Pairs> pairs = pass.wanted().stream()
				.map(w -> new Pairs(w.bypass(), w.entry(), w.exit(), w.in(), w.out())).toList();
		Set<String> values = new LinkedHashSet<>();
		pairs.forEach(p -> values.addAll(List.of(p.entry(), p.exit())));
		values.remove(input.name());
		int images = 0;
		int left = 0;
		try (Runner runner = Runner.optimised(Probe.upTo(graph, values));
				Batches batches = Batches.of(data, preprocessing, pass.batch(), Integer.MAX_VALUE, skipped)) {
			for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
				if (cancelled.getAsBoolean())
					throw new CancellationException();
				if (batch.size() == 0)
					continue;
				if (input.batch() > batch.size()) {
					left += batch.size();
					continue;
				}
				Value fed = input.value(batch, preprocessing, batch.size());
				Map<String, Value> found = runner.run(Map.of(input.name(), fed));
				for (Pairs pair : pairs)
					pair.add(pair.entry().equals(input.name())
							? fed
							: Objects.requireNonNull(found.get(pair.entry())),
							Objects.requireNonNull(found.get(pair.exit())));
				images += batch.size();
				tell(images, number, of);
			}
		}
		Batches.requireSome(images + left, data, skipped);
		if (images == 0)
			throw new RefusedException("The model takes " + input.batch() + " images at a time and there are only "
					+ left + "; give more images.");
		List<AdapterFit> fits = new ArrayList<>();
		for (int i = 0; i < pairs.size(); i++)
			fits.add(fit(pass.wanted().get(i), pairs.get(i).solve(), images));
		return fits;
	}

	private AdapterFit fit(Wanted wanted, NormalEquations.Solution solution, int images) {
		Fit fit = solution.fit();
		if (trace.type(wanted.entry()) == ElementType.FLOAT16 && (beyond(fit.weight()) || beyond(fit.bias())))
			throw new RefusedException("The adapter of region `" + wanted.bypass().region()
					+ "` needs weights beyond what FLOAT16 holds; fit it in the model with weights of 32 bits.");
		return new AdapterFit(wanted.bypass().fitted(fit), images, solution.spread(), solution.error(),
				solution.before());
	}

	private static boolean beyond(float[] values) {
		for (float value : values)
			if (Math.abs(value) > LARGEST_HALF)
				return true;
		return false;
	}

	private void tell(int images, int number, int of) {
		if (System.nanoTime() - told < TELLING_NANOS)
			return;
		soFar.at(images + " of " + data.size() + " images" + (of == 1 ? "" : ", part " + (number + 1) + " of " + of),
				(number + (double) images / data.size()) / of);
		told = System.nanoTime();
	}
}
