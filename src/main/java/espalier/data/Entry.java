package espalier.data;

import java.io.IOException;

/**
 * A file of a folder or an archive.
 *
 * @param path
 *            parts divided by slashes, from the top of the folder or archive
 * @param size
 *            in bytes, as the folder or archive says
 */
record Entry(String path, long size, Contents contents) {
	/** Fetches the bytes of a file. */
	@FunctionalInterface
	interface Contents {
		byte[] read() throws IOException;
	}

	/** The last part of the path. */
	String base() {
		return path.substring(path.lastIndexOf('/') + 1);
	}

	/** The folders that the file is in, from the top. */
	String[] folders() {
		int end = path.lastIndexOf('/');
		return end < 0 ? new String[0] : path.substring(0, end).split("/");
	}
}
