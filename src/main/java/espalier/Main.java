package espalier;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.jspecify.annotations.Nullable;

import espalier.app.App;
import espalier.app.Tour;
import espalier.cli.Cli;
import espalier.cli.Desktop;

/** Starts what was asked for: a command, the window, or, where there is no display for one, the tour. */
public final class Main {
	/** Held, since a logger without a holder forgets its level. */
	private static final Logger TOOLKIT = Logger.getLogger("javafx");

	private Main() {}

	public static void main(String[] arguments) {
		// it warns at every start that it was not loaded as modules
		TOOLKIT.setLevel(Level.SEVERE);
		int code = Cli.run(arguments, writer(System.out, System.getProperty("stdout.encoding")),
				writer(System.err, System.getProperty("stderr.encoding")), new Screen());
		System.exit(code);
	}

	private static PrintWriter writer(java.io.OutputStream stream, @Nullable String encoding) {
		Charset charset = encoding == null ? Charset.defaultCharset()
				: Charset.forName(encoding, Charset.defaultCharset());
		return new PrintWriter(stream, true, charset);
	}

	/** The window of this machine. */
	private static final class Screen implements Desktop {
		@Override
		public boolean here() {
			boolean linux = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
			return !linux || set("DISPLAY") || set("WAYLAND_DISPLAY");
		}

		private static boolean set(String variable) {
			String value = System.getenv(variable);
			return value != null && !value.isBlank();
		}

		@Override
		public void open(List<Path> models) {
			App.launch(models);
		}

		@Override
		public Path example() {
			return App.example();
		}

		@Override
		public int tour(Path out, @Nullable Path pictures) {
			return Tour.run(out, pictures);
		}
	}
}
