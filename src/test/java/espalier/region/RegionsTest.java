package espalier.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.RefusedException;
import espalier.graph.Trace;
import espalier.runtime.Tracer;
import espalier.zoo.ConvSpec;
import espalier.zoo.NetBuilder;
import espalier.zoo.RandomNet;
import espalier.zoo.Zoo;

class RegionsTest {
	private static Regions of(Graph graph) {
		return Regions.of(graph, Tracer.trace(graph));
	}

	private static Graph zoo(String name) {
		return Objects.requireNonNull(Zoo.all().get(name)).get();
	}

	/** Names and kinds, activations and normalisations aside, indented by nesting. */
	private static String outline(List<Region> regions, String indent) {
		StringBuilder text = new StringBuilder();
		for (Region region : regions)
			if (region.kind() != Region.Kind.ACTIVATION && region.kind() != Region.Kind.NORMALISATION)
				text.append(indent).append(region.name()).append(": ").append(region.kind().label())
						.append(region.leave() instanceof Region.Leave.By(Bypass b)
								? b.adapts() ? ", by adapter" : ""
								: ", stays")
						.append('\n').append(outline(region.parts(), indent + "  "));
		return text.toString();
	}

	private static String outline(Graph graph) {
		return outline(of(graph).roots(), "");
	}

	@Test
	void residualNetwork() {
		assertThat(outline(zoo("resnet18"))).startsWith("""
				conv1: layer, by adapter
				layer1: stage
				  layer1.0: block
				    layer1.0.conv1: layer
				    layer1.0.conv2: layer
				  layer1.1: block
				    layer1.1.conv1: layer
				    layer1.1.conv2: layer
				layer2: stage, by adapter
				  layer2.0: block, by adapter
				    layer2.0 branch: branch
				      layer2.0.conv1: layer, by adapter
				      layer2.0.conv2: layer
				    layer2.0.downsample.0: layer, stays
				  layer2.1: block
				    layer2.1.conv1: layer
				    layer2.1.conv2: layer
				""").endsWith("fc: layer, stays\n");
	}

	@Test
	void plainNetwork() {
		assertThat(outline(zoo("vgg11"))).isEqualTo("""
				features: block, by adapter
				  features.0: layer, by adapter
				  features.4: layer, by adapter
				  features.8: layer, by adapter
				  features.11: layer
				  features.15: layer, by adapter
				  features.18: layer
				  features.22: layer
				  features.25: layer
				classifier: block, by adapter
				  classifier.0: layer, stays
				  classifier.3: layer
				  classifier.6: layer, stays
				""");
		assertThat(of(zoo("vgg11")).blocks()).extracting(Region::kind).containsOnly(Region.Kind.LAYER);
	}

	@Test
	void invertedResiduals() {
		assertThat(of(zoo("mobilenetv2")).blocks()).extracting(Region::name).containsExactlyElementsOf(
				IntStream.rangeClosed(1, 17).mapToObj(i -> "features." + i + ".conv").toList());
	}

	@Test
	void transformer() {
		Regions regions = of(zoo("vit"));
		assertThat(regions.blocks()).extracting(Region::name)
				.containsExactlyElementsOf(IntStream.range(0, 12).mapToObj(i -> "blocks." + i).toList());
		assertThat(regions.blocks()).as("all alike").extracting(Region::alike).containsOnly(
				regions.blocks().getFirst().alike());
		assertThat(outline(regions.named("blocks.3").parts(), "")).isEqualTo("""
				blocks.3.attn: attention
				  blocks.3.attn.qkv: layer, stays
				  blocks.3.attn.proj: layer
				blocks.3.mlp: MLP
				  blocks.3.mlp.fc1: layer, stays
				  blocks.3.mlp.fc2: layer, stays
				""");
		assertThat(of(zoo("bert")).blocks()).extracting(Region::name)
				.containsExactlyElementsOf(IntStream.range(0, 12).mapToObj(i -> "encoder.layer." + i).toList());
	}

	@Test
	void networkWithSkips() {
		Regions regions = of(zoo("unet"));
		Region deepest = regions.all().filter(r -> r.name().equals("down4.maxpool_conv.1.double_conv")).findFirst()
				.orElseThrow();
		long around = regions.all().filter(r -> r.nodes().containsAll(deepest.nodes())).count();
		assertThat(around).as("levels around the deepest").isEqualTo(5);
		assertThat(outline(zoo("unet"))).contains("up1.up: layer, stays");
	}

	@Test
	void recurrentNetwork() {
		assertThat(outline(zoo("lstm"))).isEqualTo("""
				lstm: block, by adapter
				  lstm layer: layer, stays
				  lstm layer 2: layer, stays
				fc: layer, stays
				""");
	}

	@Test
	void repeatsAreFoundWithoutNames() {
		NetBuilder b = new NetBuilder("nameless", 1);
		String x = b.relu(b.conv(b.input("input", 1, 3, 8, 8), ConvSpec.of(8, 3)));
		for (int i = 0; i < 3; i++)
			x = b.relu(b.add(x, b.conv(b.relu(b.conv(x, ConvSpec.of(8, 3))), ConvSpec.of(8, 3))));
		b.output(b.conv(b.globalPool(x), ConvSpec.of(4, 1)), "out");
		Regions regions = of(b.build());
		assertThat(regions.blocks()).hasSize(3).extracting(Region::alike).containsOnly(
				regions.blocks().getFirst().alike());
		assertThat(regions.roots()).extracting(Region::kind).contains(Region.Kind.STAGE);
	}

	@Test
	void whatHoldsAnOutputStaysAndSaysSo() {
		NetBuilder b = new NetBuilder("outputs", 1);
		String x = b.relu(b.as("stem").conv(b.input("input", 1, 3, 8, 8), ConvSpec.of(8, 3)));
		String inner = b.relu(b.as("block.conv1").conv(x, ConvSpec.of(8, 3)));
		b.output(inner, "features");
		x = b.relu(b.as("block.add").add(x, b.as("block.conv2").conv(inner, ConvSpec.of(8, 3))));
		b.output(b.as("head").conv(b.globalPool(x), ConvSpec.of(4, 1)), "logits");
		Graph graph = b.build();
		List<Region> holding = of(graph).all().filter(r -> r.nodes().stream().anyMatch(
				n -> n.outputs().contains("features")) && !r.exit().equals("features")).toList();
		assertThat(holding).isNotEmpty().allSatisfy(r -> assertThat(((Region.Leave.Stays) r.leave()).reason())
				.contains("`features`"));
	}

	@Test
	void namesAreUniqueAndKnown() {
		Zoo.all().forEach((name, net) -> {
			Regions regions = of(net.get());
			List<String> names = regions.all().map(Region::name).toList();
			assertThat(names).as(name).doesNotHaveDuplicates();
		});
		Regions regions = of(zoo("resnet18"));
		assertThatThrownBy(() -> regions.named("layer9")).isInstanceOf(RefusedException.class)
				.hasMessageContaining("no region `layer9`");
	}

	/** Nothing gets into a region but by its entry or from elsewhere, and nothing out but by its exit. */
	@ParameterizedTest
	@ValueSource(ints = {0, 1})
	void regionsHaveOneEntryAndOneExit(int part) {
		for (long seed = part * 100L; seed < part * 100L + 100; seed++) {
			Graph graph = RandomNet.of(seed);
			Trace trace = Tracer.trace(graph);
			Flow flow = new Flow(graph, trace);
			for (Region region : Regions.of(graph, trace).all().filter(Region::removable).toList()) {
				Set<Node> inside = Set.copyOf(region.nodes());
				Set<String> made = new HashSet<>();
				inside.forEach(n -> made.addAll(n.outputs()));
				assertThat(made).as("seed %d", seed).contains(region.exit()).doesNotContain(region.entry());
				for (String value : made)
					if (!value.equals(region.exit()))
						assertThat(inside).as("seed %d: readers of %s", seed, value)
								.containsAll(flow.readers(value));
				assertThat(reachesWithout(flow, region)).as("seed %d: %s gets in beside %s", seed, region.name(),
						region.entry()).isFalse();
			}
			Regions.of(graph, trace).all()
					.forEach(r -> r.parts().forEach(p -> assertThat(r.nodes()).containsAll(p.nodes())));
		}
	}

	/** Whether what is before the entry reaches the region by another way. */
	private static boolean reachesWithout(Flow flow, Region region) {
		Set<Node> inside = Set.copyOf(region.nodes());
		Set<String> before = new HashSet<>();
		ArrayDeque<String> queue = new ArrayDeque<>(List.of(region.entry()));
		while (!queue.isEmpty())
			if (flow.maker(queue.remove()) instanceof Node maker)
				for (String read : flow.reads(maker))
					if (before.add(read))
						queue.add(read);
		return inside.stream().flatMap(n -> flow.reads(n).stream()).anyMatch(before::contains);
	}

}
