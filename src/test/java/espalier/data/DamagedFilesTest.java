package espalier.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import espalier.graph.EspalierException;

/** Files with bytes changed at random either open or are refused in a sentence, and nothing else. */
class DamagedFilesTest {
	private static final int TRIES = 200;
	private static final byte[] RED = DataFiles.png(2, 1, 0xff0000);
	private static final Map<String, byte[]> IMAGES = DataFiles.files("train/cat/1.png", RED, "val/cat/1.png", RED);

	@TempDir
	Path folder = Path.of("");

	@Test
	void openToleratesDamagedArchives() throws IOException {
		fuzz("a.tar", DataFiles.tar(IMAGES));
		fuzz("a.tar.gz", DataFiles.gzip(DataFiles.tar(IMAGES)));
		fuzz("a.zip", DataFiles.zip(IMAGES));
		fuzz("a.npz", DataFiles.zip(DataFiles.files("x.npy", DataFiles.npy("|u1", "2, 1, 1", new byte[2]), "y.npy",
				DataFiles.npy("|u1", "2,", new byte[2]))));
	}

	@Test
	void openToleratesDamagedArrays() throws IOException {
		fuzz("i/x.npy", DataFiles.npy("|u1", "2, 1, 1", new byte[2]), "i/y.npy",
				DataFiles.npy("|u1", "2,", new byte[2]));
		fuzz("j/train-images-idx3-ubyte", DataFiles.idx(new byte[8], 2, 2, 2), "j/train-labels-idx1-ubyte",
				DataFiles.idx(new byte[2], 2));
		fuzz("k/train-images-idx3-ubyte.gz", DataFiles.gzip(DataFiles.idx(new byte[8], 2, 2, 2)),
				"k/train-labels-idx1-ubyte.gz", DataFiles.gzip(DataFiles.idx(new byte[2], 2)));
	}

	@Test
	void openToleratesDamagedPickles() throws IOException {
		byte[] pickle = PickleBytes.dictionary().string("labels").integers(0, 0).string("data")
				.array("u1", 3072, new byte[2 * 3072]).end();
		// Most of the pickle are pixels, which can't be damaged: what comes before them is changed.
		fuzz(300, "l/data_batch_1", pickle, "l/batches.meta",
				PickleBytes.dictionary().string("label_names").strings("cat", "dog").end());
	}

	@Test
	void decodeToleratesDamagedImages() {
		SplittableRandom random = new SplittableRandom(5);
		for (int i = 0; i < TRIES; i++)
			try {
				Picture picture = Decoder.decode("1.png", changed(RED, RED.length, random));
				assertThat(picture.pixels()).isNotEmpty();
			} catch (UnreadableImage e) {
				assertThat(e.getMessage()).contains("1.png");
			}
	}

	private void fuzz(String name, byte[] good) throws IOException {
		SplittableRandom random = new SplittableRandom(name.hashCode());
		for (int i = 0; i < TRIES; i++) {
			Path file = Files.write(folder.resolve(name), changed(good, good.length, random));
			open(file);
		}
	}

	private void fuzz(String one, byte[] first, String two, byte[] second) throws IOException {
		fuzz(Integer.MAX_VALUE, one, first, two, second);
	}

	private void fuzz(int most, String one, byte[] first, String two, byte[] second) throws IOException {
		SplittableRandom random = new SplittableRandom(one.hashCode());
		for (int i = 0; i < TRIES; i++) {
			boolean other = random.nextBoolean();
			DataFiles.folder(folder, DataFiles.files(one, other ? first : changed(first, most, random), two,
					other ? changed(second, most, random) : second));
			open(folder.resolve(one).getParent());
		}
	}

	private static void open(Path place) {
		try {
			Splits splits = Sources.open(place.toString(), 1);
			for (int i = 0; i < splits.train().size(); i++)
				splits.train().read(i);
		} catch (EspalierException | UnreadableImage e) {
			assertThat(String.valueOf(e.getMessage()).lines()).hasSize(1);
		}
	}

	/** Up to four bytes changed, and one time in four cut short. */
	private static byte[] changed(byte[] good, int most, SplittableRandom random) {
		byte[] bytes = random.nextInt(4) == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
		for (int n = random.nextInt(1, 5); n > 0 && bytes.length > 0; n--)
			bytes[random.nextInt(Math.min(most, bytes.length))] = (byte) random.nextInt(256);
		return bytes;
	}
}
