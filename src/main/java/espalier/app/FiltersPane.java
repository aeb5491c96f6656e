package espalier.app;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import javafx.application.Platform;
import javafx.beans.Observable;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Member;
import espalier.importance.Kernels;
import espalier.report.Diverging;
import espalier.report.Ink;

/** The leading group's channels to be seen: the filters that make them, what they answer to an image, how alike they are. */
final class FiltersPane extends StackPane {
	/** In which order channels are shown. */
	private enum Order {
		INDEX("By index"), IMPORTANCE("By importance");

		private final String title;

		Order(String title) {
			this.title = title;
		}

		String title() {
			return title;
		}
	}

	/** What is seen of a group. */
	private enum View {
		KERNELS("Kernels", "left-pill"), MAPS("Feature maps", "center-pill"), SIMILARITY("Similarity", "right-pill");

		private final String title;
		private final String pill;

		View(String title, String pill) {
			this.title = title;
			this.pill = pill;
		}
	}

	/** The card's share of the width. */
	private static final double CARD = 0.2;

	private final Workbench bench;
	private final Seeing seeing;
	private final KernelsView kernels;
	private final MapsView maps;
	private final SimilarityView similarity;
	private final ChannelCard card;
	private final ToggleGroup views = new ToggleGroup();
	private final ComboBox<Member> layer = HeaderBar.choice("filter-layer", List.of(), m -> "");
	private final ComboBox<Order> order = HeaderBar.choice("filter-order", List.of(Order.values()), Order::title);
	private final Label about = new Label();
	private final Label empty = new Label();
	private final StackPane middle = new StackPane();
	private final VBox content;
	private final BooleanProperty seen = new SimpleBooleanProperty();
	private boolean showing;

	/** @param enlarge makes room for the tab, or takes it away again */
	FiltersPane(Workbench bench, FilePicker picker, Runnable enlarge) {
		this.bench = bench;
		seeing = bench.seeing();
		kernels = new KernelsView(bench, this::show);
		maps = new MapsView(bench);
		similarity = new SimilarityView(bench);
		card = new ChannelCard(bench);
		setId("filters");
		getStyleClass().add("bottom-pane");
		empty.setId("filters-empty");
		empty.getStyleClass().add("muted");
		empty.setWrapText(true);
		HBox.setHgrow(middle, Priority.ALWAYS);
		middle.setMinWidth(120);
		HBox body = new HBox(16, middle, card);
		body.setMinHeight(0);
		VBox.setVgrow(body, Priority.ALWAYS);
		content = new VBox(8, tools(new FigureTools(bench, picker, similarity::figure, enlarge).node("similarity")),
				body);
		getChildren().addAll(empty, content);
		card.managedProperty().bind(card.visibleProperty());
		card.prefWidthProperty().bind(widthProperty().multiply(CARD).map(w -> Math.clamp(w.doubleValue(), 280, 440)));
		bench.selection().lead().addListener(o -> show());
		bench.selection().unit().addListener(o -> show());
		bench.draft().subscribe(d -> show());
		bench.scores().subscribe(s -> show());
		bench.images().subscribe(i -> show());
		List.of(seeing.layer(), seeing.maps(), seeing.obstacle(), seeing.alike(), seeing.unlike(), seen,
				bench.settings().theme(), Platform.getPreferences().colorSchemeProperty())
				.forEach(p -> p.addListener((Observable o) -> show()));
	}

	private HBox tools(Node saving) {
		HBox switcher = new HBox(button(View.KERNELS), button(View.MAPS), button(View.SIMILARITY));
		switcher.setAlignment(Pos.CENTER_LEFT);
		views.getToggles().getFirst().setSelected(true);
		views.selectedToggleProperty().addListener((o, was, is) -> {
			if (is == null)
				views.selectToggle(was);
			else
				show();
		});
		layer.setCellFactory(list -> layerName());
		layer.setButtonCell(layerName());
		layer.setPrefWidth(200);
		layer.setMinWidth(80);
		layer.setTooltip(new Tooltip("The layer whose filters are shown; it makes these channels"));
		layer.valueProperty().addListener((o, was, is) -> {
			if (!showing && is != null)
				seeing.layer().set(is);
		});
		order.setValue(Order.INDEX);
		order.setTooltip(new Tooltip("By importance, the least important come first"));
		order.valueProperty().addListener(o -> show());
		order.managedProperty().bind(order.visibleProperty());
		about.setId("filters-about");
		about.getStyleClass().add("caption");
		about.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
		about.setMaxWidth(Double.MAX_VALUE);
		about.setMinWidth(0);
		HBox.setHgrow(about, Priority.ALWAYS);
		for (ComboBox<?> choice : List.of(layer, order, kernels.choice()))
			choice.getStyleClass().add("small-field");
		views.selectedToggleProperty().subscribe(t -> saving.setVisible(view() == View.SIMILARITY));
		HBox tools = new HBox(8, switcher, layer, order, kernels.choice(), about, saving);
		tools.setAlignment(Pos.CENTER_LEFT);
		tools.getStyleClass().add("filters-top");
		return tools;
	}

	private ToggleButton button(View view) {
		ToggleButton button = new ToggleButton(view.title);
		button.setId("view-" + view.name().toLowerCase(Locale.ROOT));
		button.getStyleClass().addAll("small", view.pill);
		button.setMinWidth(Region.USE_PREF_SIZE);
		button.setUserData(view);
		button.setToggleGroup(views);
		return button;
	}

	/** Whether the tab is in sight: nothing is computed for one that isn't. */
	BooleanProperty seen() {
		return seen;
	}

	private View view() {
		return (View) views.getSelectedToggle().getUserData();
	}

	private void show() {
		if (showing)
			return;
		showing = true;
		try {
			seeing.watched().set(seen.get() && view() == View.MAPS);
			if (seen.get())
				update();
		} finally {
			showing = false;
		}
	}

	private void update() {
		ChannelGroup group = bench.selection().lead().get();
		PlanEdit edit = bench.edit().get();
		Member on = seeing.layer().get();
		boolean some = group != null && edit != null && on != null;
		content.setVisible(some);
		empty.setVisible(!some);
		empty.setText(group == null
				? "Choose a group in the outline or in the graph to see the filters that make its channels"
				: "No layer makes these channels with weights that can be looked at: they are only read, or stored as whole numbers");
		if (group == null || edit == null || on == null)
			return;
		List<Member> makers = Kernels.makers(group);
		if (!layer.getItems().equals(makers))
			layer.getItems().setAll(makers);
		layer.setValue(on);
		layer.setDisable(makers.size() < 2);
		Images images = bench.images().get();
		boolean bgr = images != null && images.preprocessing().bgr();
		Ink ink = bench.settings().theme().get().dark() ? Ink.DARK : Ink.LIGHT;
		Diverging colors = Diverging.on(ink.paper());
		Integer unit = bench.selection().unit().get();
		View view = view();
		order.setVisible(view != View.SIMILARITY);
		card.setVisible(view != View.SIMILARITY);
		if (view != View.KERNELS)
			kernels.choice().setVisible(false);
		switch (view) {
			case KERNELS -> {
				kernels.show(group, on, order(edit, group), bgr, colors);
				put(kernels);
				card.show(edit, group, unit, unit == null ? null : kernels.large(unit));
				about.setText(kernels.legend());
			}
			case MAPS -> {
				maps.show(group, order(edit, group), images, colors);
				put(maps);
				Seeing.Maps of = seeing.maps().get();
				card.show(edit, group, unit, unit == null || of == null || of.layer() != on ? null
						: new MapPictures(of.of(), colors).large(unit));
				about.setText(images == null ? "" : maps.legend());
			}
			case SIMILARITY -> {
				similarity.show(group, on, edit.cuts().removed(group), bgr, ink);
				put(similarity);
				about.setText("Most alike filters lie side by side; amber ticks are planned to go");
			}
		}
	}

	private void put(Node node) {
		if (!middle.getChildren().contains(node))
			middle.getChildren().setAll(node);
	}

	private int[] order(PlanEdit edit, ChannelGroup group) {
		if (order.getValue() == Order.INDEX)
			return IntStream.range(0, group.units()).toArray();
		double[] scores = edit.scoresOf(group);
		return IntStream.range(0, group.units()).boxed().sorted(Comparator.comparingDouble(u -> scores[u]))
				.mapToInt(Integer::intValue).toArray();
	}

	/** A layer's name, whose end says more than its beginning. */
	private static ListCell<Member> layerName() {
		ListCell<Member> cell = new ListCell<>() {
			@Override
			protected void updateItem(@Nullable Member member, boolean empty) {
				super.updateItem(member, empty);
				setText(member == null ? "" : member.layer());
			}
		};
		cell.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
		return cell;
	}
}
