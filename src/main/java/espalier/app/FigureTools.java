package espalier.app;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.function.Supplier;

import javafx.embed.swing.SwingFXUtils;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;

import espalier.report.Figure;
import espalier.report.Format;

/** Takes a chart out of the window: to the clipboard, as picture and numbers, or to a file. */
final class FigureTools {
	private final Workbench bench;
	private final FilePicker picker;
	private final Supplier<@Nullable Figure> figure;
	private final Runnable enlarge;

	FigureTools(Workbench bench, FilePicker picker, Supplier<@Nullable Figure> figure, Runnable enlarge) {
		this.enlarge = enlarge;
		this.bench = bench;
		this.picker = picker;
		this.figure = figure;
	}

	/** @param id what the buttons' ids begin with, as in {@code chart} */
	Node node(String id) {
		Button large = button(id + "-enlarge", MaterialDesignA.ARROW_EXPAND_VERTICAL,
				"Make room for the chart, or less",
				enlarge);
		Button copy = button(id + "-copy", MaterialDesignC.CONTENT_COPY,
				"Copy the chart: as a picture, or as numbers where text is pasted", this::copy);
		MenuButton save = new MenuButton("", new FontIcon(MaterialDesignE.EXPORT));
		save.setId(id + "-save");
		save.setTooltip(new Tooltip("Save the chart"));
		save.setAccessibleText("Save the chart");
		save.getStyleClass().addAll("button-icon", "flat", "tiny-button");
		for (Format format : Format.values()) {
			MenuItem item = new MenuItem(switch (format) {
				case PNG -> "Picture (PNG)…";
				case SVG -> "Drawing (SVG)…";
				case PDF -> "Document (PDF)…";
				case CSV -> "Numbers (CSV)…";
			});
			item.setOnAction(e -> save(format));
			save.getItems().add(item);
		}
		HBox tools = new HBox(large, copy, save);
		tools.setAlignment(Pos.CENTER_RIGHT);
		tools.setMinWidth(Region.USE_PREF_SIZE);
		return tools;
	}

	private static Button button(String id, Ikon icon, String tip, Runnable act) {
		Button button = new Button("", new FontIcon(icon));
		button.setId(id);
		button.setTooltip(new Tooltip(tip));
		button.setAccessibleText(tip);
		button.getStyleClass().addAll("button-icon", "flat", "tiny-button");
		button.setOnAction(e -> act.run());
		return button;
	}

	private void save(Format format) {
		Figure now = figure.get();
		if (now == null) {
			bench.say("There is no chart to save yet");
			return;
		}
		Path file = picker.save("Chart", format.suffix(), now.name() + "." + format.suffix());
		if (file != null)
			bench.exporting().figure(now, format, file);
	}

	private void copy() {
		Figure now = figure.get();
		if (now == null) {
			bench.say("There is no chart to copy yet");
			return;
		}
		record Copied(BufferedImage picture, String numbers) {}
		bench.running().start("Copy the chart", progress -> new Copied(Format.picture(now), Format.numbers(now)),
				done -> {
					ClipboardContent content = new ClipboardContent();
					content.putImage(SwingFXUtils.toFXImage(done.picture(), null));
					content.putString(done.numbers());
					Clipboard.getSystemClipboard().setContent(content);
					bench.say("Copied: " + now.title());
				}, e -> bench.report("Cannot copy the chart", e));
	}
}
