package espalier.app;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import javafx.application.Platform;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;

import org.jspecify.annotations.Nullable;

import espalier.app.action.Action;
import espalier.app.action.Menus;
import espalier.app.action.Palette;
import espalier.app.graphview.GraphView;
import espalier.coupling.Cuts;
import espalier.graph.BadInputException;
import espalier.session.Version;

/** The window: puts the panels together and does what actions ask of it. */
final class WorkbenchWindow implements Actions.Desk {
	private final Stage stage;
	private final Workbench bench;
	private final FilePicker picker;
	private final Runnable quit;
	private final GraphView graph;
	private final OutlinePane outline;
	private final TabPane left = new TabPane();
	private final Panels panels;
	private final TabPane tabs = new TabPane();
	private final ChartsPane charts;
	private final MethodPane methods;
	private final Overlay overlay = new Overlay();
	private final List<Action> actions;
	private final Scene scene;
	private boolean topDown;
	private @Nullable Opened shown;

	/** @param quit ends the application once nothing unsaved is in the way */
	WorkbenchWindow(Stage stage, Workbench bench, FilePicker picker, Runnable quit) {
		this.stage = stage;
		this.bench = bench;
		this.picker = picker;
		this.quit = quit;
		graph = new GraphView(bench.selection());
		graph.setId("graph");
		graph.setRegions(new RegionWords(bench));
		outline = new OutlinePane(bench);
		actions = Actions.of(bench, this);
		charts = new ChartsPane(bench, picker,
				List.of(new SensitivityChart(bench, action("Measure sensitivity")), new ImportanceChart(bench),
						new AgreementChart(bench),
						new CostChart(bench, action("Time it")), new TradeOffChart(bench, action("Measure accuracy")),
						new ConfusionChart(bench, action("Measure accuracy")), new TrainingChart(bench)),
				() -> panels().enlarge("bottom"));
		methods = new MethodPane(bench, picker, overlay::card, this::closeOverlay, () -> panels().enlarge("bottom"));
		HeaderBar header = new HeaderBar(bench, action("Commit plan"));
		GraphPane centre = new GraphPane(graph, List.of(action("Zoom out"), action("Zoom in"), action("Fit"),
				action("Fit selection"), action("Turn the graph")));
		panels = new Panels(bench.settings(), left(), centre, new InspectorPane(bench), bottom());
		BorderPane work = new BorderPane(panels.node(), header, null, new StatusBar(bench), null);
		EmptyState empty = new EmptyState(bench, action("Open…"), action("Open example"));
		BorderPane emptyWithStatus = new BorderPane(empty, null, null, new StatusBar(bench), null);
		StackPane body = new StackPane(emptyWithStatus);
		VBox.setVgrow(body, Priority.ALWAYS);
		VBox whole = new VBox(new TitleLine(bench, actions, this::openGuarded), body);
		StackPane root = new StackPane(whole, overlay);
		root.getStyleClass().add("workbench");
		root.addEventFilter(KeyEvent.KEY_PRESSED, this::escape);
		root.addEventHandler(KeyEvent.KEY_PRESSED, this::keepLettersInFields);
		scene = new Scene(root, bench.settings().number("width", 1280), bench.settings().number("height", 800));
		scene.getStylesheets().add(style());
		Drops.on(root, this::openDropped);
		bench.edit().addListener((o, was, is) -> {
			body.getChildren().setAll(is == null ? emptyWithStatus : work);
			if (is != null) {
				graph.show(is.piece().graph(), is.piece().trace(), is.piece().coupling(),
						bench.opened().get() != shown);
				shown = bench.opened().get();
			}
			// the outline's lines are made anew; else the focus would fall into a text field, which takes the keys for itself
			if (was != null && is != null && !(scene.getFocusOwner() instanceof TextInputControl) && !inDepth())
				graph.requestFocus();
			if (was == null && is != null)
				Platform.runLater(() -> {
					panels.place();
					graph.requestFocus();
				});
		});
		bench.draft().subscribe(d -> ghost());
		bench.methods().off().addListener(o -> ghost());
		bench.problem().subscribe(problem -> {
			if (problem != null)
				overlay.card(Cards.problem(problem, this::closeOverlay));
		});
		bench.settings().theme().subscribe(theme -> dress());
		Platform.getPreferences().colorSchemeProperty().addListener(o -> dress());
		place();
	}

	/** The plan, or in its place what a method that runs has turned off. */
	private void ghost() {
		Draft plan = bench.draft().getValue();
		Cuts off = bench.methods().off().get();
		if (off != null)
			graph.setCuts(off);
		else if (plan != null)
			graph.setCuts(plan.cuts());
	}

	private boolean inDepth() {
		for (Node at = scene.getFocusOwner(); at != null; at = at.getParent())
			if (at instanceof DepthPane)
				return true;
		return false;
	}

	private static String style() {
		return Objects.requireNonNull(WorkbenchWindow.class.getResource("/espalier/app/workbench.css"))
				.toExternalForm();
	}

	/** Not there yet while the panels' own content is made. */
	private Panels panels() {
		return panels;
	}

	private void place() {
		stage.setScene(scene);
		stage.setMinWidth(960);
		stage.setMinHeight(600);
		bench.version().subscribe(v -> stage.setTitle(v == null ? "Espalier" : title(v) + " – Espalier"));
		WindowPlace.restore(stage, bench.settings());
		stage.setOnCloseRequest(e -> {
			e.consume();
			quit();
		});
	}

	private String title(Version version) {
		Opened now = bench.opened().get();
		return now == null ? "" : now.name() + " v" + Methods.number(version);
	}

	private void dress() {
		boolean dark = bench.settings().theme().get().dark();
		bench.settings().theme().get().apply();
		scene.getRoot().getStyleClass().removeAll("light", "dark");
		scene.getRoot().getStyleClass().add(dark ? "dark" : "light");
		graph.setDark(dark);
		charts.dress(dark);
		methods.dress(dark);
	}

	private Action action(String name) {
		return actions.stream().filter(a -> a.name().getValue().equals(name)).findFirst().orElseThrow();
	}

	List<Action> actions() {
		return actions;
	}

	Scene scene() {
		return scene;
	}

	Workbench bench() {
		return bench;
	}

	private TabPane left() {
		Tab depth = new Tab("Depth");
		DepthPane regions = new DepthPane(bench);
		// its lines are laid out only while they are seen
		depth.contentProperty().bind(depth.selectedProperty().map(seen -> seen ? regions : null));
		left.getTabs().setAll(new Tab("Groups", outline), depth);
		left.setId("left");
		left.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
		left.getStyleClass().addAll("panel", "inspector-tabs");
		return left;
	}

	private TabPane bottom() {
		tabs.getTabs().setAll(new Tab("Versions", new VersionsPane(bench)), new Tab("Charts", charts), filters(),
				new Tab("Data", new DataPane(bench, this::chooseData)),
				new Tab("Accuracy", new AccuracyPane(bench, action("Measure accuracy"),
						action("Compare outputs with v1"))),
				new Tab("Latency", new LatencyPane(bench, action("Time it"))),
				new Tab("Training", new TrainingPane(bench)), new Tab("Methods", methods),
				new Tab("Log", new LogPane(bench.log())));
		tabs.setId("bottom");
		tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
		tabs.getStyleClass().addAll("panel", "bottom");
		return tabs;
	}

	private Tab filters() {
		FiltersPane pane = new FiltersPane(bench, picker, () -> panels().enlarge("bottom"));
		Tab tab = new Tab("Filters", pane);
		pane.seen().bind(tab.selectedProperty());
		return tab;
	}

	/** Closes the card above the window, wherever the focus is. */
	private void escape(KeyEvent e) {
		if (e.getCode() != KeyCode.ESCAPE || !overlay.isDisplay())
			return;
		closeOverlay();
		e.consume();
	}

	/** A letter typed into a field is no shortcut. */
	private void keepLettersInFields(KeyEvent e) {
		boolean plain = !e.isShortcutDown() && !e.isAltDown() && !e.getCode().isFunctionKey();
		if (plain && e.getTarget() instanceof TextInputControl && !e.getCode().isNavigationKey()
				&& e.getCode() != KeyCode.ESCAPE && e.getCode() != KeyCode.ENTER
				&& e.getCode() != KeyCode.TAB)
			e.consume();
	}

	@Override
	public void open() {
		Path file = picker.open("ONNX model", "onnx");
		if (file != null)
			openGuarded(file);
	}

	@Override
	public void openPlan() {
		Path file = picker.open("Plan", "json");
		if (file != null)
			PlanOpening.open(file, bench);
	}

	private void chooseData(boolean folder) {
		Path place = folder ? picker.folder("images by class") : picker.open("Images", "*");
		if (place != null)
			bench.data().choose(place.toString());
	}

	@Override
	public void openExample() {
		try {
			openGuarded(App.example());
		} catch (BadInputException e) {
			bench.report("Cannot open the example", e);
		}
	}

	private void openDropped(Path file) {
		if (file.toString().endsWith(".json") && bench.edit().get() != null)
			PlanOpening.open(file, bench);
		else
			openGuarded(file);
	}

	private void openGuarded(Path file) {
		guarded("Open another network", () -> bench.open(file));
	}

	@Override
	public void exportModel() {
		PlanEdit edit = bench.edit().get();
		if (edit != null && !edit.isEmpty()) {
			ask("The plan is not committed",
					"A model is exported as the version shown, without what is only planned.",
					new Cards.Answer("Commit and export", () -> bench.commit(this::saveModel)),
					new Cards.Answer("Export without them", this::saveModel));
			return;
		}
		saveModel();
	}

	private void saveModel() {
		save("ONNX model", "onnx", file -> bench.exporting().model(file));
	}

	@Override
	public void exportPlan() {
		save("Plan", "json", file -> bench.exporting().plan(file));
	}

	@Override
	public void exportScript() {
		save("TorchScript", "pt", file -> bench.exporting().script(file));
	}

	@Override
	public void exportWeights() {
		save("Weights", "safetensors", file -> bench.exporting().weights(file));
	}

	@Override
	public void exportPicture() {
		WritableImage whole = graph.picture(2);
		if (whole == null)
			return;
		BufferedImage image = SwingFXUtils.fromFXImage(whole, null);
		save("Picture", "png", file -> bench.exporting().picture(image, file));
	}

	@Override
	public void exportReport() {
		save("Report", "html", file -> bench.exporting().report(file));
	}

	private void save(String kind, String suffix, Consumer<Path> write) {
		Path file = picker.save(kind, suffix, bench.exporting().suggested(suffix));
		if (file != null)
			write.accept(file);
	}

	@Override
	public void close() {
		guarded("Close this network", bench::closeModel);
	}

	@Override
	public void quit() {
		guarded("Quit", () -> {
			rememberWindow();
			quit.run();
		});
	}

	/** Asks before something that would lose work. */
	private void guarded(String verb, Runnable act) {
		if (!bench.unsaved()) {
			act.run();
			return;
		}
		ask(verb + "?", bench.trains()
				? "A training is under way and would be stopped; what was made since the last export is not in any file."
				: "What you cut or trained since the last export is not in any file and would be lost.",
				new Cards.Answer("Export model…", this::exportModel), new Cards.Answer("Discard", act));
	}

	private void ask(String title, String sentence, Cards.Answer... answers) {
		overlay.card(Cards.question(title, sentence, this::closeOverlay, List.of(answers)));
	}

	private void rememberWindow() {
		WindowPlace.remember(stage, bench.settings());
		if (bench.edit().get() != null)
			panels.remember();
	}

	private void closeOverlay() {
		overlay.hide(true);
		bench.problemSeen();
	}

	@Override
	public void fit() {
		graph.fit();
	}

	@Override
	public void fitSelection() {
		graph.fitSelection();
	}

	@Override
	public void zoom(boolean in) {
		if (in)
			graph.zoomIn();
		else
			graph.zoomOut();
	}

	@Override
	public void turn() {
		topDown = !topDown;
		graph.setTopDown(topDown);
	}

	@Override
	public void search() {
		if (!panels.shown("left"))
			panels.toggle("left");
		left.getSelectionModel().selectFirst();
		outline.focusSearch();
	}

	@Override
	public void togglePanel(String panel) {
		panels.toggle(panel);
	}

	@Override
	public void tab(String title) {
		if (!panels.shown("bottom"))
			panels.toggle("bottom");
		tabs.getTabs().stream().filter(t -> t.getText().equals(title)).findFirst()
				.ifPresent(tabs.getSelectionModel()::select);
	}

	@Override
	public void chart(String title) {
		tab("Charts");
		charts.show(title);
	}

	@Override
	public void compareMethods() {
		tab("Methods");
		methods.compare();
	}

	@Override
	public void inputSizes() {
		PlanEdit edit = bench.edit().get();
		Opened now = bench.opened().get();
		if (edit != null && now != null)
			overlay.card(Cards.inputSizes(edit.piece().trace().inputs(), this::closeOverlay,
					sizes -> guarded("Open again", () -> bench.open(now.file().path(), sizes))));
	}

	@Override
	public void palette() {
		overlay.atTop(new Palette(actions, this::closeOverlay));
	}

	@Override
	public void cheatSheet() {
		Map<String, String> more = new LinkedHashMap<>();
		more.put("Move a fader", "← →  Shift: ten");
		more.put("Type a number", "digits, Enter");
		more.put("Reset to allocator", "double click, Delete");
		more.put("Cancel a drag", "Esc");
		more.put("Move all selected", "Alt + drag");
		more.put("Collapse a panel", "double click its edge");
		overlay.card(Menus.cheatSheet(actions, more));
	}

	@Override
	public void about() {
		ask("Espalier",
				"A workbench that shows what is coupled in a trained network, and prunes it. Apache License 2.0.");
	}
}
