package espalier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class RealImagesTest {
	@Test
	void opensCifar10AsImagesInAPackedArchive() throws UnreadableImage {
		Path file = Path.of(System.getProperty("espalier.data", Path.of("..", "shared", "data").toString()),
				"cifar10-images.tar.gz");
		assumeTrue(Files.exists(file), () -> "no images at " + file.toAbsolutePath());
		Splits splits = Sources.open(file.toString(), 1);
		assertThat(splits.divided()).isFalse();
		assertThat(splits.train().classes()).hasSize(10).startsWith("airplane", "automobile").endsWith("truck");
		assertThat(splits.notes()).isEmpty();
		assertThat(splits.train().read(0).width()).isEqualTo(32);
		Subset some = Subset.stratified(splits.validation(), 10, 1);
		assertThat(IntStream.range(0, 10).map(some::label)).doesNotHaveDuplicates();
	}
}
