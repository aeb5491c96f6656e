package espalier.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;
import espalier.graph.Graph;
import espalier.onnx.OnnxReader;

/**
 * The oracle over networks as exporters write them: groups alone (all of them where the
 * system property {@code oracle.zoo} is {@code all}, else some), then random plans. The light models carry constant fills
 * for weights, which would hide mistakes: those of moderate size are replaced by seeded random numbers.
 */
class RealFilesTest {
	private static final Path DATA = Path
			.of(System.getProperty("espalier.data", Path.of("..", "shared", "data").toString()));
	private static final int ALONE = "all".equals(System.getProperty("oracle.zoo")) ? Integer.MAX_VALUE : 8;
	private static final int RANDOM_PLANS = 4;

	@ParameterizedTest
	@ValueSource(strings = {"cifar10-resnet20.onnx", "onnx-light/light_squeezenet.onnx",
			"onnx-light/light_inception_v1.onnx", "onnx-light/light_resnet50.onnx", "onnx-light/light_vgg19.onnx"})
	void prunedFileComputesWhatTheMaskedOneDoes(String file) {
		Path path = DATA.resolve(file);
		assumeTrue(Files.exists(path), () -> "no " + path);
		Graph graph = SeededFills.in(OnnxReader.read(path).graph());
		Tally tally = new Tally();
		Oracle oracle = new Oracle(graph, 1);
		oracle.checkIdentity();
		tally.graph(oracle.coupling());
		Random random = new Random(5);
		List<ChannelGroup> alone = new ArrayList<>(
				oracle.coupling().prunable().stream().filter(g -> g.units() > 1).toList());
		Collections.shuffle(alone, random);
		for (ChannelGroup group : alone.subList(0, Math.min(ALONE, alone.size())))
			tally.plan(oracle.check(
					Cuts.of(Map.of(group, Oracle.some(group, 1 + random.nextInt(group.units() / 2), random)))));
		for (int i = 0; i < RANDOM_PLANS; i++)
			tally.plan(oracle.check(oracle.randomCuts(random)));
		System.out.println("oracle: " + file + ": " + tally);
		tally.requireTeeth();
		assertThat(oracle.coupling().prunable()).isNotEmpty();
	}
}
