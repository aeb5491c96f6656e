package espalier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import espalier.graph.BadInputException;

class CifarTest {
	private static final int PIXELS = 3072;
	private static final String NAMES = "plane\ncar\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n";

	@TempDir
	Path folder = Path.of("");

	@Test
	void readsCifar10InBatchesFromAFolder() throws IOException, UnreadableImage {
		DataFiles.folder(folder, DataFiles.files("cifar/data_batch_2.bin", records(1, 30, 3), "cifar/data_batch_1.bin",
				records(1, 10, 0, 9), "cifar/test_batch.bin", records(1, 50, 5), "cifar/batches.meta.txt",
				DataFiles.text(NAMES)));
		Splits splits = Sources.open(folder.toString(), 1);
		assertThat(splits.divided()).isFalse();
		assertThat(splits.train().classes()).hasSize(10).startsWith("plane", "car").endsWith("truck");
		assertThat(labels(splits.train())).containsExactly(0, 9, 3);
		assertThat(labels(splits.validation())).containsExactly(5);
		Picture second = splits.train().read(1);
		assertThat(second.width()).isEqualTo(32);
		assertThat(second.channels()).isEqualTo(3);
		assertThat(second.at(0, 0, 0)).isEqualTo(11);
		assertThat(second.at(0, 0, 1)).isEqualTo(12);
		assertThat(second.at(31, 31, 2)).isEqualTo(13);
		assertThat(splits.train().read(2).at(5, 5, 0)).isEqualTo(30);
	}

	@Test
	void takesTheFineClassInCifar100FromAPackedArchive() throws IOException {
		String names = IntStream.range(0, 100).mapToObj(i -> "class" + i).collect(Collectors.joining("\n"));
		Path file = Files.write(folder.resolve("cifar-100-binary.tar.gz"),
				DataFiles.gzip(DataFiles.tar(DataFiles.files("c/train.bin", records(2, 1, 99, 7), "c/test.bin",
						records(2, 1, 42), "c/fine_label_names.txt", DataFiles.text(names)))));
		Splits splits = Sources.open(file.toString(), 1);
		assertThat(labels(splits.train())).containsExactly(99, 7);
		assertThat(labels(splits.validation())).containsExactly(42);
		assertThat(splits.train().classes().get(42)).isEqualTo("class42");
	}

	@Test
	void saysThatNamesAreMissing() throws IOException {
		Path file = Files.write(folder.resolve("c.zip"), DataFiles.zip(
				DataFiles.files("data_batch_1.bin", records(1, 1, 1, 2), "test_batch.bin", records(1, 1, 2))));
		Splits splits = Sources.open(file.toString(), 1);
		assertThat(splits.train().classes()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
		assertThat(splits.notes()).anyMatch(n -> n.contains("batches.meta.txt"));
	}

	@Test
	void refusesDamagedRecordsByName() throws IOException {
		DataFiles.folder(folder, DataFiles.files("data_batch_1.bin", new byte[PIXELS]));
		assertRefused("data_batch_1.bin", "whole records of 3073");
		DataFiles.folder(folder, DataFiles.files("data_batch_1.bin", records(1, 1, 10)));
		assertRefused("record 0 is of class 10");
		DataFiles.folder(folder, DataFiles.files("data_batch_1.bin", records(1, 1, 1), "batches.meta.txt",
				DataFiles.text("cat\ndog\n")));
		assertRefused("names 2 classes where there are 10");
	}

	@Test
	void refusesSetsInFoldersSideBySide() throws IOException {
		DataFiles.folder(folder, DataFiles.files("a/data_batch_1.bin", records(1, 1, 1), "b/data_batch_1.bin",
				records(1, 1, 1)));
		assertRefused("a/data_batch_1.bin", "b/data_batch_1.bin", "two sets");
	}

	@Test
	void readsPickledCifar10() throws IOException, UnreadableImage {
		Path file = Files.write(folder.resolve("cifar-10-python.tar.gz"), DataFiles.gzip(DataFiles.tar(pickled())));
		Splits splits = Sources.open(file.toString(), 1);
		assertThat(splits.train().classes()).containsExactly("cat", "dog");
		assertThat(labels(splits.train())).containsExactly(1, 0);
		assertThat(labels(splits.validation())).containsExactly(1);
		assertThat(splits.train().read(0).at(0, 0, 0)).isEqualTo(10);
		assertThat(splits.train().read(1).at(31, 0, 2)).isEqualTo(13);
		assertThat(splits.validation().read(0).at(3, 4, 1)).isEqualTo(201);
	}

	@Test
	void dividesTestImagesWhereThereAreNoOthers() throws IOException {
		Map<String, byte[]> files = pickled();
		files.remove("c/data_batch_1");
		files.put("c/test_batch", batch("labels", 1, 0, 0, 1, 1));
		DataFiles.folder(folder, files);
		Splits splits = Sources.open(folder.toString(), 1);
		assertThat(splits.divided()).isTrue();
		assertThat(labels(splits.validation())).containsExactlyInAnyOrder(0, 1);
	}

	@Test
	void readsPickledCifar100ByItsFineLabels() throws IOException {
		DataFiles.folder(folder, DataFiles.files("train", batch("fine_labels", 10, 1, 2), "test",
				batch("fine_labels", 10, 0), "meta",
				PickleBytes.dictionary().string("fine_label_names").strings("ant", "bee", "cow").end()));
		Splits splits = Sources.open(folder.toString(), 1);
		assertThat(labels(splits.train())).containsExactly(1, 2);
		assertThat(splits.train().classes()).containsExactly("ant", "bee", "cow");
	}

	@Test
	void refusesPicklesWithOtherClasses() throws IOException {
		Map<String, byte[]> files = pickled();
		files.put("c/data_batch_1", new PickleBytes().raw(0x80, 2).global("os", "system").string("true")
				.raw(0x85, 'R').stop());
		DataFiles.folder(folder, files);
		assertRefused("c/data_batch_1", "os.system");
	}

	@Test
	void refusesPickledLabelsThatDoNotMatch() throws IOException {
		Map<String, byte[]> files = pickled();
		files.put("c/data_batch_1", PickleBytes.dictionary().string("data").array("u1", PIXELS, pixels(10))
				.string("labels").integers(0, 1).end());
		DataFiles.folder(folder, files);
		assertRefused("c/data_batch_1", "each of its 2 labels");
		DataFiles.folder(folder, DataFiles.files("c/data_batch_1", batch("labels", 10, 2)));
		assertRefused("none of the 2 classes");
	}

	private void assertRefused(String... parts) {
		assertThatThrownBy(() -> Sources.open(folder.toString(), 1)).isInstanceOf(BadInputException.class)
				.hasMessageContainingAll(parts);
	}

	private static Map<String, byte[]> pickled() {
		return DataFiles.files("c/data_batch_1", batch("labels", 10, 1, 0), "c/test_batch", batch("labels", 200, 1),
				"c/batches.meta", PickleBytes.dictionary().string("label_names").strings("cat", "dog").end());
	}

	/** Image i has {@code first + i} as its reds, one more as its greens, two more as its blues. */
	private static byte[] batch(String labelKey, int first, int... labels) {
		ByteArrayOutputStream data = new ByteArrayOutputStream();
		for (int i = 0; i < labels.length; i++)
			data.writeBytes(pixels(first + i));
		return PickleBytes.dictionary().string("data").array("u1", PIXELS, data.toByteArray()).string(labelKey)
				.integers(labels).end();
	}

	private static byte[] records(int lead, int first, int... labels) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		for (int i = 0; i < labels.length; i++) {
			for (int b = 1; b < lead; b++)
				out.write(77);
			out.write(labels[i]);
			out.writeBytes(pixels(first + i));
		}
		return out.toByteArray();
	}

	private static byte[] pixels(int value) {
		byte[] pixels = new byte[PIXELS];
		for (int i = 0; i < PIXELS; i++)
			pixels[i] = (byte) (value + i / 1024);
		return pixels;
	}

	private static int[] labels(Dataset data) {
		return IntStream.range(0, data.size()).map(data::label).toArray();
	}
}
