package espalier.depth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import espalier.coupling.Coupling;
import espalier.data.Dataset;
import espalier.data.Picture;
import espalier.data.Preprocessing;
import espalier.evaluate.Sensitivity.Metric;
import espalier.graph.Graph;
import espalier.graph.Trace;
import espalier.region.Region;
import espalier.region.Regions;
import espalier.runtime.Tracer;
import espalier.zoo.Zoo;

/** Every method says something of every block of published architectures: a score, or why there is none. */
class ArchitecturesTest {
	/** Images of random pixels, of two classes in turn. */
	private record Pixels(int images, int channels, int height, int width) implements Dataset {
		@Override
		public String name() {
			return "random";
		}

		@Override
		public List<String> classes() {
			return List.of("0", "1");
		}

		@Override
		public int size() {
			return images;
		}

		@Override
		public int label(int index) {
			return index % 2;
		}

		@Override
		public Picture read(int index) {
			byte[] pixels = new byte[height * width * channels];
			new Random(index).nextBytes(pixels);
			return new Picture(width, height, channels, pixels);
		}

		@Override
		public String hash() {
			return "random " + images;
		}
	}

	@ParameterizedTest
	@ValueSource(strings = {"resnet50", "vgg16", "densenet121", "mobilenetv3large", "efficientnetb0", "convnext", "vit",
			"swin", "mixer", "googlenet"})
	void everyBlockIsSpokenOf(String name) {
		Graph graph = Objects.requireNonNull(Zoo.all().get(name), name).get();
		Trace trace = Tracer.trace(graph);
		Preprocessing usual = Preprocessing
				.guess(Objects.requireNonNull(trace.inputs().get(graph.inputs().getFirst().name())));
		Preprocessing plain = new Preprocessing(usual.height(), usual.width(), usual.channels(), 0, false,
				usual.channelsLast(), usual.scale(), usual.mean(), usual.std());
		List<Region> blocks = Regions.of(graph, trace).blocks();
		Subject subject = new Subject(Coupling.of(graph, trace), blocks,
				new Images(new Pixels(6, plain.channels(), plain.height(), plain.width()), plain));
		for (DepthMethod method : List.of(DepthMethods.byId("layerprune"), new Imprinting(), new LinearProbes(),
				Ablation.USUAL.by(Metric.COSINE), new EntryExitSimilarity())) {
			DepthScores found = method.score(subject, (_, _, _) -> {
			}, () -> false);
			assertThat(found.scores().size() + found.notApplicable().size()).isEqualTo(blocks.size());
			if (!(method instanceof EntryExitSimilarity))
				assertThat(found.notApplicable()).as(method.id()).isEmpty();
			assertThat(found.notApplicable().values()).allSatisfy(s -> assertThat(s).endsWith("have a cosine."));
			assertThat(found.scores().values()).as(method.id()).allSatisfy(s -> assertThat(s).isFinite());
			assertThat(List.copyOf(found.scores().keySet())).isSubsetOf(blocks.stream().map(Region::name).toList());
		}
	}
}
