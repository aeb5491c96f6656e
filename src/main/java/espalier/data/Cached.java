package espalier.data;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Keeps decoded pictures of another data set until a number of bytes is reached; the others are decoded each time. */
public final class Cached implements Dataset {
	private final Dataset whole;
	private final AtomicReferenceArray<Picture> kept;
	private final AtomicLong room;

	public Cached(Dataset whole, long bytes) {
		this.whole = whole;
		this.kept = new AtomicReferenceArray<>(whole.size());
		this.room = new AtomicLong(bytes);
	}

	@Override
	public Picture read(int index) throws UnreadableImage {
		Picture picture = kept.get(index);
		if (picture != null)
			return picture;
		picture = whole.read(index);
		if (room.addAndGet(-picture.pixels().length) >= 0)
			kept.set(index, picture);
		return picture;
	}

	@Override
	public String name() {
		return whole.name();
	}

	@Override
	public List<String> classes() {
		return whole.classes();
	}

	@Override
	public int size() {
		return whole.size();
	}

	@Override
	public int label(int index) {
		return whole.label(index);
	}

	@Override
	public String hash() {
		return whole.hash();
	}
}
