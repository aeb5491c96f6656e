package espalier.app;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

import javafx.scene.Node;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;

import org.jspecify.annotations.Nullable;

/** Takes a file that is dropped on the window. */
final class Drops {
	private Drops() {}

	static void on(Node target, Consumer<Path> open) {
		target.addEventHandler(DragEvent.DRAG_OVER, e -> {
			if (dropped(e) != null)
				e.acceptTransferModes(TransferMode.COPY);
			e.consume();
		});
		target.addEventHandler(DragEvent.DRAG_DROPPED, e -> {
			Path file = dropped(e);
			if (file != null)
				open.accept(file);
			e.setDropCompleted(file != null);
			e.consume();
		});
	}

	private static @Nullable Path dropped(DragEvent e) {
		List<File> files = e.getDragboard().getFiles();
		return files == null || files.isEmpty() ? null : files.getFirst().toPath();
	}
}
