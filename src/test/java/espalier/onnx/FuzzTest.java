package espalier.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import espalier.graph.EspalierException;
import espalier.graph.Graph;
import espalier.runtime.Tracer;
import espalier.session.Workpiece;
import espalier.zoo.Nets;

/** Damaged files: each is opened, or refused in a sentence; nothing else comes out. */
class FuzzTest {
	private static final int FILES = Integer.getInteger("fuzz.files", 2500);

	@Test
	void damagedFilesAreOpenedOrRefused() {
		List<byte[]> whole = List.of(OnnxWriter.toBytes(Nets.resNet("net", 1, 1, 2, 8)),
				OnnxWriter.toBytes(Nets.shuffleNet(1)), OnnxWriter.toBytes(Nets.seNet(1)));
		List<String> faults = new ArrayList<>();
		int opened = 0;
		int refused = 0;
		for (int seed = 0; seed < FILES; seed++) {
			Random random = new Random(seed);
			byte[] damaged = damage(whole.get(seed % whole.size()), random);
			try {
				Graph graph = OnnxReader.parse(damaged, "damaged");
				Workpiece.of(graph, Tracer.defaultInputs(graph));
				opened++;
			} catch (EspalierException e) {
				assertThat(e.getMessage()).as("seed " + seed).isNotBlank().doesNotContain("Exception");
				refused++;
			} catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
				faults.add("seed " + seed + ": " + e + Arrays.stream(e.getStackTrace()).limit(5).toList());
			}
		}
		assertThat(faults).isEmpty();
		assertThat(opened).as("some damage is harmless").isPositive();
		assertThat(refused).isPositive();
	}

	/** A few changed, lost or doubled bytes, most of them where names, shapes and attributes are. */
	private static byte[] damage(byte[] file, Random random) {
		byte[] damaged = file.clone();
		for (int n = 1 + random.nextInt(4); n > 0; n--) {
			int at = random.nextInt(damaged.length);
			switch (random.nextInt(8)) {
				case 0 -> damaged = Arrays.copyOf(damaged, 1 + at);
				case 1 -> {
					int length = Math.min(1 + random.nextInt(16), damaged.length - at);
					byte[] less = new byte[damaged.length - length + 1];
					System.arraycopy(damaged, 0, less, 0, at);
					System.arraycopy(damaged, at + length, less, at, damaged.length - at - length);
					damaged = less;
				}
				case 2 -> damaged[at] = (byte) 0xFF;
				case 3 -> damaged[at] = 0;
				default -> damaged[at] ^= (byte) (1 << random.nextInt(8));
			}
		}
		return damaged;
	}
}
