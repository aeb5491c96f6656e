package espalier.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import javafx.animation.AnimationTimer;
import javafx.beans.InvalidationListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;

import atlantafx.base.theme.Styles;

import org.jspecify.annotations.Nullable;

import espalier.app.chart.FigureView;
import espalier.app.graphview.GroupColors;
import espalier.coupling.ChannelGroup;
import espalier.method.Evidence;
import espalier.reconstruct.LayerFit;
import espalier.report.EvidenceFigure;
import espalier.report.Figure;
import espalier.report.Ink;
import espalier.report.LayerErrors;
import espalier.report.RunFigure;
import espalier.report.ScaleRidges;
import espalier.report.WidthStream;

/** What a method does while it runs: curves, widths and scales, one at a time or, where there is room, beside the curves. */
final class MethodViews extends BorderPane {
	/** From this width on there is room for two. */
	private static final double ROOMY = 1100;

	private enum View {
		CURVES("Curves"), WIDTHS("Widths"), SCALES("Scales"), LAYERS("Layers"), RUNS("Runs"), EVIDENCE("Evidence");

		private final String title;

		View(String title) {
			this.title = title;
		}
	}

	private final Workbench bench;
	private final FigureView curves = new FigureView();
	private final FigureView other = new FigureView();
	private final Label nothing = new Label();
	private final Button compare = new Button("Compare methods…");
	private final VBox empty = new VBox(16, nothing, compare);
	private final StackPane stage = new StackPane();
	private final TableView<MethodWork.Ran> runs;
	private final ToggleGroup choice = new ToggleGroup();
	private final InvalidationListener changed = o -> later();
	private View shown = View.CURVES;
	private @Nullable MethodCourse course;
	private @Nullable GroupColors colors;
	private boolean stale = true;

	/** Draws at most once a frame, and only where it can be seen. */
	private final AnimationTimer timer = new AnimationTimer() {
		@Override
		public void handle(long now) {
			if (stale && ChartsPane.seen(MethodViews.this)) {
				stale = false;
				draw();
			}
		}
	};

	MethodViews(Workbench bench, FilePicker picker, Runnable enlarge, Runnable askToCompare) {
		this.bench = bench;
		compare.setId("compare-methods");
		compare.setOnAction(e -> askToCompare.run());
		compare.managedProperty().bind(compare.visibleProperty());
		compare.setVisible(false);
		empty.setAlignment(Pos.CENTER);
		empty.setId("method-nothing");
		runs = new MethodTable(bench);
		HBox kinds = new HBox();
		for (View view : View.values())
			kinds.getChildren().add(kind(view));
		kinds.setAlignment(Pos.CENTER_LEFT);
		kinds.setMinWidth(Region.USE_PREF_SIZE);
		CheckBox ghosts = new CheckBox("In graph");
		ghosts.setId("method-ghosts");
		ghosts.getStyleClass().add("small-check");
		ghosts.setTooltip(
				new Tooltip("Channels that are off are hatched in the graph while the method runs, in place of"
						+ " the plan, which stays as it is"));
		ghosts.selectedProperty().bindBidirectional(bench.methods().inGraph());
		Region space = new Region();
		HBox.setHgrow(space, Priority.ALWAYS);
		HBox top = new HBox(16, kinds, space, ghosts,
				new FigureTools(bench, picker, this::figure, enlarge).node("method"));
		top.setAlignment(Pos.CENTER_LEFT);
		top.getStyleClass().add("method-top");
		setTop(top);
		nothing.getStyleClass().addAll("muted", "centred");
		nothing.setMaxWidth(560);
		nothing.setWrapText(true);
		HBox views = new HBox(16, curves, other);
		for (FigureView view : new FigureView[]{curves, other}) {
			view.managedProperty().bind(view.visibleProperty());
			view.setPrefWidth(0);
			view.onFailed(e -> bench.report("Cannot draw the run", e));
			HBox.setHgrow(view, Priority.ALWAYS);
		}
		curves.setId("method-curves");
		other.setId("method-view");
		other.onPicked(mark -> mark.what() instanceof WidthStream.Band band ? Chart.selecting(bench, band.group())
				: null);
		stage.getChildren().addAll(views, runs, empty);
		setCenter(stage);
		widthProperty().addListener(changed);
		bench.selection().lead().addListener(changed);
		bench.methods().course().subscribe(this::follow);
		bench.methods().ran().addListener(changed);
		bench.evidence().far().addListener(changed);
		bench.evidence().state().addListener(changed);
		bench.images().addListener(changed);
		bench.version().addListener(changed);
		bench.settings().theme().addListener(changed);
		localToSceneTransformProperty().addListener(changed);
		sceneProperty().addListener((o, was, is) -> {
			if (is == null)
				timer.stop();
			else
				timer.start();
		});
		choose(View.CURVES);
	}

	private ToggleButton kind(View view) {
		ToggleButton button = new ToggleButton(view.title);
		button.setId("method-" + view.title.toLowerCase(Locale.ROOT) + "-kind");
		button.setToggleGroup(choice);
		button.setUserData(view);
		button.getStyleClass().addAll("small", view == View.CURVES ? Styles.LEFT_PILL
				: view == View.EVIDENCE ? Styles.RIGHT_PILL : Styles.CENTER_PILL);
		button.setOnAction(e -> choose(view));
		return button;
	}

	private void choose(View view) {
		shown = view;
		choice.getToggles().forEach(t -> t.setSelected(t.getUserData() == view));
		other.toTop();
		later();
	}

	/** Turns to what several methods came to. */
	void evidence() {
		choose(View.EVIDENCE);
	}

	/** Colours follow the window's. */
	void dress(boolean dark) {
		Ink ink = dark ? Ink.DARK : Ink.LIGHT;
		curves.setInk(ink);
		other.setInk(ink);
	}

	private void follow(@Nullable MethodCourse next) {
		if (course != null)
			course.sight().removeListener(changed);
		course = next;
		colors = next == null ? null : GroupColors.of(next.version().piece().coupling());
		if (next != null)
			next.sight().addListener(changed);
		later();
	}

	private void later() {
		stale = true;
	}

	private @Nullable Figure figure() {
		return shown == View.CURVES || !other.isVisible() ? curves.figure() : other.figure();
	}

	private void draw() {
		MethodCourse now = course;
		boolean roomy = getWidth() >= ROOMY;
		Figure run = now == null ? null : curves(now);
		Evidence found = bench.evidence().far().get();
		Figure beside = shown == View.EVIDENCE
				? found == null ? null : new EvidenceFigure(found)
				: now == null ? null : switch (shown) {
					case WIDTHS -> widths(now);
					case SCALES -> scales(now);
					case LAYERS -> layers(now);
					default -> null;
				};
		boolean alone = shown == View.RUNS || shown == View.EVIDENCE;
		curves.setVisible(run != null && (shown == View.CURVES || roomy && !alone));
		other.setVisible(beside != null);
		runs.setVisible(shown == View.RUNS);
		curves.show(curves.isVisible() ? run : null);
		other.show(beside);
		empty.setVisible(!curves.isVisible() && !other.isVisible() && !runs.isVisible());
		nothing.setText(missing(now));
		compare.setVisible(
				empty.isVisible() && shown == View.EVIDENCE && bench.images().get() != null && !bench.trains());
	}

	private String missing(@Nullable MethodCourse now) {
		if (shown == View.EVIDENCE && bench.evidence().running())
			return "The first run is under way; what it comes to is drawn here";
		if (shown == View.EVIDENCE && bench.images().get() != null)
			return "Several methods side by side, at the same goal, images and epochs: let them run, or open an"
					+ " evidence.json from the menu beside the method";
		if (bench.images().get() == null)
			return "Choose images on the Data tab first: a method trains on them";
		if (now == null)
			return "Choose a method and how much is to stay, then press Start: what it does is drawn here";
		return switch (shown) {
			case LAYERS ->
				"This method has fitted no layer yet; ThiNet and Channel Pruning fit each to what it made before";
			case SCALES ->
				"This method has told no batch-norm scales yet; Network Slimming and others that zero or hold"
						+ " channels while they train do after each epoch";
			default -> "The first steps are under way";
		};
	}

	private static @Nullable Figure curves(MethodCourse of) {
		MethodCourse.Sight now = of.sight().get();
		return now.losses().isEmpty() && now.epochs().isEmpty()
				? null
				: new RunFigure(of.order().recipe().title(), of.order().recipe().epochs(), now.losses(), now.epochs(),
						now.widths().stream().map(m -> new RunFigure.Cost(m.at(), m.macs())).toList(), now.phases());
	}

	private @Nullable Figure widths(MethodCourse of) {
		MethodCourse.Sight now = of.sight().get();
		GroupColors dyes = colors;
		if (now.widths().isEmpty() || dyes == null)
			return null;
		List<WidthStream.Band> bands = new ArrayList<>();
		for (String name : now.widths().getFirst().widths().keySet()) {
			// none of the version's where a method made it
			ChannelGroup group = of.version().piece().coupling().group(name);
			bands.add(new WidthStream.Band(name,
					now.widths().stream().map(m -> m.widths().getOrDefault(name, 0)).toList(), awt(dyes, group, false),
					awt(dyes, group, true)));
		}
		return bands.isEmpty() ? null
				: new WidthStream(of.order().recipe().title(), of.order().recipe().epochs(),
						now.widths().stream().map(MethodWidths.Moment::at).toList(), bands, now.phases());
	}

	/** In full colour where it is selected. */
	private java.awt.Color awt(GroupColors dyes, @Nullable ChannelGroup group, boolean dark) {
		boolean lit = group != null && bench.selection().groups().stream().anyMatch(g -> g.name().equals(group.name()));
		Color color = lit ? dyes.strong(group, dark) : dyes.tint(group, dark);
		return new java.awt.Color((float) color.getRed(), (float) color.getGreen(), (float) color.getBlue());
	}

	private static @Nullable Figure layers(MethodCourse of) {
		List<LayerFit> fitted = of.sight().get().fitted();
		return fitted.isEmpty() ? null : new LayerErrors(of.order().recipe().title(), fitted);
	}

	private @Nullable Figure scales(MethodCourse of) {
		List<MethodCourse.Scales> all = of.sight().get().scales();
		ChannelGroup lead = bench.selection().lead().get();
		String one = lead == null || all.stream().noneMatch(s -> s.groups().containsKey(lead.name()))
				? ""
				: lead.name();
		List<ScaleRidges.Row> rows = new ArrayList<>();
		for (MethodCourse.Scales behind : all)
			rows.add(new ScaleRidges.Row(behind.epoch(), behind.groups().entrySet().stream()
					.filter(e -> one.isEmpty() || e.getKey().equals(one)).map(Map.Entry::getValue)
					.flatMap(s -> Stream.of(s)).flatMapToDouble(Arrays::stream).boxed().toList()));
		return rows.stream().allMatch(r -> r.scales().isEmpty()) ? null
				: new ScaleRidges(one.isEmpty() ? "all groups" : one, rows);
	}
}
