package espalier.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javafx.beans.value.ObservableValue;

import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignB;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignG;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignK;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;
import org.kordamp.ikonli.materialdesign2.MaterialDesignU;
import org.kordamp.ikonli.materialdesign2.MaterialDesignW;

import espalier.app.action.Action;
import espalier.coupling.Adapter;
import espalier.coupling.ChannelGroup;

/** Everything a person can do, in the order of the menus. */
final class Actions {
	/** What needs the window itself. */
	interface Desk {
		void open();

		void openExample();

		void openPlan();

		void exportModel();

		void exportPlan();

		void exportScript();

		void exportWeights();

		void exportPicture();

		void exportReport();

		void close();

		void quit();

		void fit();

		void fitSelection();

		void zoom(boolean in);

		void turn();

		void search();

		void togglePanel(String panel);

		/** Shows a tab of the bottom panel. */
		void tab(String title);

		/** Shows a chart. */
		void chart(String title);

		/** Asks which methods to run side by side. */
		void compareMethods();

		void inputSizes();

		void palette();

		void cheatSheet();

		void about();
	}

	private final Workbench bench;
	private final Desk desk;
	private final Obstacles not;
	private final List<Action> all = new ArrayList<>();

	private Actions(Workbench bench, Desk desk) {
		this.bench = bench;
		this.desk = desk;
		this.not = new Obstacles(bench);
	}

	static List<Action> of(Workbench bench, Desk desk) {
		Actions actions = new Actions(bench, desk);
		actions.file();
		actions.edit();
		actions.view();
		actions.charts();
		actions.run();
		actions.help();
		return List.copyOf(actions.all);
	}

	private void file() {
		add("File", "Open…", MaterialDesignF.FOLDER_OPEN_OUTLINE, desk::open).shortcut("Shortcut+O");
		add("File", "Open plan…", MaterialDesignP.PLAYLIST_EDIT, desk::openPlan).shortcut("Shortcut+Shift+O")
				.unless(not.nothingOpen());
		add("File", "Open example", MaterialDesignF.FLASK_OUTLINE, desk::openExample)
				.unless(new javafx.beans.property.SimpleStringProperty(
						Examples.first() == null ? "No example networks are installed" : ""));
		add("File", "Input sizes…", MaterialDesignR.RESIZE, desk::inputSizes).unless(not.nothingOpen());
		add("File", "Commit plan", MaterialDesignS.SOURCE_COMMIT, bench::commit).shortcut("Shortcut+Enter")
				.unless(not.noCuts()).startsGroup();
		add("File", "Export model…", MaterialDesignE.EXPORT, desk::exportModel).shortcut("Shortcut+E")
				.unless(not.nothingOpen()).startsGroup();
		add("File", "Export plan…", MaterialDesignC.CODE_JSON, desk::exportPlan).shortcut("Shortcut+Shift+E")
				.unless(not.noVersion());
		add("File", "Export for PyTorch…", MaterialDesignL.LANGUAGE_PYTHON, desk::exportScript)
				.unless(not.nothingOpen());
		add("File", "Export weights…", MaterialDesignW.WEIGHT, desk::exportWeights).unless(not.nothingOpen());
		add("File", "Export picture of the graph…", MaterialDesignI.IMAGE_OUTLINE, desk::exportPicture)
				.unless(not.nothingOpen());
		add("File", "Export report…", MaterialDesignF.FILE_CHART_OUTLINE, desk::exportReport).unless(not.nothingOpen());
		add("File", "Close", MaterialDesignC.CLOSE, desk::close).shortcut("Shortcut+W").unless(not.nothingOpen())
				.startsGroup();
		add("File", "Quit", MaterialDesignE.EXIT_TO_APP, desk::quit).shortcut("Shortcut+Q");
	}

	private void edit() {
		add("Edit", not.named("Undo", bench.steps()::undoes), MaterialDesignU.UNDO, bench.steps()::undo)
				.shortcut("Shortcut+Z")
				.unless(not.reason(() -> bench.steps().undoes() == null ? "Nothing to undo" : ""));
		add("Edit", not.named("Redo", bench.steps()::redoes), MaterialDesignR.REDO, bench.steps()::redo)
				.shortcut("Shortcut+Y")
				.unless(not.reason(() -> bench.steps().redoes() == null ? "Nothing to do again" : ""));
		add("Edit", "Select all groups", MaterialDesignS.SELECT_ALL, this::selectAll).shortcut("Shortcut+A")
				.unless(not.nothingOpen()).startsGroup();
		add("Edit", "Invert selection", MaterialDesignS.SELECT_INVERSE, this::invertSelection)
				.shortcut("Shortcut+I").unless(not.nothingOpen());
		add("Edit", "Swap kept and cut channels", MaterialDesignS.SWAP_HORIZONTAL, onSelected(PlanEdit::invert))
				.unless(not.nothingSelected());
		add("Edit", "Lock", MaterialDesignL.LOCK_OUTLINE, onSelected((e, g) -> e.lock(g, true)))
				.shortcut("Shortcut+L").unless(not.nothingSelected()).startsGroup();
		add("Edit", "Unlock", MaterialDesignL.LOCK_OPEN_VARIANT_OUTLINE, onSelected((e, g) -> e.lock(g, false)))
				.shortcut("Shortcut+Shift+L").unless(not.nothingSelected());
		add("Edit", "Put projections on shortcuts", MaterialDesignS.SWAP_HORIZONTAL_BOLD,
				adapting(Adapter.Kind.PROJECTION)).unless(not.noStream()).startsGroup();
		add("Edit", "Put samplers before branches", MaterialDesignF.FILTER_OUTLINE, adapting(Adapter.Kind.SAMPLER))
				.unless(not.noStream());
		add("Edit", not.named("Remove", not::removable), MaterialDesignL.LAYERS_REMOVE, bench.depth()::toggle)
				.shortcut("Delete").unless(not.notRemovable()).startsGroup();
		add("Edit", not.named("Put back", not::removed), MaterialDesignL.LAYERS_PLUS, bench.depth()::toggle)
				.shortcut("Shift+Delete").unless(not.notRemoved());
		add("Edit", "Reset to allocator", MaterialDesignR.RESTORE, onSelected(PlanEdit::release))
				.shortcut("Shortcut+R").unless(not.nothingSelected()).startsGroup();
		add("Edit", "Clear plan", MaterialDesignE.ERASER, this::clear).unless(not.noCuts());
	}

	private void view() {
		for (Theme theme : Theme.values())
			add("View", "Theme: " + theme.label(), icon(theme), () -> bench.settings().theme().set(theme));
		add("View", "Fit", MaterialDesignF.FIT_TO_PAGE_OUTLINE, desk::fit).shortcut("F").unless(not.nothingOpen())
				.startsGroup();
		add("View", "Fit selection", MaterialDesignF.FIT_TO_SCREEN_OUTLINE, desk::fitSelection).shortcut("Shift+F")
				.unless(not.nothingSelected());
		add("View", "Zoom in", MaterialDesignM.MAGNIFY_PLUS_OUTLINE, () -> desk.zoom(true)).shortcut("Shortcut+EQUALS")
				.unless(not.nothingOpen());
		add("View", "Zoom out", MaterialDesignM.MAGNIFY_MINUS_OUTLINE, () -> desk.zoom(false))
				.shortcut("Shortcut+MINUS")
				.unless(not.nothingOpen());
		add("View", "Turn the graph", MaterialDesignA.AXIS_ARROW, desk::turn).shortcut("Shortcut+K")
				.unless(not.nothingOpen());
		add("View", "Search groups", MaterialDesignM.MAGNIFY, desk::search).shortcut("SLASH").unless(not.nothingOpen());
		add("View", "Show or hide outline", MaterialDesignD.DOCK_LEFT, () -> desk.togglePanel("left"))
				.shortcut("Shortcut+1").unless(not.nothingOpen()).startsGroup();
		add("View", "Show or hide inspector", MaterialDesignD.DOCK_RIGHT, () -> desk.togglePanel("right"))
				.shortcut("Shortcut+2").unless(not.nothingOpen());
		add("View", "Show or hide versions and log", MaterialDesignD.DOCK_BOTTOM, () -> desk.togglePanel("bottom"))
				.shortcut("Shortcut+3").unless(not.nothingOpen());
	}

	private void charts() {
		add("View", "Filters and feature maps", MaterialDesignG.GRID, () -> desk.tab("Filters"))
				.unless(not.nothingOpen())
				.startsGroup();
		Map<String, Ikon> charts = new LinkedHashMap<>();
		charts.put("Sensitivity", MaterialDesignC.CHART_MULTILINE);
		charts.put("Importance", MaterialDesignC.CHART_BELL_CURVE);
		charts.put("Agreement", MaterialDesignC.CHART_SCATTER_PLOT);
		charts.put("Cost", MaterialDesignC.CHART_GANTT);
		charts.put("Trade-off", MaterialDesignC.CHART_BUBBLE);
		charts.put("Confusion", MaterialDesignG.GRID_LARGE);
		charts.put("Epochs", MaterialDesignC.CHART_LINE_VARIANT);
		charts.forEach((title, icon) -> add("View", "Chart: " + title, icon, () -> desk.chart(title))
				.unless(not.nothingOpen()));
	}

	private void run() {
		add("Run", "Measure accuracy", MaterialDesignB.BULLSEYE_ARROW, bench.data()::measureAll).shortcut("Shortcut+M")
				.unless(not.noImages());
		add("Run", "Measure sensitivity", MaterialDesignC.CHART_MULTILINE, bench.sweeping()::start)
				.shortcut("Shortcut+Shift+M").unless(bench.sweeping().obstacle());
		add("Run", "Compare outputs with v1", MaterialDesignC.COMPARE, bench.comparing()::start)
				.unless(bench.comparing().obstacle());
		add("Run", "Time it", MaterialDesignT.TIMER_OUTLINE, bench.timing()::start).shortcut("Shortcut+T")
				.unless(bench.timing().obstacle());
		add("Run", "Fine-tune…", MaterialDesignT.TUNE, () -> desk.tab("Training")).shortcut("Shortcut+Shift+T")
				.unless(not.nothingOpen()).startsGroup();
		add("Run", "Run a method…", MaterialDesignP.PLAY_BOX_OUTLINE, () -> desk.tab("Methods"))
				.shortcut("Shortcut+Shift+R").unless(not.nothingOpen());
		add("Run", "Compare methods…", MaterialDesignC.CHART_TIMELINE_VARIANT, desk::compareMethods)
				.unless(not.noImages());
		add("Run", "Recalibrate batch norms", MaterialDesignS.SCALE_BALANCE, bench.training()::recalibrate)
				.unless(not.noImages());
	}

	private void help() {
		add("Help", "Find an action…", MaterialDesignC.CONSOLE, desk::palette).shortcut("Shortcut+Shift+P");
		add("Help", "Keyboard and mouse", MaterialDesignK.KEYBOARD_OUTLINE, desk::cheatSheet).shortcut("F1");
		add("Help", "About Espalier", MaterialDesignI.INFORMATION_OUTLINE, desk::about);
	}

	private static Ikon icon(Theme theme) {
		return switch (theme) {
			case LIGHT -> MaterialDesignW.WHITE_BALANCE_SUNNY;
			case DARK -> MaterialDesignW.WEATHER_NIGHT;
			case SYSTEM -> MaterialDesignT.THEME_LIGHT_DARK;
		};
	}

	private Action add(String menu, String name, Ikon icon, Runnable act) {
		Action action = new Action(menu, name, icon, act);
		all.add(action);
		return action;
	}

	private Action add(String menu, ObservableValue<String> name, Ikon icon, Runnable act) {
		Action action = new Action(menu, name, icon, act);
		all.add(action);
		return action;
	}

	private void selectAll() {
		PlanEdit edit = bench.edit().get();
		if (edit != null)
			bench.selection().selectAll(edit.piece().coupling().prunable());
	}

	private void invertSelection() {
		PlanEdit edit = bench.edit().get();
		if (edit == null)
			return;
		List<ChannelGroup> others = new ArrayList<>(edit.piece().coupling().prunable());
		others.removeAll(List.copyOf(bench.selection().groups()));
		bench.selection().selectAll(others);
	}

	private void clear() {
		PlanEdit edit = bench.edit().get();
		if (edit != null && !edit.thinned().isWhole())
			bench.depth().clear();
		else if (edit != null)
			edit.clear();
	}

	private interface OnGroups {
		void act(PlanEdit edit, List<ChannelGroup> groups);
	}

	private Runnable onSelected(OnGroups act) {
		return () -> {
			PlanEdit edit = bench.edit().get();
			if (edit != null)
				act.act(edit, List.copyOf(bench.selection().groups()));
		};
	}

	private Runnable adapting(Adapter.Kind kind) {
		return () -> bench.choosing().adapt(List.copyOf(bench.selection().groups()), kind);
	}
}
