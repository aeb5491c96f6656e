package espalier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import espalier.graph.BadInputException;

class IdxTest {
	private static final String IMAGES = "train-images-idx3-ubyte";
	private static final String LABELS = "train-labels-idx1-ubyte";

	@TempDir
	Path folder = Path.of("");

	@Test
	void readsImagesAndLabelsPackedOrNot() throws IOException, UnreadableImage {
		open(DataFiles.files(IMAGES, DataFiles.idx(DataFiles.counting(100, 12), 2, 2, 3), LABELS,
				DataFiles.idx(new byte[]{7, 2}, 2), "t10k-images-idx3-ubyte.gz",
				DataFiles.gzip(DataFiles.idx(DataFiles.counting(0, 6), 1, 2, 3)), "t10k-labels-idx1-ubyte.gz",
				DataFiles.gzip(DataFiles.idx(new byte[]{9}, 1))));
		Splits splits = Sources.open(folder.toString(), 1);
		assertThat(splits.train().size()).isEqualTo(2);
		assertThat(splits.train().label(0)).isEqualTo(7);
		assertThat(splits.train().label(1)).isEqualTo(2);
		assertThat(splits.train().classes()).hasSize(10).contains("0", "9");
		Picture second = splits.train().read(1);
		assertThat(second.width()).isEqualTo(3);
		assertThat(second.height()).isEqualTo(2);
		assertThat(second.channels()).isEqualTo(1);
		assertThat(second.pixels()).containsExactly(106, 107, 108, 109, 110, 111);
		assertThat(splits.validation().label(0)).isEqualTo(9);
		assertThat(splits.validation().read(0).at(2, 1, 0)).isEqualTo(5);
		assertThat(splits.notes()).anyMatch(n -> n.contains("no training images (9)"));
	}

	@Test
	void readsTheSpellingWithADotAndDividesWhatIsAlone() throws IOException {
		open(DataFiles.files("train-images.idx3-ubyte", DataFiles.idx(new byte[40], 40, 1, 1),
				"train-labels.idx1-ubyte", DataFiles.idx(new byte[40], 40)));
		Splits splits = Sources.open(folder.toString(), 1);
		assertThat(splits.divided()).isTrue();
		assertThat(splits.validation().size()).isEqualTo(4);
	}

	@Test
	void refusesHeadersThatDisagreeWithTheFile() throws IOException {
		open(DataFiles.files(IMAGES, DataFiles.idx(new byte[11], 2, 2, 3), LABELS, DataFiles.idx(new byte[2], 2)));
		assertRefused(IMAGES, "holds 11 bytes", "needs 12");
	}

	@Test
	void refusesPackedFilesThatDisagreeWithTheirHeaders() throws IOException {
		for (int length : new int[]{11, 13}) {
			open(DataFiles.files(IMAGES + ".gz", DataFiles.gzip(DataFiles.idx(new byte[length], 2, 2, 3)), LABELS,
					DataFiles.idx(new byte[2], 2)));
			assertRefused(IMAGES, "not as long as its header says");
		}
	}

	@Test
	void refusesSizesThatOverflow() throws IOException {
		open(DataFiles.files(IMAGES, DataFiles.idx(new byte[2], -1, -1, -1), LABELS, DataFiles.idx(new byte[2], 2)));
		assertRefused(IMAGES, "beyond any file");
	}

	@Test
	void refusesPackedSizesBeyondMemoryWithoutUnpacking() throws IOException {
		open(DataFiles.files(IMAGES + ".gz", DataFiles.gzip(DataFiles.idx(new byte[2], 1 << 20, 1 << 10, 1 << 10)),
				LABELS, DataFiles.idx(new byte[2], 2)));
		assertRefused(IMAGES, "MB of memory");
	}

	@Test
	void refusesLabelsOfAnotherNumber() throws IOException {
		open(DataFiles.files(IMAGES, DataFiles.idx(new byte[8], 2, 2, 2), LABELS, DataFiles.idx(new byte[3], 3)));
		assertRefused(LABELS, "3 labels for 2 images");
	}

	@Test
	void refusesImagesWithoutLabelsByTheMissingName() throws IOException {
		open(DataFiles.files(IMAGES, DataFiles.idx(new byte[8], 2, 2, 2)));
		assertRefused("add " + LABELS);
	}

	@Test
	void refusesSeveralSetsInOnePlace() throws IOException {
		byte[] images = DataFiles.idx(new byte[8], 2, 2, 2);
		byte[] labels = DataFiles.idx(new byte[2], 2);
		open(DataFiles.files("a-" + IMAGES, images, "a-" + LABELS, labels, "b-" + IMAGES, images, "b-" + LABELS,
				labels));
		assertRefused("several sets of training images", "a-train-", "b-train-");
	}

	@Test
	void refusesSetsInFoldersSideBySide() throws IOException {
		byte[] images = DataFiles.idx(new byte[8], 2, 2, 2);
		byte[] labels = DataFiles.idx(new byte[2], 2);
		open(DataFiles.files("digits/" + IMAGES, images, "digits/" + LABELS, labels, "shirts/" + IMAGES, images,
				"shirts/" + LABELS, labels));
		assertRefused("digits/train-", "shirts/train-");
	}

	@Test
	void refusesWhatIsNoIdxFile() throws IOException {
		open(DataFiles.files(IMAGES, DataFiles.text("<html>"), LABELS, DataFiles.idx(new byte[2], 2)));
		assertRefused(IMAGES, "doesn't begin as");
	}

	private void open(Map<String, byte[]> files) throws IOException {
		DataFiles.folder(folder, files);
	}

	private void assertRefused(String... parts) {
		assertThatThrownBy(() -> Sources.open(folder.toString(), 1)).isInstanceOf(BadInputException.class)
				.hasMessageContainingAll(parts);
	}
}
