package espalier.data;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

import espalier.graph.BadInputException;

/**
 * The memory that arrays of images may take while they are opened: half of the heap. Not safe for use by several threads.
 */
final class Room {
	/** Longer arrays are beyond what a Java array can be relied on to hold. */
	private static final long LONGEST = Integer.MAX_VALUE - 64L;

	private final String place;
	private long left;

	Room(String place, long bytes) {
		this.place = place;
		this.left = bytes;
	}

	static Room of(String place) {
		return new Room(place, Runtime.getRuntime().maxMemory() / 2);
	}

	/** @throws IOException when a file is too long to be held as one array */
	static int requireArray(long size) throws IOException {
		if (size < 0 || size > LONGEST)
			throw new IOException("a file of " + size + " bytes");
		return (int) size;
	}

	/** @throws BadInputException when there is no room for this many bytes more */
	int take(Entry entry, long bytes) {
		if (bytes < 0 || bytes > LONGEST || bytes > left)
			throw new BadInputException("`" + entry.path() + "` of " + place + " takes " + (bytes >> 20)
					+ " MB of memory where there is room for " + (Math.min(left, LONGEST) >> 20)
					+ " MB; start with more memory, as by -Xmx8g, or give a smaller set.");
		left -= bytes;
		return (int) bytes;
	}

	/** @throws BadInputException when the file can't be read, or there is no room for it */
	byte[] read(Entry entry) {
		take(entry, entry.size());
		try {
			return entry.contents().read();
		} catch (IOException e) {
			throw damaged(entry, String.valueOf(e.getMessage()), e);
		}
	}

	BadInputException damaged(Entry entry, String why) {
		return damaged(entry, why, null);
	}

	BadInputException damaged(Entry entry, String why, @Nullable Throwable cause) {
		return new BadInputException("`" + entry.path() + "` of " + place + " can't be used: " + Printable.of(why)
				+ "; fetch or write it again.", cause);
	}
}
