package espalier.app;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

import espalier.cli.Desktop;

/** For command lines that need no window. */
final class NoDesktop implements Desktop {
	@Override
	public boolean here() {
		return false;
	}

	@Override
	public void open(List<Path> models) {
		throw new AssertionError("no window was to open");
	}

	@Override
	public Path example() {
		throw new AssertionError("no example was asked for");
	}

	@Override
	public int tour(Path out, @Nullable Path pictures) {
		throw new AssertionError("no tour was asked for");
	}
}
