package espalier.data;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/**
 * Keeps decoded pictures of another data set as long as they fit in a number of bytes; the others are decoded each time.
 * Opened image files are kept in an eighth of the heap.
 */
public final class Cached implements Dataset {
	private final Dataset whole;
	private final AtomicReferenceArray<Picture> kept;
	private final AtomicLong room;
	/** Of tens of thousands of files it takes a while, and every measurement asks for it. */
	private volatile @Nullable String hash;

	public Cached(Dataset whole, long bytes) {
		this.whole = whole;
		this.kept = new AtomicReferenceArray<>(whole.size());
		this.room = new AtomicLong(bytes);
	}

	@Override
	public Picture read(int index) throws UnreadableImage {
		Picture picture = kept.get(index);
		return picture == null ? keep(index, whole.read(index)) : picture;
	}

	/** Takes the room first, so that the bytes are never exceeded, and gives it back where another thread was faster. */
	private Picture keep(int index, Picture picture) {
		long bytes = picture.pixels().length;
		long before = room.getAndUpdate(left -> left >= bytes ? left - bytes : left);
		if (before >= bytes && !kept.compareAndSet(index, null, picture))
			room.addAndGet(bytes);
		return picture;
	}

	/** Bytes that are still free. */
	long room() {
		return room.get();
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
		String known = hash;
		if (known == null) {
			known = whole.hash();
			hash = known;
		}
		return known;
	}
}
