package espalier.app;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;

import atlantafx.base.controls.Popover;

import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;

import espalier.importance.Aggregation;
import espalier.importance.Aggregation.MemberChoice;
import espalier.importance.Aggregation.Normalise;
import espalier.importance.Aggregation.Reduce;

/** The finer settings of scoring and allocation, behind one button: each change is applied at once and can be undone. */
final class MethodOptions {
	private static final int WIDEST = 1 << 14;

	private final Workbench bench;
	private final Button button = new Button("", new FontIcon(MaterialDesignT.TUNE_VARIANT));
	private final Popover popover = new Popover();
	private final ComboBox<Normalise> normalise = choice("normalise", Normalise.values(), Words::of);
	private final ComboBox<Reduce> reduce = choice("reduce", Reduce.values(), Words::of);
	private final ComboBox<MemberChoice> members = choice("members", MemberChoice.values(), Words::of);
	private final Spinner<Integer> minimum = number("minimum-width");
	private final Spinner<Integer> round = number("round-to");
	private final Button usual = new Button("Back to usual");
	private boolean showing;

	/** What people call the choices. */
	private static final class Words {
		static String of(Normalise normalise) {
			return switch (normalise) {
				case NONE -> "As they are";
				case MEAN -> "By their mean";
				case MAX -> "By their maximum";
				case SUM -> "By their sum";
				case GAUSSIAN -> "To standard scores";
			};
		}

		static String of(Reduce reduce) {
			return switch (reduce) {
				case MEAN -> "Mean";
				case SUM -> "Sum";
				case MAX -> "Maximum";
				case FIRST -> "First layer only";
				case L2 -> "Root of squares";
			};
		}

		static String of(MemberChoice members) {
			return switch (members) {
				case ALL -> "All members";
				case OUTPUTS -> "Filters that make it";
				case INPUTS -> "Weights that read it";
			};
		}
	}

	MethodOptions(Workbench bench) {
		this.bench = bench;
		button.setId("method-options");
		button.getStyleClass().addAll("button-icon", "flat");
		button.setTooltip(new Tooltip("How scores are combined, and the widths that may stay"));
		button.setAccessibleText("Options of criterion and allocator");
		button.setOnAction(e -> popover.show(button));
		popover.setArrowLocation(Popover.ArrowLocation.TOP_CENTER);
		popover.setDetachable(false);
		popover.setHeaderAlwaysVisible(false);
		popover.setContentNode(content());
		normalise.valueProperty().addListener(o -> aggregate());
		reduce.valueProperty().addListener(o -> aggregate());
		members.valueProperty().addListener(o -> aggregate());
		minimum.valueProperty().addListener((o, was, is) -> use(is, Method::keepingAtLeast));
		round.valueProperty().addListener((o, was, is) -> use(is, Method::roundingTo));
		usual.setOnAction(e -> use(Methods.usual(), Method::withOptionsOf));
		bench.draft().subscribe(this::show);
	}

	Node node() {
		return button;
	}

	private static <T> ComboBox<T> choice(String id, T[] values, Function<T, String> words) {
		ComboBox<T> box = HeaderBar.choice(id, List.of(values), words);
		box.setPrefWidth(176);
		return box;
	}

	private static Spinner<Integer> number(String id) {
		Spinner<Integer> spinner = new Spinner<>(1, WIDEST, 1);
		spinner.setId(id);
		spinner.setEditable(true);
		spinner.setPrefWidth(96);
		return spinner;
	}

	private Node content() {
		GridPane grid = new GridPane(16, 8);
		grid.getStyleClass().add("method-options");
		head(grid, "Scores of tied channels");
		row(grid, "Look at", members, "Which weights of a channel count");
		row(grid, "Normalise", normalise, "What each member's scores are divided by, so that layers compare");
		row(grid, "Combine by", reduce, "How the scores of a channel's members become one");
		head(grid, "What stays");
		row(grid, "At least", minimum, "Channels that the allocator leaves in every group");
		row(grid, "Multiples of", round,
				"Kept widths are multiples of this where the group allows: 8 suits most hardware");
		usual.getStyleClass().add("small");
		grid.add(usual, 1, grid.getRowCount());
		return grid;
	}

	private static void head(GridPane grid, String text) {
		Label label = new Label(text);
		label.getStyleClass().add("caption");
		grid.add(label, 0, grid.getRowCount(), 2, 1);
	}

	private static void row(GridPane grid, String text, javafx.scene.control.Control control, String tip) {
		Label label = new Label(text);
		label.setTooltip(new Tooltip(tip));
		label.setAlignment(Pos.CENTER_LEFT);
		control.setTooltip(new Tooltip(tip));
		grid.addRow(grid.getRowCount(), label, control);
	}

	private void aggregate() {
		if (!showing)
			use(new Aggregation(normalise.getValue(), reduce.getValue(), members.getValue()), Method::with);
	}

	private <T> void use(T value, BiFunction<Method, T, Method> change) {
		PlanEdit edit = bench.edit().get();
		if (edit != null && !showing && value != null)
			edit.use(change.apply(edit.draft().get().method(), value));
	}

	private void show(@org.jspecify.annotations.Nullable Draft draft) {
		if (draft == null)
			return;
		showing = true;
		Method method = draft.method();
		normalise.setValue(method.aggregation().normalise());
		reduce.setValue(method.aggregation().reduce());
		members.setValue(method.aggregation().members());
		minimum.getValueFactory().setValue(method.minimumWidth());
		round.getValueFactory().setValue(method.roundTo());
		usual.setDisable(method.equals(method.withOptionsOf(Methods.usual())));
		button.getStyleClass().removeAll("accent");
		if (!usual.isDisable())
			button.getStyleClass().add("accent");
		showing = false;
	}
}
