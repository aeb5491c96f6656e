package espalier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

class CachedTest {
	@Test
	void readDecodesOnceWhileThereIsRoom() throws UnreadableImage {
		Counting images = new Counting(() -> {
		});
		Cached cached = new Cached(images, 7);
		for (int pass = 0; pass < 3; pass++)
			for (int i = 0; i < 3; i++)
				assertThat(cached.read(i).at(0, 0, 0)).isEqualTo(i);
		assertThat(cached.room()).isEqualTo(1);
		assertThat(images.reads.get()).isEqualTo(2 + 3);
	}

	@Test
	void readCountsAnImageOnceThatTwoThreadsDecode() throws Exception {
		CyclicBarrier both = new CyclicBarrier(2);
		Counting images = new Counting(() -> {
			try {
				both.await();
			} catch (Exception e) {
				throw new IllegalStateException(e);
			}
		});
		Cached cached = new Cached(images, 100);
		try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
			Future<Picture> one = threads.submit(() -> cached.read(0));
			Future<Picture> two = threads.submit(() -> cached.read(0));
			assertThat(one.get().pixels()).isEqualTo(two.get().pixels());
		}
		assertThat(images.reads.get()).isEqualTo(2);
		assertThat(cached.room()).isEqualTo(97);
	}

	@Test
	void readKeepsNothingOfDamagedImages() {
		Cached cached = new Cached(new Counting(() -> {
		}), 100);
		assertThatThrownBy(() -> cached.read(9)).isInstanceOf(UnreadableImage.class);
		assertThat(cached.room()).isEqualTo(100);
	}

	/** Images of three bytes, which can't be read from the tenth on. */
	private record Counting(Runnable before, AtomicInteger reads) implements Dataset {
		Counting(Runnable before) {
			this(before, new AtomicInteger());
		}

		@Override
		public String name() {
			return "counting";
		}

		@Override
		public List<String> classes() {
			return List.of("one");
		}

		@Override
		public int size() {
			return 10;
		}

		@Override
		public int label(int index) {
			return 0;
		}

		@Override
		public Picture read(int index) throws UnreadableImage {
			reads.incrementAndGet();
			before.run();
			if (index == 9)
				throw new UnreadableImage("9", null);
			return new Picture(1, 1, 3, new byte[]{(byte) index, 0, 0});
		}

		@Override
		public String hash() {
			return "";
		}
	}
}
