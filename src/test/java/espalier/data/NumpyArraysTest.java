package espalier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import espalier.graph.BadInputException;

class NumpyArraysTest {
	@TempDir
	Path folder = Path.of("");

	@Test
	void readsAnNpzAsKerasWritesIt() throws IOException, UnreadableImage {
		Splits splits = open("x_train.npy", DataFiles.npy("|u1", "2, 2, 2", DataFiles.counting(0, 8)), "y_train.npy",
				DataFiles.npy("<i4", "2,", new byte[]{1, 0, 0, 0, 0, 0, 0, 0}), "x_test.npy",
				DataFiles.npy("|u1", "1, 2, 2", DataFiles.counting(50, 4)), "y_test.npy",
				DataFiles.npy(">i2", "1, 1", new byte[]{0, 3}));
		assertThat(splits.divided()).isFalse();
		assertThat(splits.train().label(0)).isEqualTo(1);
		assertThat(splits.train().label(1)).isZero();
		assertThat(splits.validation().label(0)).isEqualTo(3);
		assertThat(splits.train().classes()).containsExactly("0", "1", "2", "3");
		assertThat(splits.train().read(1).pixels()).containsExactly(4, 5, 6, 7);
		assertThat(splits.validation().read(0).pixels()).containsExactly(50, 51, 52, 53);
	}

	@Test
	void measuresOnValidationImagesAndSaysThatTestImagesAreLeft() throws IOException {
		byte[] images = DataFiles.npy("|u1", "2, 1, 1, 3", new byte[6]);
		byte[] labels = DataFiles.npy("|u1", "2, 1", new byte[]{0, 1});
		Splits splits = open("train_images.npy", images, "train_labels.npy", labels, "val_images.npy",
				DataFiles.npy("|u1", "2, 1, 1, 3", DataFiles.counting(9, 6)), "val_labels.npy", labels,
				"test_images.npy", images, "test_labels.npy", labels);
		assertThat(splits.validation().hash()).isNotEqualTo(splits.train().hash());
		assertThat(splits.validation().name()).isEqualTo("set.npz, validation");
		assertThat(splits.notes()).containsExactly("2 test images are not used.");
	}

	@Test
	void readsArraysSideBySideInAFolder() throws IOException {
		DataFiles.folder(folder, DataFiles.files("images.npy", DataFiles.npy("|u1", "4, 1, 1", new byte[4]),
				"labels.npy", DataFiles.npy("<u8", "4,", new byte[32])));
		Splits splits = Sources.open(folder.toString(), 1);
		assertThat(splits.divided()).isTrue();
		assertThat(splits.train().size() + splits.validation().size()).isEqualTo(4);
	}

	@Test
	void readsTheOnlyNpzOfAFolder() throws IOException {
		open("x.npy", DataFiles.npy("|u1", "2, 1, 1", new byte[2]), "y.npy", DataFiles.npy("|u1", "2,", new byte[2]));
		assertThat(Sources.open(folder.toString(), 1).train().size()).isEqualTo(1);
	}

	@Test
	void tellsTheChannelsByTheAxisOfSizeThree() throws IOException, UnreadableImage {
		byte[] data = DataFiles.counting(0, 24);
		byte[] labels = DataFiles.npy("|u1", "2,", new byte[2]);
		Picture last = open("x.npy", DataFiles.npy("|u1", "2, 2, 2, 3", data), "y.npy", labels).train().read(0);
		int base = last.pixels()[0];
		assertThat(last.at(1, 0, 0) - base).isEqualTo(3);
		assertThat(last.at(0, 0, 2) - base).isEqualTo(2);
		Picture first = open("x.npy", DataFiles.npy("|u1", "2, 3, 2, 2", data), "y.npy", labels).train().read(0);
		base = first.pixels()[0];
		assertThat(first.channels()).isEqualTo(3);
		assertThat(first.at(1, 0, 0) - base).isEqualTo(1);
		assertThat(first.at(0, 0, 2) - base).isEqualTo(8);
		assertThat(first.at(1, 1, 1) - base).isEqualTo(7);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', value = {"<f4; 1, 1, 1; 4; |u1; 1,; 1; x.npy; uint8",
			"|u1; 1, 2; 2; |u1; 1,; 1; x.npy; where images are", "|u1; 2, 1, 1; 2; |u1; 3,; 3; y.npy; 3 labels for 2",
			"|u1; 1, 1, 1; 1; |i1; 1, 2; 2; y.npy; one whole number",
			"|u1; 1, 1, 1; 1; <f4; 1,; 4; y.npy; one whole number",
			"|O; 1, 1, 1; 8; |u1; 1,; 1; x.npy; |O",
			"|u1; 9223372036854775807, 9, 9; 2; |u1; 1,; 1; x.npy; its shape is",
			"|u1; 1, 1, 1; 1; <i8; 1,; 8; y.npy; label 0 is 72340172838076673"})
	void refusesArraysOfAnotherKind(String imageKind, String imageShape, int imageBytes, String labelKind,
			String labelShape, int labelBytes, String file, String why) {
		byte[] labels = new byte[labelBytes];
		java.util.Arrays.fill(labels, (byte) 1);
		assertThatThrownBy(() -> open("x.npy", DataFiles.npy(imageKind, imageShape, new byte[imageBytes]), "y.npy",
				DataFiles.npy(labelKind, labelShape, labels))).isInstanceOf(BadInputException.class)
				.hasMessageContainingAll(file, why);
	}

	@Test
	void refusesImagesWithoutLabels() {
		assertThatThrownBy(() -> open("x_train.npy", DataFiles.npy("|u1", "1, 1, 1", new byte[1])))
				.isInstanceOf(BadInputException.class).hasMessageContaining("no array of labels");
	}

	@Test
	void tellsSetsApartByTheirPixels() throws IOException {
		byte[] labels = DataFiles.npy("|u1", "2,", new byte[2]);
		String one = open("x.npy", DataFiles.npy("|u1", "2, 1, 1", (byte) 1, (byte) 2), "y.npy", labels).train().hash();
		String two = open("x.npy", DataFiles.npy("|u1", "2, 1, 1", (byte) 1, (byte) 3), "y.npy", labels).train().hash();
		assertThat(one).isNotEqualTo(two);
	}

	private Splits open(Object... files) throws IOException {
		return Sources.open(
				Files.write(folder.resolve("set.npz"), DataFiles.zip(DataFiles.files(files))).toString(), 1);
	}
}
