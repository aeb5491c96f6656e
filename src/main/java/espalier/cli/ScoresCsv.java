package espalier.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.graph.BadInputException;
import espalier.importance.Scores;
import espalier.onnx.AtomicFile;

/** Scores as comma-separated values, one unit a line; groups that are not judged are left out. */
final class ScoresCsv {
	private ScoresCsv() {}

	/** @throws BadInputException when the file can't be written; an older one stays as it was */
	static void write(List<ChannelGroup> groups, Scores scores, @Nullable Scores other, Path file) {
		StringBuilder text = new StringBuilder("group,unit," + scores.criterion().id());
		text.append(other == null ? "" : "," + other.criterion().id()).append('\n');
		for (ChannelGroup group : groups) {
			double[] own = scores.of(group);
			double[] others = other == null ? null : other.of(group);
			for (int u = 0; u < group.units() && (own != null || others != null); u++) {
				text.append(quoted(group.name())).append(',').append(u).append(',').append(own == null ? "" : own[u]);
				if (other != null)
					text.append(',').append(others == null ? "" : others[u]);
				text.append('\n');
			}
		}
		try (AtomicFile atomic = new AtomicFile(file)) {
			atomic.channel().write(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)));
			atomic.commit();
		} catch (IOException e) {
			throw BadInputException.unwritable(file, e);
		}
	}

	private static String quoted(String name) {
		return name.matches("[^,\"\\r\\n]*") ? name : "\"" + name.replace("\"", "\"\"") + "\"";
	}
}
