package espalier.app;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Stage;

import org.jspecify.annotations.Nullable;

/** The system's own file dialogs, which begin in the folder used last. */
final class SystemPicker implements FilePicker {
	private final Stage stage;
	private @Nullable Path folder;

	SystemPicker(Stage stage, Settings settings) {
		this.stage = stage;
		this.folder = settings.recent().isEmpty() ? null : settings.recent().getFirst().getParent();
	}

	@Override
	public @Nullable Path open(String kind, String suffix) {
		return chosen(chooser("Open " + kind, kind, suffix).showOpenDialog(stage));
	}

	@Override
	public @Nullable Path folder(String of) {
		DirectoryChooser chooser = new DirectoryChooser();
		chooser.setTitle("Choose a folder of " + of);
		Path start = folder;
		if (start != null && Files.isDirectory(start))
			chooser.setInitialDirectory(start.toFile());
		return chosen(chooser.showDialog(stage));
	}

	@Override
	public @Nullable Path save(String kind, String suffix, String suggested) {
		FileChooser chooser = chooser("Export " + kind, kind, suffix);
		chooser.setInitialFileName(suggested);
		return chosen(chooser.showSaveDialog(stage));
	}

	private FileChooser chooser(String title, String kind, String suffix) {
		FileChooser chooser = new FileChooser();
		chooser.setTitle(title);
		chooser.getExtensionFilters()
				.add(new FileChooser.ExtensionFilter(kind, suffix.equals("*") ? "*" : "*." + suffix));
		Path start = folder;
		if (start != null && Files.isDirectory(start))
			chooser.setInitialDirectory(start.toFile());
		return chooser;
	}

	private @Nullable Path chosen(@Nullable File file) {
		if (file == null)
			return null;
		folder = file.toPath().getParent();
		return file.toPath();
	}
}
