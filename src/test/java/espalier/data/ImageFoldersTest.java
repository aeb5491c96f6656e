package espalier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import espalier.graph.BadInputException;

class ImageFoldersTest {
	private static final byte[] RED = DataFiles.png(2, 1, 0xff0000);
	private static final byte[] BLUE = DataFiles.png(2, 1, 0x0000fe);

	@TempDir
	Path folder = Path.of("");

	@Test
	void numbersClassesAlphabeticallyOverBothSides() throws IOException, UnreadableImage {
		Splits splits = open("train/dog/1.png", RED, "train/cat/1.png", BLUE, "val/ant/1.png", RED, "val/dog/7.png",
				BLUE);
		assertThat(splits.divided()).isFalse();
		assertThat(splits.train().classes()).isEqualTo(splits.validation().classes()).containsExactly("ant", "cat",
				"dog");
		assertThat(labels(splits.train())).containsExactly(1, 2);
		assertThat(labels(splits.validation())).containsExactly(0, 2);
		assertThat(splits.train().read(0).pixels()).containsExactly(0, 0, 254, 0, 0, 254);
		assertThat(splits.train().read(1).at(1, 0, 0)).isEqualTo(255);
		assertThat(splits.notes()).containsExactly("1 class has no training images (ant).",
				"1 class has no validation images (cat).");
	}

	@Test
	void readsTheSameFromEachKindOfArchive() throws IOException, UnreadableImage {
		Map<String, byte[]> files = DataFiles.files("./set/train/cat/1.png", RED, "./set/train/dog/1.png", BLUE,
				"./set/test/cat/2.png", BLUE);
		for (Path file : new Path[]{Files.write(folder.resolve("a.tar"), DataFiles.tar(files)),
				Files.write(folder.resolve("a.tgz"), DataFiles.gzip(DataFiles.tar(files))),
				Files.write(folder.resolve("a.zip"), DataFiles.zip(files))}) {
			Splits splits = Sources.open(file.toString(), 1);
			assertThat(labels(splits.train())).containsExactly(0, 1);
			assertThat(splits.train().read(1).at(0, 0, 2)).isEqualTo(254);
			assertThat(splits.validation().read(0).at(0, 0, 2)).isEqualTo(254);
		}
	}

	@Test
	void dividesFoldersOfOneLevelBySeed() throws IOException {
		for (int i = 0; i < 20; i++)
			write("cat/" + i + ".png", RED, "dog/" + i + ".png", BLUE);
		Splits splits = Sources.open(folder.toString(), 1);
		assertThat(splits.divided()).isTrue();
		assertThat(labels(splits.validation())).hasSize(4).containsExactlyInAnyOrder(0, 0, 1, 1);
		assertThat(splits.train().size()).isEqualTo(36);
	}

	@Test
	void takesTheFolderBelowTheUseAsTheClass() throws IOException {
		Splits splits = open("tiny/train/n01/images/a.png", RED, "tiny/train/n02/images/a.png", RED,
				"tiny/val/n02/b.png", RED);
		assertThat(splits.train().classes()).containsExactly("n01", "n02");
		assertThat(labels(splits.validation())).containsExactly(1);
	}

	@Test
	void countsEmptyClassFoldersOnceAndKeepsTheirNumbers() throws IOException {
		Files.createDirectories(folder.resolve("train/bee"));
		Files.createDirectories(folder.resolve(".cache/cow"));
		Splits splits = open("train/ant/1.png", RED, "train/cat/1.png", RED, "val/cat/1.png", RED, "val/ant/1.png",
				RED);
		assertThat(splits.train().classes()).containsExactly("ant", "bee", "cat");
		assertThat(splits.notes()).containsExactly("1 class folder is empty (train/bee).");
	}

	@Test
	void countsImagesInNoClassFolder() throws IOException {
		Splits splits = open("train/cat/1.png", RED, "train/stray.png", RED, "val/cat/1.png", RED, "readme.png", RED);
		assertThat(splits.train().classes()).containsExactly("cat");
		assertThat(splits.notes())
				.containsExactly("2 images lie in no class folder and are not used (readme.png, train/stray.png).");
	}

	@Test
	void saysHowManyImagesServeNeitherSide() throws IOException {
		Splits splits = open("train/cat/1.png", RED, "val/cat/1.png", RED, "test/images/1.png", RED, "docs/a/1.png",
				RED);
		assertThat(splits.train().classes()).containsExactly("cat");
		assertThat(splits.notes()).containsExactly("1 test image is not used.", "1 other image is not used.");
	}

	@Test
	void ignoresHiddenFilesAndThoseOfMacOs() throws IOException {
		Splits splits = open("train/cat/1.png", RED, "train/cat/._1.png", RED, "__MACOSX/train/cat/1.png", RED,
				".git/cat/x.png", RED, "val/cat/1.png", RED);
		assertThat(splits.train().size()).isEqualTo(1);
		assertThat(splits.notes()).isEmpty();
	}

	@Test
	void followsLinksInFolders() throws IOException {
		write("elsewhere/1.png", RED, "data/train/cat/1.png", RED, "data/val/cat/1.png", RED);
		Files.createSymbolicLink(folder.resolve("data/train/dog"), folder.resolve("elsewhere"));
		Splits splits = Sources.open(folder.resolve("data").toString(), 1);
		assertThat(splits.train().classes()).containsExactly("cat", "dog");
	}

	@Test
	void refusesFoldersThatHoldThemselves() throws IOException {
		write("train/cat/1.png", RED);
		Files.createSymbolicLink(folder.resolve("train/loop"), folder);
		assertThatThrownBy(() -> Sources.open(folder.toString(), 1)).isInstanceOf(BadInputException.class)
				.hasMessageContaining("can't be read");
	}

	@Test
	void refusesPlacesWithoutClassFolders() throws IOException {
		assertThatThrownBy(() -> open("notes.txt", RED)).isInstanceOf(BadInputException.class)
				.hasMessageContaining("no images in");
		assertThatThrownBy(() -> open("1.png", RED)).isInstanceOf(BadInputException.class)
				.hasMessageContaining("folders named after their classes");
	}

	@Test
	void keepsGreyImagesGreyAsTheyAreStored() throws IOException, UnreadableImage {
		BufferedImage eight = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
		eight.getRaster().setSample(1, 0, 0, 77);
		BufferedImage sixteen = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
		sixteen.getRaster().setSample(1, 0, 0, 77 << 8 | 5);
		Splits splits = open("train/a/8.png", DataFiles.encoded(eight, "png"), "train/b/16.png",
				DataFiles.encoded(sixteen, "png"), "val/a/1.png", RED);
		for (int i = 0; i < 2; i++)
			assertThat(splits.train().read(i).pixels()).containsExactly(0, 77);
	}

	@Test
	void decodesAnImageOnceWhileThereIsRoom() throws IOException, UnreadableImage {
		Splits splits = open("train/cat/1.png", RED, "val/cat/1.png", RED);
		Picture first = splits.train().read(0);
		Files.delete(folder.resolve("train/cat/1.png"));
		assertThat(splits.train().read(0)).isSameAs(first);
	}

	private Splits open(Object... files) throws IOException {
		write(files);
		return Sources.open(folder.toString(), 1);
	}

	private void write(Object... files) throws IOException {
		DataFiles.folder(folder, DataFiles.files(files));
	}

	private static int[] labels(Dataset data) {
		return IntStream.range(0, data.size()).map(data::label).toArray();
	}
}
