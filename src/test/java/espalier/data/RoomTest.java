package espalier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import espalier.graph.BadInputException;

class RoomTest {
	@Test
	void readRefusesWhatIsBeyondTheRoomWithoutReadingIt() {
		Room room = new Room("set.npz", 10 << 20);
		Entry small = new Entry("a.npy", 6 << 20, () -> new byte[3]);
		assertThat(room.read(small)).hasSize(3);
		Entry second = new Entry("b.npy", 6 << 20, () -> {
			throw new IOException("it was read");
		});
		assertThatThrownBy(() -> room.read(second)).isInstanceOf(BadInputException.class)
				.hasMessageContainingAll("`b.npy` of set.npz takes 6 MB", "room for 4 MB", "-Xmx");
	}

	@Test
	void readTellsWhyAFileCannotBeRead() {
		Entry broken = new Entry("a.npy", 5, () -> {
			throw new IOException("the disk is gone");
		});
		assertThatThrownBy(() -> new Room("set", 10).read(broken)).isInstanceOf(BadInputException.class)
				.hasMessageContainingAll("`a.npy` of set", "the disk is gone");
	}

	@Test
	void requireArrayRefusesWhatNoArrayHolds() throws IOException {
		assertThat(Room.requireArray(5)).isEqualTo(5);
		assertThatThrownBy(() -> Room.requireArray(1L << 31)).isInstanceOf(IOException.class);
		assertThatThrownBy(() -> Room.requireArray(-1)).isInstanceOf(IOException.class);
	}
}
