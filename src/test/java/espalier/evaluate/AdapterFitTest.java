package espalier.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import espalier.data.Batch;
import espalier.data.Batches;
import espalier.data.Dataset;
import espalier.data.Preprocessing;
import espalier.data.Skipped;
import espalier.graph.BadInputException;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.graph.Trace;
import espalier.plan.Bypasses;
import espalier.region.Bypass;
import espalier.region.End;
import espalier.region.Fit;
import espalier.runtime.Runner;
import espalier.runtime.Tracer;
import espalier.runtime.Value;
import espalier.zoo.ConvSpec;
import espalier.zoo.NetBuilder;
import espalier.zoo.Nets;

class AdapterFitTest {
	/** A network with a part that is to go. */
	private record Net(Graph graph, Trace trace, Bypass bypass) {
		static Net of(NetBuilder b, String entry, String exit, int axis) {
			Graph graph = b.build();
			return new Net(graph, Tracer.trace(graph), around(graph, entry, exit, axis));
		}

		/** With a classifier behind the exit. */
		static Net classifier(NetBuilder b, String entry, String exit) {
			b.output(b.as("fc").gemm(b.flatten(b.globalPool(exit)), 3, true, true));
			return of(b, entry, exit, 1);
		}

		AdapterFit fit(Dataset data) {
			return fits(List.of(bypass), data, Activations.ROOM).getFirst();
		}

		List<AdapterFit> fits(List<Bypass> bypasses, Dataset data, long room) {
			return AdapterFit.of(graph, trace, bypasses, AdapterFit.Which.ALL, data, usual(graph), () -> false,
					(step, share) -> {
					}, room);
		}
	}

	private static Bypass around(Graph graph, String entry, String exit, int axis) {
		return new Bypass("block", Objects.requireNonNull(End.of(graph, entry)),
				Objects.requireNonNull(End.of(graph, exit)), axis, null);
	}

	private static Preprocessing usual(Graph graph) {
		return Preprocessing.guess(Tracer.defaultInputs(graph).values().iterator().next());
	}

	/** Channels 5 to 7 by convolutions with an activation, halved in space from so many places. */
	private static Net bent(int side) {
		NetBuilder b = new NetBuilder("bent", 4);
		String entry = b.relu(b.as("stem").conv(b.openBatchInput("input", 1, 3, side, side), ConvSpec.of(5, 3)));
		String inner = b.relu(b.as("one").conv(entry, ConvSpec.of(6, 3).strided(2)));
		return Net.classifier(b, entry, b.relu(b.as("two").conv(inner, ConvSpec.of(7, 3).biased())));
	}

	@Test
	void findsALinearMapOfThePooledEntry() {
		NetBuilder b = new NetBuilder("linear", 3);
		String entry = b.relu(b.as("stem").conv(b.openBatchInput("input", 1, 3, 12, 12), ConvSpec.of(6, 3)));
		String exit = b.as("map").conv(b.pool("AveragePool", entry, 3), ConvSpec.of(8, 1).biased());
		Net net = Net.classifier(b, entry, exit);
		AdapterFit fit = net.fit(Drawn.random(40, 12, 12, 1));
		Fit found = Objects.requireNonNull(fit.bypass().fit());
		float[] weight = floats(net, 1);
		float[] bias = floats(net, 2);
		for (int i = 0; i < weight.length; i++)
			assertThat(found.weight()[i]).isCloseTo(weight[i], within(1e-4f));
		for (int i = 0; i < bias.length; i++)
			assertThat(found.bias()[i]).isCloseTo(bias[i], within(1e-4f));
		assertThat(fit.images()).isEqualTo(40);
		assertThat(fit.unexplained()).isLessThan(1e-8);
	}

	/** A constant of the node that makes the exit. */
	private static float[] floats(Net net, int slot) {
		var maker = Objects.requireNonNull(net.graph().node(net.bypass().exit().node()));
		var tensor = Objects.requireNonNull(net.graph().constant(maker.inputs().get(slot)));
		float[] values = new float[(int) tensor.elements()];
		for (int i = 0; i < values.length; i++)
			values[i] = (float) tensor.at(i);
		return values;
	}

	/** Even and odd sizes: where the last block of places is smaller, it counts by itself. */
	@Test
	void isTheLeastSquaresOfAllActivationsAtOnce() {
		for (int side : new int[]{8, 13}) {
			Net net = bent(side);
			Drawn data = Drawn.random(30, side, side, 2);
			AdapterFit fit = net.fit(data);
			Held held = Held.of(net, data, true);
			Fit direct = held.solved();
			Fit found = Objects.requireNonNull(fit.bypass().fit());
			assertThat(found.weight()).containsExactly(direct.weight(), offset(1e-4f));
			assertThat(found.bias()).containsExactly(direct.bias(), offset(1e-4f));
			assertThat(fit.error()).isLessThan(fit.before()).isLessThan(fit.spread());
			assertThat(fit.spread()).isCloseTo(held.spread(), withinPercentage(0.01));
		}
	}

	/** The engine runs the adapter as it was fitted: what it misses is what was said, and nobody else misses less. */
	@Test
	void theAdapterMissesWhatWasSaid() {
		Net net = bent(13);
		Drawn data = Drawn.random(30, 13, 13, 2);
		AdapterFit fit = net.fit(data);
		assertThat(missed(net, fit.bypass(), data)).isCloseTo(fit.error(), withinPercentage(0.1));
		assertThat(missed(net, net.bypass(), data)).isCloseTo(fit.before(), withinPercentage(0.1));
		Fit best = Objects.requireNonNull(fit.bypass().fit());
		for (int i = 0; i < best.weight().length; i += 5) {
			float[] other = best.weight().clone();
			other[i] += 0.05f;
			assertThat(missed(net, net.bypass().fitted(new Fit(best.in(), other, best.bias())), data))
					.isGreaterThan(fit.error());
		}
	}

	/** Mean square of what comes out of an adapter less the exit. */
	private static double missed(Net net, Bypass bypass, Dataset data) {
		Graph left = Bypasses.applied(net.graph(), net.trace(), List.of(bypass)).graph();
		List<float[]> made = values(left, bypass.name() + "_output_0", data);
		List<float[]> exits = values(net.graph(), Objects.requireNonNull(bypass.exit().value(net.graph())), data);
		double sum = 0;
		long count = 0;
		for (int i = 0; i < made.size(); i++)
			for (int k = 0; k < made.get(i).length; k++, count++)
				sum += Math.pow(made.get(i)[k] - exits.get(i)[k], 2);
		return sum / count;
	}

	/** A value of each image alone. */
	static List<float[]> values(Graph graph, String value, Dataset data) {
		List<float[]> all = new ArrayList<>();
		Preprocessing preprocessing = usual(graph);
		try (Runner runner = Runner.of(graph, List.of(value));
				Batches batches = Batches.of(data, preprocessing, 1, 100, new Skipped())) {
			for (Batch batch = batches.next(); batch != null; batch = batches.next())
				all.add(Objects.requireNonNull(
						runner.run(Map.of("input", new Value(graph.inputs().getFirst().type(), preprocessing.shape(1),
								batch.numbers()))).get(value))
						.toFloats());
		}
		return all;
	}

	/** All activations of a net's region, entry pooled by two. */
	private record Held(List<double[]> entries, List<double[]> exits) {
		static Held of(Net net, Dataset data, boolean maps) {
			Held held = new Held(new ArrayList<>(), new ArrayList<>());
			String entry = Objects.requireNonNull(net.bypass().entry().value(net.graph()));
			String exit = Objects.requireNonNull(net.bypass().exit().value(net.graph()));
			Shape from = Objects.requireNonNull(net.trace().shape(entry));
			Shape to = Objects.requireNonNull(net.trace().shape(exit));
			values(net.graph(), entry, data).forEach(v -> held.entries.addAll(maps ? pooled(v, from) : rows(v, from)));
			values(net.graph(), exit, data).forEach(v -> held.exits.addAll(maps ? places(v, to) : rows(v, to)));
			return held;
		}

		private static List<double[]> pooled(float[] values, Shape shape) {
			int c = (int) shape.dim(1);
			int side = (int) shape.dim(2);
			List<double[]> rows = new ArrayList<>();
			for (int y = 0; y < side; y += 2)
				for (int x = 0; x < side; x += 2) {
					double[] row = new double[c];
					for (int k = 0; k < c; k++) {
						int count = 0;
						for (int v = y; v < Math.min(side, y + 2); v++)
							for (int u = x; u < Math.min(side, x + 2); u++, count++)
								row[k] += values[(k * side + v) * side + u];
						row[k] /= count;
					}
					rows.add(row);
				}
			return rows;
		}

		private static List<double[]> places(float[] values, Shape shape) {
			int c = (int) shape.dim(1);
			int places = values.length / c;
			List<double[]> rows = new ArrayList<>();
			for (int p = 0; p < places; p++) {
				double[] row = new double[c];
				for (int k = 0; k < c; k++)
					row[k] = values[k * places + p];
				rows.add(row);
			}
			return rows;
		}

		private static List<double[]> rows(float[] values, Shape shape) {
			int c = (int) shape.dim(-1);
			List<double[]> rows = new ArrayList<>();
			for (int p = 0; p < values.length / c; p++) {
				double[] row = new double[c];
				for (int k = 0; k < c; k++)
					row[k] = values[p * c + k];
				rows.add(row);
			}
			return rows;
		}

		double spread() {
			double[] mean = Direct.means(exits);
			double sum = 0;
			for (double[] row : exits)
				for (int k = 0; k < row.length; k++)
					sum += Math.pow(row[k] - mean[k], 2);
			return sum / exits.size() / mean.length;
		}

		Fit solved() {
			return Direct.solved(entries, exits);
		}
	}

	@Test
	void tokensAreFittedAlongTheirLastAxis() {
		NetBuilder b = new NetBuilder("tokens", 1);
		String x = b.openBatchInput("input", 1, 3, 8, 8);
		String entry = b.transpose(b.reshape(b.as("patch").conv(x, ConvSpec.of(6, 2).strided(2).padded(0)), 0, 6, -1),
				0, 2, 1);
		String exit = b.as("down").matMul(b.relu(b.as("up").matMul(entry, 10)), 4);
		b.output(b.as("fc").gemm(b.flatten(exit), 3, true, true));
		Net net = Net.of(b, entry, exit, 2);
		Drawn data = Drawn.random(25, 8, 8, 3);
		AdapterFit fit = net.fit(data);
		Fit direct = Held.of(net, data, false).solved();
		Fit found = Objects.requireNonNull(fit.bypass().fit());
		assertThat(found.weight()).containsExactly(direct.weight(), offset(1e-4f));
		assertThat(found.bias()).containsExactly(direct.bias(), offset(1e-4f));
		assertThat(missed(net, fit.bypass(), data)).isCloseTo(fit.error(), withinPercentage(0.1));
		assertThat(missed(net, net.bypass(), data)).isCloseTo(fit.before(), withinPercentage(0.1));
	}

	@Test
	void networksOfHalfNumbersAreFitted() {
		Net full = bent(8);
		Graph graph = HalfTest.half(full.graph());
		Net half = new Net(graph, Tracer.trace(graph), full.bypass());
		Drawn data = Drawn.random(30, 8, 8, 2);
		AdapterFit fit = half.fit(data);
		Fit expected = Objects.requireNonNull(full.fit(data).bypass().fit());
		assertThat(Objects.requireNonNull(fit.bypass().fit()).weight()).containsExactly(expected.weight(),
				offset(0.01f));
		assertThat(missed(half, fit.bypass(), data)).isCloseTo(fit.error(), withinPercentage(2));
	}

	@Test
	void theInputOfTheNetworkMayBeTheEntry() {
		NetBuilder b = new NetBuilder("first", 1);
		String x = b.openBatchInput("input", 1, 3, 8, 8);
		Net net = Net.classifier(b, x, b.relu(b.as("conv1").conv(x, ConvSpec.of(5, 3))));
		Drawn data = Drawn.random(30, 8, 8, 2);
		AdapterFit fit = net.fit(data);
		assertThat(missed(net, fit.bypass(), data)).isCloseTo(fit.error(), withinPercentage(0.1));
	}

	@Test
	void onlyChangingOnesUnlessAllAreAskedFor() {
		NetBuilder b = new NetBuilder("pools", 4);
		String entry = b.relu(b.as("stem").conv(b.openBatchInput("input", 1, 3, 8, 8), ConvSpec.of(5, 3)));
		String halved = b.relu(b.as("one").conv(entry, ConvSpec.of(5, 3).strided(2)));
		String same = b.relu(b.as("two").conv(halved, ConvSpec.of(5, 3)));
		Net net = Net.classifier(b, entry, halved);
		Bypass plain = around(net.graph(), halved, same, -1);
		List<Bypass> both = List.of(net.bypass(), plain);
		Drawn data = Drawn.random(12, 8, 8, 2);
		assertThat(AdapterFit.of(net.graph(), net.trace(), both, AdapterFit.Which.CHANGING, data, usual(net.graph()),
				() -> false, (step, share) -> {
				})).isEmpty();
		List<AdapterFit> fits = net.fits(both, data, Activations.ROOM);
		assertThat(fits).hasSize(1);
		assertThat(fits.getFirst().error()).isLessThan(fits.getFirst().before());
		List<Bypass> into = AdapterFit.into(both, fits);
		assertThat(into).extracting(Bypass::exit).containsExactly(net.bypass().exit(), plain.exit());
		assertThat(into.get(0).fit()).isNotNull();
		assertThat(into.get(1)).isEqualTo(plain);
	}

	@Test
	void severalPassesGiveWhatOneGives() {
		Graph graph = Nets.resNet("net", 5, 1, 8, 16);
		Trace trace = Tracer.trace(graph);
		List<Bypass> bypasses = espalier.region.Regions.of(graph, trace).all()
				.filter(r -> r.leave() instanceof espalier.region.Region.Leave.By(Bypass b) && b.adapts())
				.map(r -> ((espalier.region.Region.Leave.By) r.leave()).bypass()).toList();
		assertThat(bypasses).hasSizeGreaterThan(1);
		Net net = new Net(graph, trace, bypasses.getFirst());
		Drawn data = Drawn.random(19, 16, 16, 1);
		List<AdapterFit> whole = net.fits(bypasses, data, Activations.ROOM);
		assertThat(net.fits(bypasses, data, Activations.ROOM)).as("the same again").isEqualTo(whole);
		// less than two images of the first entry: so every adapter has a pass of its own, an image at a time
		List<AdapterFit> parts = net.fits(bypasses, data, 40_000);
		for (int i = 0; i < bypasses.size(); i++) {
			float[] expected = Objects.requireNonNull(whole.get(i).bypass().fit()).weight();
			assertThat(Objects.requireNonNull(parts.get(i).bypass().fit()).weight()).containsExactly(expected,
					offset(1e-4f));
			assertThat(parts.get(i).images()).isEqualTo(19);
		}
	}

	@Test
	void entriesThatNeverChangeTellTheMeanOfTheExit() {
		NetBuilder b = new NetBuilder("still", 4);
		String entry = b.clip(b.as("stem").conv(b.openBatchInput("input", 1, 3, 8, 8), ConvSpec.of(5, 3)), 2, 2);
		Net net = Net.classifier(b, entry, b.as("map").conv(entry, ConvSpec.of(4, 1).biased()));
		AdapterFit fit = net.fit(Drawn.random(6, 8, 8, 1));
		Fit found = Objects.requireNonNull(fit.bypass().fit());
		assertThat(found.weight()).containsOnly(0);
		assertThat(found.bias()).containsExactly(
				values(net.graph(), Objects.requireNonNull(net.bypass().exit().value(net.graph())),
						Drawn.random(1, 8, 8, 1)).stream()
						.map(v -> new float[]{v[0], v[64], v[128], v[192]}).findFirst().orElseThrow(),
				offset(1e-5f));
		assertThat(fit.unexplained()).isLessThan(1e-6);
	}

	@Test
	void refusedWhereNothingCanBeFitted() {
		Net net = bent(8);
		assertThatThrownBy(() -> net.fit(new Drawn(8, 8, List.of()))).isInstanceOf(RefusedException.class)
				.hasMessageContaining("None of the images of drawn can be used");
		Bypass other = new Bypass("elsewhere", new End("nowhere", 0), net.bypass().exit(), 1, null);
		assertThatThrownBy(() -> net.fits(List.of(other), Drawn.random(3, 8, 8, 1), Activations.ROOM))
				.isInstanceOf(RefusedException.class).hasMessageContaining("`elsewhere`")
				.hasMessageContaining("lacks what the region reads");
		NetBuilder b = new NetBuilder("four", 4);
		String entry = b.relu(b.as("stem").conv(b.input("input", 4, 3, 8, 8), ConvSpec.of(5, 3)));
		Net four = Net.classifier(b, entry, b.relu(b.as("one").conv(entry, ConvSpec.of(7, 3))));
		assertThat(four.fit(Drawn.random(10, 8, 8, 2)).images()).isEqualTo(8);
		assertThatThrownBy(() -> four.fit(Drawn.random(3, 8, 8, 2))).isInstanceOf(RefusedException.class)
				.hasMessageContaining("4 images at a time");
	}

	@Test
	void numbersThatAreNotFiniteNameTheRegion() {
		NetBuilder b = new NetBuilder("hot", 4);
		String entry = b.relu(b.as("stem").conv(b.openBatchInput("input", 1, 3, 8, 8), ConvSpec.of(5, 3)));
		String hot = b.unary("Exp", b.unary("Exp", b.unary("Exp", b.as("one").conv(entry, ConvSpec.of(7, 3)))));
		Net net = Net.classifier(b, entry, hot);
		assertThatThrownBy(() -> net.fit(Drawn.random(20, 8, 8, 2))).isInstanceOf(BadInputException.class)
				.hasMessageContaining("`block`").hasMessageContaining("`" + hot + "`").hasMessageContaining("finite");
	}

	@Test
	void cancelledBetweenBatches() {
		Net net = bent(8);
		AtomicInteger asked = new AtomicInteger();
		assertThatThrownBy(() -> AdapterFit.of(net.graph(), net.trace(), List.of(net.bypass()),
				AdapterFit.Which.CHANGING, Drawn.random(80, 8, 8, 1), usual(net.graph()),
				() -> asked.incrementAndGet() > 2, (step, share) -> {
				})).isInstanceOf(CancellationException.class);
		assertThat(asked).hasValue(3);
	}
}
