package espalier.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import espalier.graph.Graph;
import espalier.graph.Tensor;

/** What is known of each architecture: its parameters at the published size, its layers, the name of a block. */
class ZooFactsTest {
	/** @param weightless a network at its published size, without numbers */
	private record Published(String name, Supplier<Graph> weightless, long parameters) {
		@Override
		public String toString() {
			return name;
		}
	}

	/** @param node the name of some node */
	private record Fact(String name, String op, int count, String node) {
		@Override
		public String toString() {
			return name;
		}
	}

	static List<Published> published() {
		Form form = Form.published(224, 1000);
		long swinBiasTables = 169L * (2 * 3 + 2 * 6 + 6 * 12 + 2 * 24);
		return List.of(new Published("AlexNet", () -> ZooPlain.alexNet(form), 61_100_840),
				new Published("VGG-11", () -> ZooPlain.vgg11(form), 132_868_840),
				new Published("VGG-16", () -> ZooPlain.vgg16(form), 138_365_992),
				new Published("SqueezeNet 1.1", () -> ZooPlain.squeezeNet(form), 1_235_496),
				new Published("ResNet-18", () -> ZooResNets.resNet18(form), 11_689_512),
				new Published("ResNet-50", () -> ZooResNets.resNet50(form), 25_557_032),
				new Published("ResNeXt-50 32x4d", () -> ZooResNets.resNext50(form), 25_028_904),
				new Published("Wide ResNet-50-2", () -> ZooResNets.wideResNet50(form), 68_883_240),
				new Published("WRN-28-10", () -> ZooResNets.wideResNet28(Form.published(32, 10)), 36_479_194),
				new Published("ResNet-20", () -> ZooResNets.cifarResNet20(Form.published(32, 10)), 269_722),
				new Published("DenseNet-121", () -> ZooConcats.denseNet121(form), 7_978_856),
				new Published("GoogLeNet", () -> ZooConcats.googLeNet(form), 6_624_904),
				new Published("Inception-v3", () -> ZooInception.inceptionV3(Form.published(299, 1000)), 23_834_568),
				new Published("MobileNetV2", () -> ZooMobile.mobileNetV2(form), 3_504_872),
				new Published("MNASNet 1.0", () -> ZooMobile.mnasNet(form), 4_383_312),
				new Published("ShuffleNetV2 1.0", () -> ZooMobile.shuffleNetV2(form), 2_278_604),
				new Published("MobileNetV3-Small", () -> ZooExcited.mobileNetV3Small(form), 2_542_856),
				new Published("MobileNetV3-Large", () -> ZooExcited.mobileNetV3Large(form), 5_483_032),
				new Published("EfficientNet-B0", () -> ZooExcited.efficientNetB0(form), 5_288_548),
				new Published("RegNetY-400MF", () -> ZooExcited.regNetY(form), 4_344_144),
				new Published("ConvNeXt-T", () -> ZooConvNext.convNext(form), 28_589_128),
				new Published("ViT-Ti/16", () -> ZooVision.vit(form, 16), 5_717_416),
				new Published("DeiT-Ti distilled", () -> ZooVision.deit(form, 16), 5_910_800),
				new Published("Mixer-S/16", () -> ZooVision.mixer(form, 16), 18_528_264),
				new Published("Swin-T without its tables of biases", () -> ZooSwin.swin(form, 4, 7),
						28_288_354 - swinBiasTables),
				new Published("U-Net", () -> ZooDense.uNet(Form.published(512, 1)), 31_037_633),
				new Published("EDSR baseline", () -> ZooDense.edsr(Form.published(48, 1)), 1_369_859),
				new Published("YOLOv8n", () -> ZooYolo.yolo(Form.published(640, 80)), 3_151_904),
				new Published("BERT base", () -> ZooText.bert(Form.published(512, 30522), 512), 109_482_240),
				new Published("GPT-2", () -> ZooGpt2.gpt2(Form.published(1024, 50257), 1024), 124_439_808),
				new Published("SmolLM-135M", () -> ZooLlama.llama(Form.published(64, 49152), 30), 134_515_008));
	}

	@ParameterizedTest
	@MethodSource("published")
	void hasThePublishedNumberOfParameters(Published net) {
		long parameters = net.weightless.get().initializers().values().stream()
				.filter(t -> !t.name().contains(".running_")).mapToLong(Tensor::elements).sum();
		assertThat(parameters).isEqualTo(net.parameters);
	}

	static List<Fact> facts() {
		return List.of(new Fact("alexnet", "Conv", 5, "/features/features.0/Conv"),
				new Fact("vgg11", "Conv", 8, "/features/features.25/Conv"),
				new Fact("vgg16", "Conv", 13, "/features/features.41/BatchNormalization"),
				new Fact("squeezenet", "Conv", 1 + 8 * 3 + 1, "/features/features.12/expand3x3/Conv"),
				new Fact("resnet18", "Conv", 1 + 16 + 3, "/layer4/layer4.1/conv2/Conv"),
				new Fact("resnet50", "Conv", 1 + 16 * 3 + 4, "/layer1/layer1.0/downsample/downsample.0/Conv"),
				new Fact("resnext50", "Conv", 1 + 16 * 3 + 4, "/layer3/layer3.5/conv2/Conv"),
				new Fact("wideresnet50", "Add", 16, "/layer4/layer4.2/Add"),
				new Fact("wideresnet28", "Conv", 1 + 24 + 3, "/block2/layer/layer.0/convShortcut/Conv"),
				new Fact("resnet20", "Pad", 2, "/layer2/layer2.0/shortcut/Pad"),
				new Fact("densenet121", "Conv", 121 - 1, "/features/denseblock4/denselayer16/conv2/Conv"),
				new Fact("googlenet", "Concat", 9, "/inception4e/Concat"),
				new Fact("inceptionv3", "Conv", 94, "/Mixed_6b/branch7x7dbl_4/conv/Conv"),
				new Fact("mobilenetv2", "Conv", 1 + 2 + 16 * 3 + 1, "/features/features.1/conv/conv.0/conv.0.0/Conv"),
				new Fact("mnasnet", "Conv", 3 + 16 * 3 + 1, "/layers/layers.12/layers.12.3/layers/layers.3/Conv"),
				new Fact("shufflenetv2", "Split", 13, "/stage3/stage3.7/branch2/branch2.5/Conv"),
				new Fact("mobilenetv3small", "HardSwish", 19, "/features/features.4/block/block.2/fc2/Conv"),
				new Fact("mobilenetv3large", "HardSigmoid", 8, "/features/features.15/block/block.3/block.3.0/Conv"),
				new Fact("efficientnetb0", "GlobalAveragePool", 16 + 1,
						"/features/features.7/features.7.0/block/block.3/block.3.0/Conv"),
				new Fact("regnety", "Conv", 1 + 16 * 5 + 4, "/trunk_output/block4/block4-5/f/se/fc1/Conv"),
				new Fact("convnext", "LayerNormalization", 1 + 18 + 3 + 1,
						"/features/features.5/features.5.8/block/block.2/LayerNormalization"),
				new Fact("vit", "MatMul", 12 * 6, "/blocks/blocks.11/attn/qkv/MatMul"),
				new Fact("deit", "MatMul", 12 * 8, "/encoder/layer.3/attention/attention/query/MatMul"),
				new Fact("mixer", "MatMul", 8 * 4, "/blocks/blocks.7/mlp_tokens/fc1/MatMul"),
				new Fact("swin", "Softmax", 12, "/layers.2/downsample/reduction/MatMul"),
				new Fact("unet", "ConvTranspose", 4,
						"/down4/maxpool_conv/maxpool_conv.1/double_conv/double_conv.3/Conv"),
				new Fact("yolo", "Split", 8 + 1, "/model.22/cv3.2/cv3.2.2/Conv"),
				new Fact("bifpn", "ReduceSum", 3 * 6, "/bifpn.2/down.3/pointwise/Conv"),
				new Fact("bert", "MatMul", 12 * 8, "/encoder/layer.11/attention/self/query/MatMul"),
				new Fact("gpt2", "Gemm", 12 * 4 + 1, "/transformer/h.11/attn/c_attn/Gemm"),
				new Fact("llama", "Expand", 10 * 2, "/model/layers.9/self_attn/k_proj/MatMul"),
				new Fact("lstm", "LSTM", 2, "/lstm/LSTM"), new Fact("gru", "GRU", 2, "/gru/GRU_1"),
				new Fact("diffusion", "InstanceNormalization", 2 * (6 + 2 + 9) + 2 + 1 + 3 + 1,
						"/mid_block/attentions.0/to_q/MatMul"),
				new Fact("glunet", "Split", 4, "/blocks.3/glu/Sigmoid"),
				new Fact("nafnet", "DepthToSpace", 1, "/middle_blks.1/sca.1/Conv"),
				new Fact("edsr", "Conv", 1 + 32 + 1 + 1 + 1, "/tail/tail.0/tail.0.1/DepthToSpace"),
				new Fact("espcn", "Transpose", 1, "/sub_pixel/sub_pixel.1/Transpose"));
	}

	@ParameterizedTest
	@MethodSource("facts")
	void hasItsLayers(Fact fact) {
		Graph graph = ZooTest.net(fact.name);
		assertThat(ZooTest.count(graph, fact.op)).as(fact.op).isEqualTo(fact.count);
		assertThat(graph.node(fact.node)).as("node %s", fact.node).isNotNull();
	}

	@Test
	void aFactIsKnownOfEveryNetwork() {
		assertThat(facts().stream().map(Fact::name)).containsExactlyElementsOf(Zoo.all().keySet());
	}

	@Test
	void oneTableIsReadByBothEndsOfADecoder() {
		assertThat(ZooTest.net("llama").uses("model.embed_tokens.weight").stream().map(u -> u.node().op()))
				.containsExactlyInAnyOrder("Transpose", "Gather");
		assertThat(ZooTest.net("gpt2").uses("transformer.wte.weight").stream().map(u -> u.node().op()))
				.containsExactlyInAnyOrder("Gather", "Gemm");
	}

	@Test
	void thinNetworksKeepTheRatiosOfWidths() {
		Map<String, Long> widths = new LinkedHashMap<>();
		Graph graph = ZooTest.net("resnet50");
		for (String layer : List.of("layer1.0.conv3", "layer2.0.conv3", "layer3.0.conv3", "layer4.0.conv3"))
			widths.put(layer, graph.initializers().get(layer + ".weight").shape().dim(0));
		assertThat(widths.values()).containsExactly(32L, 64L, 128L, 256L);
	}
}
