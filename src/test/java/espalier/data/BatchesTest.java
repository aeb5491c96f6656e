package espalier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import espalier.graph.RefusedException;
import espalier.graph.Shape;

class BatchesTest {
	private static final Preprocessing PLAIN = new Preprocessing(1, 1, 1, 0, false, false, 1, List.of(0f), List.of(1f));

	@Test
	void ofGoesThroughAllImagesInOrder() {
		List<Batch> batches = all(
				Batches.of(Listed.of(0, 1, 2, 0, 1), PLAIN, 2, Integer.MAX_VALUE, new Skipped()));
		assertThat(batches).hasSize(3);
		assertThat(batches.get(0).numbers()).containsExactly(0, 1);
		assertThat(batches.get(2).numbers()).containsExactly(4);
		assertThat(batches.get(2).labels()).containsExactly(1);
		assertThat(batches.get(1).share()).isEqualTo(1);
	}

	@Test
	void shuffledTakesWholeBatchesOfDifferentImages() {
		List<Batch> batches = all(shuffled(11, 5));
		assertThat(batches).hasSize(2).allMatch(b -> b.size() == 5);
		float[] numbers = new float[10];
		for (int i = 0; i < 10; i++)
			numbers[i] = batches.get(i / 5).numbers()[i % 5];
		assertThat(numbers).doesNotHaveDuplicates();
	}

	@Test
	void shuffledIsTheSameForASeedWhateverTheThreadsDo() throws Exception {
		List<float[]> alone = shapes(7);
		try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
			List<Callable<List<float[]>>> work = new ArrayList<>();
			for (int i = 0; i < 4; i++)
				work.add(() -> shapes(7));
			for (Future<List<float[]>> other : threads.invokeAll(work))
				assertThat(other.get()).usingElementComparator(Arrays::compare).isEqualTo(alone);
		}
		assertThat(shapes(8)).usingElementComparator(Arrays::compare).isNotEqualTo(alone);
	}

	@Test
	void countsEachImageThatIsLeftOutOnceWithItsReason() {
		Dataset data = Listed.of(0, 5, 1, -1, 1, 0).damaged(2, 5);
		Skipped skipped = new Skipped();
		for (int pass = 0; pass < 3; pass++) {
			List<Batch> batches = all(Batches.of(data, PLAIN, 6, 3, skipped));
			assertThat(batches.getFirst().numbers()).containsExactly(0, 4);
			assertThat(batches.getFirst().labels()).containsExactly(0, 1);
		}
		assertThat(skipped.count()).isEqualTo(4);
		assertThat(skipped.describe()).contains(
				"2 images have labels beyond the model's outputs (label 5 of 3 outputs)",
				"2 images can't be decoded (2.png is damaged)");
	}

	@Test
	void describeSpeaksOfOneImageAsOne() {
		Skipped skipped = new Skipped();
		skipped.add(Skipped.Reason.OTHER_SHAPE, 4, "1x2x3");
		skipped.add(Skipped.Reason.OTHER_SHAPE, 4, "again");
		assertThat(skipped.describe()).isEqualTo("1 image is of another shape (1x2x3)");
	}

	@Test
	void refusesSetsOfAnotherShapeBeforeTheFirstBatch() {
		Preprocessing colour = Preprocessing.guess(Shape.of(1, 3, 224, 224));
		assertThatThrownBy(() -> Batches.of(Listed.of(0, 1), colour, 2, 3, new Skipped()))
				.isInstanceOf(RefusedException.class).hasMessage(
						"The images of listed don't fit: the model wants 3x224x224, these are 1x1x1; give --channels-convert.");
	}

	@Test
	void leavesOutSingleImagesOfAnotherShape() {
		Dataset mixed = new Subset(new Mixed(), new int[]{0, 1, 2, 3}, "mixed");
		Skipped skipped = new Skipped();
		assertThat(all(Batches.of(mixed, PLAIN, 4, 3, skipped)).getFirst().size()).isEqualTo(3);
		assertThat(skipped.describe()).startsWith("1 image is of another shape (the model wants 1x1x1");
	}

	@Test
	void mixesBatchesWhereAsked() {
		try (Batches batches = Batches.shuffled(Listed.of(0, 1, 2, 0), PLAIN, 4, 3, new Augmentation(false, 0, 0, 1), 1,
				new Skipped())) {
			Batch batch = batches.next();
			assertThat(batch).isNotNull().satisfies(b -> {
				assertThat(b.share()).isBetween(0f, 1f).isNotEqualTo(1f);
				assertThat(b.partners()[0]).isEqualTo(b.labels()[1]);
			});
		}
	}

	/** The first image is coloured. */
	private static final class Mixed implements Dataset {
		private final Listed rest = Listed.of(0, 1, 2, 0);

		@Override
		public String name() {
			return "mixed";
		}

		@Override
		public List<String> classes() {
			return rest.classes();
		}

		@Override
		public int size() {
			return rest.size();
		}

		@Override
		public int label(int index) {
			return rest.label(index);
		}

		@Override
		public Picture read(int index) throws UnreadableImage {
			return index == 0 ? new Picture(1, 1, 3, new byte[3]) : rest.read(index);
		}

		@Override
		public String hash() {
			return "mixed";
		}
	}

	private static List<float[]> shapes(long seed) {
		Dataset some = Subset.stratified(Shapes.splits(1).train(), 60, 1);
		return all(Batches.shuffled(some, Preprocessing.guess(Shape.of(1, 3, 32, 32)), 8, 10,
				new Augmentation(true, 4, 8, 0.5), seed, new Skipped())).stream().map(Batch::numbers).toList();
	}

	private static Batches shuffled(int images, int size) {
		return Batches.shuffled(Listed.of(IntStream.range(0, images).map(i -> i % 3).toArray()), PLAIN, size, 3,
				Augmentation.NONE, 1, new Skipped());
	}

	private static List<Batch> all(Batches batches) {
		List<Batch> list = new ArrayList<>();
		try (batches) {
			for (Batch batch = batches.next(); batch != null; batch = batches.next())
				list.add(batch);
		}
		return list;
	}
}
