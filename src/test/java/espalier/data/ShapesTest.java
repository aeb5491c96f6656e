package espalier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.zip.CRC32C;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import espalier.graph.RefusedException;
import espalier.graph.Shape;

class ShapesTest {
	@Test
	void readDrawsTheSameImageInEachRun() throws UnreadableImage {
		Dataset train = Shapes.splits(0).train();
		assertThat(checksum(train.read(0))).isEqualTo(1_470_917_220L);
		assertThat(checksum(train.read(12_345))).isEqualTo(1_004_519_518L);
		assertThat(train.read(5).pixels()).isEqualTo(Sources.open("shapes", 9).train().read(5).pixels());
	}

	@Test
	void seedsAndSidesAreOfDifferentImages() throws UnreadableImage {
		assertThat(Shapes.splits(0).train().read(3).pixels()).isNotEqualTo(Shapes.splits(1).train().read(3).pixels())
				.isNotEqualTo(Shapes.splits(0).validation().read(3).pixels());
		assertThat(Sources.open("shapes:3", 1).train().hash()).isEqualTo(Shapes.splits(3).train().hash())
				.isNotEqualTo(Shapes.splits(0).train().hash());
	}

	@Test
	void fewerImagesToTrainOnAreTheFirstOnes() throws UnreadableImage {
		Splits few = Sources.open("shapes:3:200", 1);
		assertThat(few.train().size()).isEqualTo(200);
		assertThat(few.train().read(199).pixels()).isEqualTo(Shapes.splits(3).train().read(199).pixels());
		assertThat(few.train().hash()).as("other data").isNotEqualTo(Shapes.splits(3).train().hash());
		assertThat(few.validation().hash()).as("measured on the same").isEqualTo(Shapes.splits(3).validation().hash());
	}

	@ParameterizedTest
	@ValueSource(strings = {"shapes:", "shapes:x", "shapes:1:", "shapes:1:0", "shapes:1:20001", "shapes:1:2:3"})
	void whatIsNoSeedAndNumberOfImagesIsRefused(String place) {
		assertThatThrownBy(() -> Sources.open(place, 1)).isInstanceOf(RefusedException.class)
				.hasMessageContaining("`" + place + "`").hasMessageContaining("shapes:7:2000");
	}

	@Test
	void contactSheetShowsARowAClass() {
		ContactSheet sheet = ContactSheet.of(Shapes.splits(0).validation(),
				Preprocessing.guess(Shape.of(1, 3, 32, 32)));
		assertThat(sheet.image().getHeight()).isEqualTo(10 * 66 - 2);
		assertThat(sheet.image().getWidth()).isEqualTo(8 * 66 - 2);
		assertThat(sheet.skipped()).isEmpty();
		assertThat(sheet.image().getRGB(8 * 66 - 3, 10 * 66 - 3) >>> 24).isEqualTo(255);
	}

	private static long checksum(Picture picture) {
		CRC32C checksum = new CRC32C();
		checksum.update(picture.pixels());
		return checksum.getValue();
	}
}
