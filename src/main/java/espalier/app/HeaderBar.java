package espalier.app;

import java.util.List;
import java.util.function.Function;

import javafx.application.Platform;
import javafx.beans.binding.BooleanBinding;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

import org.jspecify.annotations.Nullable;

import espalier.allocate.Allocator;
import espalier.app.action.Action;
import espalier.app.action.Menus;
import espalier.app.control.CostBar;
import espalier.app.control.Fader;
import espalier.app.control.Gesture;
import espalier.cost.Cost;
import espalier.importance.Criterion;

/** The top line: how to score and share out, how much is to stay, what that costs before and after, and Commit. */
final class HeaderBar extends HBox {
	/** From this width on there is room for four meters. */
	private static final double ROOMY = 1400;

	private final Workbench bench;
	private final ComboBox<Criterion> criterion;
	private final ComboBox<Allocator> allocator = choice("allocator", Methods.allocators(), Allocator::title);
	private final ComboBox<Target.Measure> measure = choice("measure", List.of(Target.Measure.values()),
			Target.Measure::label);
	private final Fader target = new Fader(new TargetGesture());
	private final TextField typed = new TextField();
	private final Meter parameters = new Meter("Parameters");
	private final Meter macs = new Meter("MACs");
	private final Meter size = new Meter("Size");
	private final Meter accuracy;
	private final Meter latency;
	private boolean showing;

	HeaderBar(Workbench bench, Action commit) {
		super(16);
		this.bench = bench;
		criterion = CriterionBox.of(bench);
		accuracy = AccuracyMeter.of(bench.data().measuring());
		latency = LatencyMeter.of(bench.quickTiming());
		getStyleClass().add("header");
		setAlignment(Pos.CENTER_LEFT);
		target.setId("target");
		target.range(0.05, 1, 0.01, true);
		criterion.setPrefWidth(160);
		allocator.setPrefWidth(120);
		measure.setPrefWidth(112);
		target.setMinWidth(96);
		target.setPrefWidth(160);
		target.setMaxWidth(240);
		target.setAccessibleText("Share to keep");
		typed.setId("target-text");
		typed.setPrefWidth(64);
		typed.setMinWidth(Region.USE_PREF_SIZE);
		typed.setAlignment(Pos.CENTER_RIGHT);
		typed.setTooltip(new Tooltip("Share to keep, in percent; what is left, once groups were set by hand"));
		typed.setOnAction(e -> type());
		criterion.valueProperty().addListener((o, was, is) -> {
			if (is != null)
				choose(is);
		});
		allocator.valueProperty().addListener((o, was, is) -> method(m -> m.with(is)));
		measure.valueProperty().addListener((o, was, is) -> aim(target.value().get()));
		HBox keep = new HBox(8, target, typed, measure);
		keep.setAlignment(Pos.CENTER_LEFT);
		HBox.setHgrow(target, Priority.ALWAYS);
		Node keeps = captioned("Keep", "What is to remain of the cost after the plan", keep);
		HBox.setHgrow(keeps, Priority.ALWAYS);
		Region gap = new Region();
		HBox.setHgrow(gap, Priority.SOMETIMES);
		StackPane button = Menus.button(commit, false);
		button.getChildren().getFirst().setId("commit");
		((Button) button.getChildren().getFirst()).setDefaultButton(false);
		button.getChildren().getFirst().getStyleClass().add("accent");
		button.setMinWidth(Region.USE_PREF_SIZE);
		List.of(parameters, macs, size).forEach(m -> m.getStyleClass().add("cost"));
		HBox allocate = new HBox(4, allocator, new MethodOptions(bench).node());
		getChildren().addAll(captioned("Criterion", "How the importance of a channel is measured", criterion),
				captioned("Allocate", "How the cut is shared out over groups that are neither locked nor set by hand",
						allocate),
				keeps, gap, parameters, macs, latency, size, accuracy, button);
		accuracy.visibleProperty().bind(bench.images().isNotNull());
		accuracy.managedProperty().bind(accuracy.visibleProperty());
		BooleanBinding roomy = widthProperty().greaterThan(ROOMY);
		size.visibleProperty()
				.bind(accuracy.visibleProperty().not().and(latency.visibleProperty().not()).or(roomy));
		// depth is where latency is: then it is told rather than parameters
		parameters.visibleProperty()
				.bind(latency.visibleProperty().not().or(accuracy.visibleProperty().not()).or(roomy));
		parameters.managedProperty().bind(parameters.visibleProperty());
		size.managedProperty().bind(size.visibleProperty());
		bench.draft().subscribe(d -> show());
		bench.edit().addListener(o -> show());
		show();
	}

	private static Node captioned(String caption, String tip, Region control) {
		Label label = new Label(caption);
		label.setTooltip(new Tooltip(tip));
		label.getStyleClass().add("caption");
		return new VBox(2, label, control);
	}

	static <T> ComboBox<T> choice(String id, List<T> values, Function<T, String> title) {
		ComboBox<T> box = new ComboBox<>();
		box.setId(id);
		box.getItems().setAll(values);
		box.setMinWidth(Region.USE_PREF_SIZE);
		box.setConverter(new StringConverter<>() {
			@Override
			public String toString(@Nullable T value) {
				return value == null ? "" : title.apply(value);
			}

			@Override
			public T fromString(String text) {
				return values.stream().filter(v -> title.apply(v).equals(text)).findFirst().orElseThrow();
			}
		});
		return box;
	}

	/** By keys a line can be chosen that the pointer can't. */
	private void choose(Criterion chosen) {
		String obstacle = showing ? "" : bench.surveying().obstacle(chosen);
		if (obstacle.isEmpty()) {
			method(m -> m.with(chosen));
			return;
		}
		bench.say(chosen.title() + " " + obstacle + ": choose some on the Data tab");
		Platform.runLater(this::show);
	}

	private void method(Function<Method, Method> change) {
		PlanEdit edit = bench.edit().get();
		if (edit != null && !showing)
			edit.use(change.apply(edit.draft().get().method()));
	}

	private void aim(double kept) {
		PlanEdit edit = bench.edit().get();
		if (edit != null && !showing && !bench.committing().get())
			edit.aim(new Target(measure.getValue(), kept));
	}

	private void type() {
		Double wanted = Fader.parse(typed.getText(), 1, true);
		if (wanted != null)
			aim(Math.max(0.01, Math.min(1, wanted)));
		show();
	}

	/** Shows the plan as it is. */
	private void show() {
		PlanEdit edit = bench.edit().get();
		setDisable(edit == null);
		if (edit == null)
			return;
		showing = true;
		Draft draft = edit.draft().get();
		criterion.setValue(criterion.getItems().stream().filter(c -> c.id().equals(draft.method().criterion().id()))
				.findFirst().orElse(null));
		allocator.setValue(allocator.getItems().stream().filter(a -> a.id().equals(draft.method().allocator().id()))
				.findFirst().orElse(null));
		measure.setValue(draft.target().measure());
		double keeps = draft.astray() ? Target.left(draft.target().measure(), edit.thinned(), draft.cuts())
				: draft.target().kept();
		target.value().set(keeps);
		typed.setText(Figures.percent(keeps));
		showing = false;
		Cost before = edit.original();
		Cost after = edit.preview();
		parameters.show(before.parameters(), after.parameters(), Figures::si);
		macs.show(before.macs(), after.macs(), Figures::si);
		size.show(before.bytes(), after.bytes(), Figures::bytes);
	}

	private final class TargetGesture implements Gesture {
		@Override
		public void begin() {
			PlanEdit edit = bench.edit().get();
			if (edit != null)
				edit.begin("target");
		}

		@Override
		public void move(double kept, boolean all) {
			aim(kept);
		}

		@Override
		public void end() {
			PlanEdit edit = bench.edit().get();
			if (edit != null)
				edit.end();
		}

		@Override
		public void cancel() {
			PlanEdit edit = bench.edit().get();
			if (edit != null)
				edit.cancel();
		}

		@Override
		public void reset() {
			aim(1);
		}
	}
}
