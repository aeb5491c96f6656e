package espalier.onnx;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import espalier.graph.BadInputException;

/**
 * A file that appears whole or not at all: written under a temporary name in the same folder, forced to the disk, moved over
 * the old one, and the folder forced too. Closing without {@link #commit} leaves the old file as it was.
 */
public final class AtomicFile implements AutoCloseable {
	private final Path file;
	private final Path temporary;
	private final FileChannel channel;
	private final boolean fresh;
	private boolean committed;
	private boolean kept;

	public AtomicFile(Path file) throws IOException {
		this(file, false);
	}

	private AtomicFile(Path file, boolean fresh) throws IOException {
		// Over a link, the file it points to is replaced, as an editor would do.
		this.file = Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
		this.fresh = fresh;
		if (Files.isDirectory(this.file))
			throw new FileAlreadyExistsException(file.toString(), null, "there is a folder of that name");
		this.temporary = this.file.resolveSibling("." + this.file.getFileName() + "." + token() + ".tmp");
		this.channel = FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
	}

	/** What writes the content of a file. */
	public interface Content {
		void to(OutputStream out) throws IOException;
	}

	/**
	 * Writes a whole file.
	 *
	 * @throws BadInputException
	 *             when it can't be written; then what was there before is still there
	 */
	public static void write(Path file, Content content) {
		try (AtomicFile atomic = new AtomicFile(file)) {
			OutputStream out = new BufferedOutputStream(Channels.newOutputStream(atomic.channel));
			content.to(out);
			out.flush();
			atomic.commit();
		} catch (IOException e) {
			throw BadInputException.unwritable(file, e);
		}
	}

	/** A file beside {@code neighbour} of a name that nothing has, removed on closing unless kept. */
	static AtomicFile fresh(Path neighbour, String ending) throws IOException {
		Path real = Files.isSymbolicLink(neighbour) ? neighbour.toRealPath() : neighbour;
		while (true) {
			Path file = real.resolveSibling(real.getFileName() + "-" + token() + ending);
			if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS))
				return new AtomicFile(file, true);
		}
	}

	/**
	 * Removes what writes to a file left that were killed; only for files that nothing else is writing to now.
	 *
	 * @throws IOException
	 *             when a leftover can't be removed
	 */
	public static void removeLeftovers(Path file) throws IOException {
		Path real = Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
		Path folder = real.getParent();
		if (folder == null || !Files.isDirectory(folder))
			return;
		Pattern leftover = Pattern.compile(Pattern.quote("." + real.getFileName() + ".") + "[0-9a-f]{8}\\.tmp");
		try (Stream<Path> files = Files.list(folder)) {
			for (Path path : files.filter(p -> leftover.matcher(p.getFileName().toString()).matches()).toList())
				Files.deleteIfExists(path);
		}
	}

	private static String token() {
		return UUID.randomUUID().toString().substring(0, 8);
	}

	Path file() {
		return file;
	}

	Path temporary() {
		return temporary;
	}

	public FileChannel channel() {
		return channel;
	}

	public void commit() throws IOException {
		channel.force(true);
		channel.close();
		try {
			Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		} catch (AtomicMoveNotSupportedException e) {
			Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
		}
		committed = true;
		forceFolder();
	}

	/** A fresh file is wanted after all. */
	void keep() {
		kept = true;
	}

	/** Makes the new name last through a power cut, where folders can be opened (not on Windows). */
	private void forceFolder() {
		Path folder = file.getParent();
		if (folder == null)
			return;
		try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
			directory.force(true);
		} catch (IOException e) {
			System.getLogger(AtomicFile.class.getName()).log(System.Logger.Level.DEBUG, "folder not forced", e);
		}
	}

	@Override
	public void close() throws IOException {
		channel.close();
		if (!committed)
			Files.deleteIfExists(temporary);
		else if (fresh && !kept)
			Files.deleteIfExists(file);
	}
}
