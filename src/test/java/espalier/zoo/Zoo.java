package espalier.zoo;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.Supplier;

import espalier.graph.Graph;

/**
 * Published architectures, thin and untrained, as exporters write them. Blocks, their number and the ratios of their
 * widths are as published, but Llama has fewer. Seeded: a name always gives the same network.
 */
public final class Zoo {
	private Zoo() {}

	/** All of them by name, in a stable order. */
	public static SequencedMap<String, Supplier<Graph>> all() {
		SequencedMap<String, Supplier<Graph>> nets = new LinkedHashMap<>();
		Form open = Form.thin(4, 64).opened();
		Form traced = open.withConstantNodes();
		nets.put("alexnet", () -> ZooPlain.alexNet(Form.thin(8, 96)));
		nets.put("vgg11", () -> ZooPlain.vgg11(Form.thin(8, 64)));
		nets.put("vgg16", () -> ZooPlain.vgg16(Form.thin(8, 64).opened()));
		nets.put("squeezenet", () -> ZooPlain.squeezeNet(Form.thin(4, 64)));
		nets.put("resnet18", () -> ZooResNets.resNet18(Form.thin(4, 64)));
		nets.put("resnet50", () -> ZooResNets.resNet50(Form.thin(8, 64).opened()));
		nets.put("resnext50", () -> ZooResNets.resNext50(Form.thin(8, 64)));
		nets.put("wideresnet50", () -> ZooResNets.wideResNet50(Form.thin(8, 64)));
		nets.put("wideresnet28", () -> ZooResNets.wideResNet28(Form.thin(8, 32).opened()));
		nets.put("resnet20", () -> ZooResNets.cifarResNet20(Form.thin(1, 32).opened().withConstantNodes()));
		nets.put("densenet121", () -> ZooConcats.denseNet121(Form.thin(8, 64)));
		nets.put("googlenet", () -> ZooConcats.googLeNet(Form.thin(8, 64)));
		nets.put("inceptionv3", () -> ZooInception.inceptionV3(Form.thin(8, 75)));
		nets.put("mobilenetv2", () -> ZooMobile.mobileNetV2(open));
		nets.put("mnasnet", () -> ZooMobile.mnasNet(Form.thin(4, 64)));
		nets.put("shufflenetv2", () -> ZooMobile.shuffleNetV2(traced.thinner(2)));
		nets.put("mobilenetv3small", () -> ZooExcited.mobileNetV3Small(Form.thin(4, 64)));
		nets.put("mobilenetv3large", () -> ZooExcited.mobileNetV3Large(traced));
		nets.put("efficientnetb0", () -> ZooExcited.efficientNetB0(open));
		nets.put("regnety", () -> ZooExcited.regNetY(Form.thin(4, 64)));
		nets.put("convnext", () -> ZooConvNext.convNext(Form.thin(8, 64)));
		nets.put("vit", () -> ZooVision.vit(traced.sized(32), 8));
		nets.put("deit", () -> ZooVision.deit(Form.thin(4, 32), 8));
		nets.put("mixer", () -> ZooVision.mixer(Form.thin(8, 32), 8));
		nets.put("swin", () -> ZooSwin.swin(traced, 2, 4));
		nets.put("unet", () -> ZooDense.uNet(Form.thin(8, 32).of(2)));
		nets.put("yolo", () -> ZooYolo.yolo(Form.thin(2, 64).opened()));
		nets.put("bifpn", () -> ZooBiFpn.biFpn(open));
		nets.put("bert", () -> ZooText.bert(Form.thin(16, 12).of(60).opened().withConstantNodes(), 16));
		nets.put("gpt2", () -> ZooGpt2.gpt2(Form.thin(16, 10).of(60), 16));
		nets.put("llama", () -> ZooLlama.llama(Form.thin(8, 8).of(60).opened(), 10));
		nets.put("lstm", () -> ZooRecurrent.lstm(Form.thin(8, 12).opened()));
		nets.put("gru", () -> ZooRecurrent.gru(Form.thin(8, 16)));
		nets.put("diffusion", () -> ZooDiffusion.diffusion(Form.thin(8, 16).opened()));
		nets.put("glunet", () -> ZooGated.gluNet(Form.thin(4, 32)));
		nets.put("nafnet", () -> ZooGated.nafNet(Form.thin(4, 16)));
		nets.put("edsr", () -> ZooDense.edsr(Form.thin(4, 16)));
		nets.put("espcn", () -> ZooDense.espcn(Form.thin(4, 16).opened()));
		return nets;
	}

	/**
	 * A few networks in spellings that compute the same, by {@code network/spelling}: {@code plain}, {@code folded} (batch
	 * normalisation worked into the convolutions), {@code open} (any batch, shapes computed) and {@code constants} (Constant
	 * nodes for initializers). Layers have the same names in all.
	 */
	public static SequencedMap<String, Supplier<Graph>> variants() {
		SequencedMap<String, Supplier<Graph>> nets = new LinkedHashMap<>();
		vary(nets, "resnet18", Form.thin(4, 64), ZooResNets::resNet18);
		vary(nets, "mobilenetv2", Form.thin(4, 64), ZooMobile::mobileNetV2);
		vary(nets, "convstemvit", Form.thin(4, 16), ZooVision::convStemVit);
		return nets;
	}

	/** A network at its published size with all its weights, to measure with: densenet121, resnet50 or bert (base, 128 tokens). */
	public static Graph fullSize(String name) {
		return switch (name) {
			case "densenet121" -> ZooConcats.denseNet121(new Form(1, 224, 1000, false, false, false));
			case "resnet50" -> ZooResNets.resNet50(new Form(1, 224, 1000, false, false, false));
			case "bert" -> ZooText.bert(new Form(1, 128, 30_522, false, false, false), 512);
			default -> throw new IllegalArgumentException(name);
		};
	}

	private static void vary(SequencedMap<String, Supplier<Graph>> nets, String name, Form plain,
			Function<Form, Graph> build) {
		nets.put(name + "/plain", () -> build.apply(plain));
		nets.put(name + "/folded", () -> Folding.of(build.apply(plain)));
		nets.put(name + "/open", () -> build.apply(plain.opened()));
		nets.put(name + "/constants", () -> Inlining.of(build.apply(plain)));
	}
}
