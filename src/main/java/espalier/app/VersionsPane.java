package espalier.app;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.function.Function;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.cell.TextFieldTableCell;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.util.converter.DefaultStringConverter;

import org.jspecify.annotations.Nullable;

import espalier.cost.Cost;
import espalier.evaluate.Evaluation;
import espalier.session.Version;

/** All versions: a click goes there, a second click or F2 on a title edits it. */
final class VersionsPane extends TableView<Version> {
	private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");
	private static final DateTimeFormatter TIME = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.SHORT)
			.withZone(ZoneId.systemDefault());

	private final Workbench bench;

	VersionsPane(Workbench bench) {
		this.bench = bench;
		setId("versions");
		getStyleClass().addAll("versions", "dense");
		setEditable(true);
		setPlaceholder(new Label("Open a network to begin its list of versions"));
		TableColumn<Version, String> title = new TableColumn<>("Title");
		title.setCellValueFactory(row -> new ReadOnlyStringWrapper(row.getValue().title()));
		title.setCellFactory(column -> new TextFieldTableCell<>(new DefaultStringConverter()));
		title.setOnEditCommit(e -> bench.rename(e.getRowValue(), e.getNewValue()));
		title.setPrefWidth(320);
		TableColumn<Version, Integer> number = new TableColumn<>("");
		number.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(Methods.number(row.getValue())));
		number.setCellFactory(column -> new NumberCell());
		number.setPrefWidth(48);
		number.setResizable(false);
		getColumns().add(number);
		getColumns().add(title);
		getColumns().add(new FigureColumn<>("Accuracy", 112, VersionsPane::accuracy, VersionsPane::measuredOn));
		getColumns().add(figure("MACs", cost -> Figures.si(cost.macs())));
		getColumns().add(figure("of first", this::shareOfFirst));
		getColumns().add(figure("Parameters", cost -> Figures.si(cost.parameters())));
		getColumns().add(figure("Size", cost -> Figures.bytes(cost.bytes())));
		TableColumn<Version, String> time = new TableColumn<>("Made");
		time.setCellValueFactory(row -> new ReadOnlyStringWrapper(TIME.format(row.getValue().time())));
		time.setPrefWidth(140);
		getColumns().add(time);
		getColumns().forEach(c -> {
			c.setSortable(false);
			c.setReorderable(false);
			c.setEditable(c == title);
		});
		setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
		setItems(bench.versions());
		setRowFactory(table -> new VersionRow());
		addEventFilter(KeyEvent.KEY_PRESSED, e -> {
			Version chosen = getSelectionModel().getSelectedItem();
			if (e.getCode() == KeyCode.ENTER && chosen != null && getEditingCell() == null) {
				bench.go(chosen);
				e.consume();
			} else if (e.getCode() == KeyCode.F2 && chosen != null) {
				edit(getSelectionModel().getSelectedIndex(), title);
				e.consume();
			}
		});
		bench.version().addListener((o, was, is) -> {
			if (is != null)
				getSelectionModel().select(is);
			refresh();
		});
	}

	private TableColumn<Version, String> figure(String name, Function<Cost, String> text) {
		return new FigureColumn<>(name, 96, version -> text.apply(version.piece().cost().original()));
	}

	private static String accuracy(Version version) {
		Evaluation measured = version.measured();
		return measured == null ? "" : Figures.accuracy(measured);
	}

	private static String measuredOn(Version version) {
		Evaluation measured = version.measured();
		return measured == null
				? ""
				: "Top-1 on " + Figures.count(measured.images(), "image") + ", with a 95% interval; data "
						+ measured.dataHash().substring(0, 8);
	}

	private String shareOfFirst(Cost cost) {
		long first = getItems().isEmpty() ? 0 : getItems().getFirst().piece().cost().original().macs();
		return first == 0 ? "" : Figures.percent(cost.macs() / (double) first);
	}

	private static final class NumberCell extends TableCell<Version, Integer> {
		@Override
		protected void updateItem(@Nullable Integer id, boolean empty) {
			super.updateItem(id, empty);
			setText(id == null || empty ? null : "v" + id);
		}
	}

	private final class VersionRow extends TableRow<Version> {
		VersionRow() {
			setOnMouseClicked(e -> {
				if (getItem() != null && e.getButton() == MouseButton.PRIMARY && e.getClickCount() == 1)
					bench.go(getItem());
			});
		}

		@Override
		protected void updateItem(@Nullable Version version, boolean empty) {
			super.updateItem(version, empty);
			Version shown = bench.version().get();
			pseudoClassStateChanged(CURRENT, version != null && shown != null && version.id() == shown.id());
		}
	}
}
