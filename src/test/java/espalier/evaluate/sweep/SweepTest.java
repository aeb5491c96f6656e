package espalier.evaluate.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.data.Preprocessing;
import espalier.data.Sources;
import espalier.data.Subset;
import espalier.evaluate.Sensitivity;
import espalier.evaluate.Sensitivity.Curve;
import espalier.evaluate.Sensitivity.Metric;
import espalier.evaluate.Sensitivity.Point;
import espalier.evaluate.sweep.SweepJob.Effort;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.onnx.OnnxReader;
import espalier.onnx.RealFiles;
import espalier.runtime.Tracer;
import espalier.zoo.Nets;
import espalier.zoo.Zoo;

/** A sweep finds what cutting, loading and running everything from the start finds. */
class SweepTest {
	private static final List<Double> RATIOS = List.of(0.25, 0.5, 0.8);
	private static final Effort TWO = new Effort(2, 64 << 20, null);

	/** Remembers what it hears. */
	private static class Heard implements Sweep.Listener {
		private final List<Sensitivity> grown = new ArrayList<>();
		private final List<String> notes = new ArrayList<>();

		@Override
		public void grown(Sensitivity now, int done, int all) {
			grown.add(now);
		}

		@Override
		public void noted(String sentence) {
			notes.add(sentence);
		}
	}

	private static Sensitivity run(SweepJob job) {
		return Sweep.run(job, Journal.NONE, new Heard(), () -> false);
	}

	private static void sameAsNaive(SweepJob job, Sensitivity found) {
		double whole = Naive.value(job, Cuts.NONE);
		assertThat(found.whole().value()).isCloseTo(whole, within(1e-5 * Math.max(1, Math.abs(whole))));
		assertThat(found.curves()).hasSameSizeAs(job.orders().keySet());
		for (Curve curve : found.curves()) {
			ChannelGroup group = java.util.Objects.requireNonNull(job.coupling().group(curve.group()));
			assertThat(curve.points()).extracting(Point::ratio).isEqualTo(job.ratios());
			for (Point point : curve.points()) {
				double value = Naive.value(job, job.cuts(group, SweepJob.removed(point.ratio(), group.units())));
				assertThat(point.value()).as("%s at %s", group, point.ratio()).isCloseTo(value,
						within(1e-4 * Math.max(1, Math.abs(value))));
				assertThat(point.value()).isBetween(point.low(), point.high());
			}
		}
	}

	@ParameterizedTest
	@CsvSource({"resnet, 1", "densenet, 2", "mobilenet, 3", "shufflenet, 2", "resnext, 1", "senet, 1", "vgg, 1",
			"byshape, 1", "sharedbiases, 1"})
	void lossOfSmallNetworksIsThatOfTheNaiveLoop(String name, int each) {
		SweepJob job = Naive.job(Nets.all().get(name).get(), Metric.LOSS, RATIOS, 11, each, TWO);
		sameAsNaive(job, run(job));
	}

	@ParameterizedTest
	@CsvSource({"resnet20, 4", "densenet121, 31", "googlenet, 15", "mobilenetv3large, 13", "efficientnetb0, 17",
			"convnext, 9", "vit, 11", "mixer, 7", "swin, 43"})
	void divergenceOfPublishedNetworksIsThatOfTheNaiveLoop(String name, int each) {
		SweepJob job = Naive.job(Zoo.all().get(name).get(), Metric.DIVERGENCE, RATIOS, 5, each, TWO);
		sameAsNaive(job, run(job));
	}

	@ParameterizedTest
	@CsvSource({"yolo, 16, SQUARE", "bifpn, 16, COSINE", "unet, 4, COSINE", "edsr, 4, SQUARE"})
	void distancesLookAtAllOutputs(String name, int each, Metric metric) {
		SweepJob job = Naive.job(Zoo.all().get(name).get(), metric, RATIOS, 3, each, TWO);
		sameAsNaive(job, run(job));
	}

	@Test
	void trainedNetworkOnRealImagesHitsAsTheNaiveLoop() {
		Path images = RealFiles.folder().resolve("cifar10-images.tar.gz");
		Graph graph = OnnxReader.read(Path.of("example-models", "resnet20-cifar10.onnx")).graph();
		Coupling coupling = Coupling.of(graph, Tracer.trace(graph));
		SweepJob job = new SweepJob(coupling, "b".repeat(64), "l2", Naive.orders(coupling, 4), Metric.ACCURACY,
				List.of(0.3, 0.6), Subset.stratified(Sources.open(images.toString(), 1).validation(), 40, 1),
				Preprocessing.guess(Shape.of(1, 3, 32, 32)), TWO);
		Sensitivity found = run(job);
		assertThat(found.whole().value()).isGreaterThan(0.75);
		sameAsNaive(job, found);
	}

	@ParameterizedTest
	@EnumSource
	void everyMetricIsThatOfTheNaiveLoopWhateverIsKept(Metric metric) {
		Graph graph = Nets.all().get("resnet").get();
		SweepJob job = Naive.job(graph, metric, RATIOS, 19, 1, TWO);
		Sensitivity found = run(job);
		sameAsNaive(job, found);
		sameAsNaive(job, run(Naive.job(graph, metric, RATIOS, 19, 1, new Effort(1, 400_000, null))));
		sameAsNaive(job, run(Naive.job(graph, metric, RATIOS, 19, 1, new Effort(3, 0, null))));
	}

	@Test
	void accuracyCountsHitsAndGivesTheirInterval() {
		SweepJob job = Naive.job(Nets.all().get("resnet").get(), Metric.ACCURACY, SweepJob.RATIOS, 41, 1, TWO);
		Sensitivity found = run(job);
		sameAsNaive(job, found);
		assertThat(found.images()).as("one is damaged").isEqualTo(40);
		Point first = found.curves().getFirst().points().getFirst();
		assertThat(first.low()).isCloseTo(
				espalier.evaluate.Interval.of(Math.round(first.value() * 40), 40).low(), within(1e-12));
	}

	@Test
	void theMiddleOfEveryGroupComesFirstThenTheEnds() {
		SweepJob job = Naive.job(Nets.all().get("resnet").get(), Metric.LOSS,
				List.of(0.2, 0.35, 0.5, 0.65, 0.8), 8, 1, new Effort(1, 64 << 20, null));
		Heard heard = new Heard();
		Sensitivity all = Sweep.run(job, Journal.NONE, heard, () -> false);
		int groups = job.orders().size();
		assertThat(heard.grown.getFirst().curves()).isEmpty();
		assertThat(heard.grown.get(groups).curves()).hasSize(groups)
				.allSatisfy(c -> assertThat(c.points()).extracting(Point::ratio).contains(0.5));
		assertThat(heard.grown.get(3 * groups).curves())
				.allSatisfy(c -> assertThat(c.points()).extracting(Point::ratio).contains(0.2, 0.5, 0.8));
		assertThat(heard.grown.getLast()).isEqualTo(all);
		assertThat(all.curves()).extracting(Curve::group)
				.isEqualTo(job.orders().keySet().stream().map(ChannelGroup::name).toList());
		assertThat(heard.notes).singleElement().asString().contains("1 image can't be decoded");
	}

	@Test
	void goesOnWhereAKilledSweepLeftOff(@TempDir Path folder) throws IOException {
		SweepJob job = Naive.job(Nets.all().get("resnet").get(), Metric.LOSS, RATIOS, 9, 1, TWO);
		Sensitivity all = run(job);
		AtomicInteger points = new AtomicInteger();
		Heard heard = new Heard() {
			@Override
			public void grown(Sensitivity now, int done, int of) {
				points.set(done);
			}
		};
		assertThatThrownBy(() -> Sweep.run(job, Journal.of(job, folder), heard, () -> points.get() >= 5))
				.isInstanceOf(CancellationException.class);
		Sensitivity known = java.util.Objects.requireNonNull(Sweep.known(job, Journal.of(job, folder)));
		assertThat(known.curves().stream().mapToInt(c -> c.points().size()).sum()).isBetween(5, 7);
		Path file;
		try (var files = Files.list(folder)) {
			file = files.findFirst().orElseThrow();
		}
		Files.writeString(file, Files.readString(file).substring(0, (int) Files.size(file) - 9));
		Heard second = new Heard();
		assertThat(Sweep.run(job, Journal.of(job, folder), second, () -> false)).isEqualTo(all);
		assertThat(second.grown.getFirst().curves().stream().mapToInt(c -> c.points().size()).sum())
				.as("the last line was torn")
				.isEqualTo(known.curves().stream().mapToInt(c -> c.points().size()).sum() - 1);
		assertThat(Sweep.known(job, Journal.of(job, folder))).as("the torn line spoils no other").isEqualTo(all);
		Sensitivity again = Sweep.run(job, Journal.of(job, folder), new Heard(), () -> {
			throw new AssertionError("nothing is left to be measured");
		});
		assertThat(again).isEqualTo(all);
	}

	@Test
	void damagedLinesAreMeasuredAgainAndOtherImagesHaveAJournalOfTheirOwn(@TempDir Path folder) throws IOException {
		SweepJob job = Naive.job(Nets.all().get("vgg").get(), Metric.LOSS, RATIOS, 9, 2, TWO);
		Sensitivity all = Sweep.run(job, Journal.of(job, folder), new Heard(), () -> false);
		try (var files = Files.list(folder)) {
			Path file = files.findFirst().orElseThrow();
			Files.writeString(file, Files.readString(file).replaceFirst("\"value\":(\\d)", "\"value\":7$1")
					+ "\nno json\n[]\nnull\n{\"cut\":3}\n");
		}
		assertThat(Sweep.known(job, Journal.of(job, folder))).as("the first line is the whole network's").isNull();
		assertThat(Sweep.run(job, Journal.of(job, folder), new Heard(), () -> false)).isEqualTo(all);
		SweepJob fewer = Naive.job(job.coupling().graph(), Metric.LOSS, RATIOS, 8, 2, TWO);
		assertThat(Sweep.known(fewer, Journal.of(fewer, folder))).isNull();
	}

	@Test
	void otherWeightsUnderTheSameHashOfAFileAreMeasuredAnew(@TempDir Path folder) {
		SweepJob job = Naive.job(Nets.resNet("net", 1, 1, 8, 16), Metric.LOSS, RATIOS, 9, 1, TWO);
		Sweep.run(job, Journal.of(job, folder), new Heard(), () -> false);
		SweepJob other = Naive.job(Nets.resNet("net", 2, 1, 8, 16), Metric.LOSS, RATIOS, 9, 1, TWO);
		assertThat(other.modelSha256()).as("as where weights lie in a file of their own").isEqualTo(job.modelSha256());
		assertThat(Sweep.known(other, Journal.found(other, folder))).isNull();
		assertThat(Sweep.known(job, Journal.found(job, folder))).isNotNull();
	}

	@Test
	void earlyEndsWhereTheIntervalIsNarrowOrTheNetworkHasCollapsed() {
		Graph graph = Nets.all().get("resnet").get();
		Sensitivity full = run(Naive.job(graph, Metric.LOSS, RATIOS, 80, 1, TWO));
		Early early = new Early(1e9, 1e9, 16);
		Sensitivity ended = run(Naive.job(graph, Metric.LOSS, RATIOS, 80, 1, new Effort(2, 64 << 20, early)));
		assertThat(ended.whole()).isEqualTo(full.whole());
		assertThat(ended.curves()).allSatisfy(
				c -> assertThat(c.points()).extracting(Point::images).allSatisfy(n -> assertThat(n).isBetween(16, 24)));
		assertThat(run(Naive.job(graph, Metric.LOSS, RATIOS, 80, 1, new Effort(2, 64 << 20, new Early(0, 1e9, 16)))))
				.as("neither narrow enough nor collapsed").isEqualTo(full);
		assertThat(new Early(0, 0.3, 1).enough(Metric.ACCURACY, 0.9, espalier.evaluate.Interval.of(20, 64)))
				.as("at most 44% of 90%").isTrue();
		assertThat(new Early(0, 0.3, 1).enough(Metric.ACCURACY, 0.9, espalier.evaluate.Interval.of(40, 64)))
				.as("up to 73% of 90%").isFalse();
	}

	@Test
	void whatCannotBeMeasuredIsRefused() {
		SweepJob two = Naive.job(Nets.all().get("resnet").get(), Metric.ACCURACY, RATIOS, 9, 1, TWO);
		assertThatThrownBy(() -> new SweepJob(two.coupling(), "", "l2", two.orders(), Metric.LOSS, List.of(0.5, 0.2),
				two.data(), two.preprocessing(), TWO)).isInstanceOf(RefusedException.class)
				.hasMessageContaining("ascend");
		SweepJob small = new SweepJob(two.coupling(), "", "l2", two.orders(), Metric.LOSS, RATIOS,
				new Noise(9, 3, 8, 8, 0), Pixels.of(8), TWO);
		assertThatThrownBy(() -> run(small)).isInstanceOf(RefusedException.class)
				.hasMessageContaining("prepared as 1x3x8x8").hasMessageContaining("opened at 1x3x16x16");
	}

	/** Preparation for other sizes. */
	private static final class Pixels {
		static espalier.data.Preprocessing of(int size) {
			return new espalier.data.Preprocessing(size, size, 3, 0, false, false, 1, List.of(0f, 0f, 0f),
					List.of(1f, 1f, 1f));
		}
	}
}
