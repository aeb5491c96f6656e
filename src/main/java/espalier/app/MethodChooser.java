package espalier.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.control.ComboBox;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;

import espalier.graph.EspalierException;
import espalier.method.MethodRecipe;

/** The methods to choose from, and a menu by which recipes are opened, edited and saved. */
final class MethodChooser extends HBox {
	private final Workbench bench;
	private final FilePicker picker;
	private final Consumer<Region> ask;
	private final Runnable closeCard;
	private final Supplier<MethodRecipe> set;
	private final ObservableList<Choice> choices = FXCollections.observableArrayList();
	private final ComboBox<Choice> box;

	/** @param source as the command line takes it: an id or a file */
	record Choice(MethodRecipe recipe, String source, String title) {}

	/**
	 * @param set
	 *            the recipe as it would be run, with what is set beside it
	 * @param compare
	 *            asks which methods to run side by side
	 * @param openEvidence
	 *            asks for what some came to
	 */
	MethodChooser(Workbench bench, FilePicker picker, Consumer<Region> ask, Runnable closeCard,
			Supplier<MethodRecipe> set, Runnable compare, Runnable openEvidence) {
		super(4);
		this.bench = bench;
		this.picker = picker;
		this.ask = ask;
		this.closeCard = closeCard;
		this.set = set;
		espalier.method.Methods.all().forEach(r -> choices.add(new Choice(r, r.id(), r.title())));
		box = HeaderBar.choice("method", choices, Choice::title);
		box.setItems(choices);
		box.setValue(choices.getFirst());
		box.setMaxWidth(Double.MAX_VALUE);
		box.setPrefWidth(216);
		box.getStyleClass().add("small-field");
		HBox.setHgrow(box, Priority.ALWAYS);
		setAlignment(Pos.CENTER_LEFT);
		MenuButton more = new MenuButton("", new FontIcon(MaterialDesignD.DOTS_HORIZONTAL));
		more.setId("method-more");
		more.setAccessibleText("Recipe: open, edit, save; several methods: compare, open evidence");
		more.setTooltip(new Tooltip("Open, edit or save a recipe, compare methods, or open evidence on several"));
		more.getStyleClass().addAll("button-icon", "flat", "tiny-button", "recipe-menu");
		more.getItems().addAll(item("Open recipe…", this::choose), item("Edit recipe…", this::edit),
				item("Save recipe…", this::save), new SeparatorMenuItem(), item("Compare methods…", compare),
				item("Open evidence…", openEvidence));
		getChildren().addAll(box, more);
	}

	/** The one that is chosen. */
	ObservableValue<Choice> chosen() {
		return box.valueProperty();
	}

	/** Leaves the choice as it is. */
	void hold(boolean on) {
		box.setDisable(on);
	}

	List<Choice> choices() {
		return List.copyOf(choices);
	}

	private static MenuItem item(String name, Runnable act) {
		MenuItem item = new MenuItem(name);
		item.setOnAction(e -> act.run());
		return item;
	}

	private void choose() {
		Path file = picker.open("Recipe of a method", "json");
		if (file != null)
			open(file);
	}

	/** Reads a recipe and chooses it. */
	void open(Path file) {
		String name = String.valueOf(file.getFileName());
		bench.running().start("Open " + name, progress -> MethodRecipe.read(file),
				recipe -> take(recipe, file, recipe.title()), e -> bench.report("Cannot open " + name, e));
	}

	private void take(MethodRecipe recipe, Path file, String title) {
		Choice choice = new Choice(recipe, file.toString(), title);
		List<Choice> others = new ArrayList<>(choices);
		others.removeIf(c -> c.title().equals(title) && !c.source().equals(c.recipe().id()));
		choices.setAll(others);
		choices.add(choice);
		box.setValue(choice);
	}

	private void edit() {
		MethodRecipe now = box.getValue().recipe();
		ask.accept(new RecipeCard(now.title(), now.toJson(), closeCard, this::use));
	}

	/** Keeps a changed recipe in a file, so that the command line can run it, too. */
	private void use(String json, Consumer<String> tell) {
		Path file = bench.settings().folder().resolve("recipes")
				.resolve(box.getValue().recipe().id().replaceAll("[^\\w-]", "_") + "-"
						+ new espalier.graph.Fingerprint().add(json).hex().substring(0, 8) + ".json");
		bench.running().start("Check the recipe", progress -> {
			java.nio.file.Files.createDirectories(file.getParent());
			java.nio.file.Files.writeString(file, json);
			return MethodRecipe.read(file);
		}, recipe -> {
			closeCard.run();
			take(recipe, file, recipe.title() + " (changed)");
		}, e -> tell.accept(e instanceof EspalierException
				? Prose.sentence(String.valueOf(e.getMessage()).replace("`" + file + "`", "This"))
				: "The recipe can't be kept: " + e.getMessage()));
	}

	private void save() {
		try {
			MethodRecipe recipe = set.get();
			Path file = picker.save("Recipe of a method", "json", recipe.id() + ".json");
			if (file != null)
				bench.running().start("Save recipe", false, progress -> {
					recipe.write(file);
					return file;
				}, done -> bench.say("Wrote " + done.toAbsolutePath()),
						e -> bench.report("Cannot write " + file.getFileName(), e));
		} catch (EspalierException e) {
			bench.report("Cannot save the recipe", e);
		}
	}
}
