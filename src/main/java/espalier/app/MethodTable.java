package espalier.app;

import javafx.scene.control.Label;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.MouseButton;

/** The runs of this sitting, to be compared; a click shows what one made. */
final class MethodTable extends TableView<MethodWork.Ran> {
	MethodTable(Workbench bench) {
		setId("method-runs-table");
		getStyleClass().add("dense");
		Label none = new Label("Runs that are done are listed here, to be compared");
		none.getStyleClass().add("caption");
		setPlaceholder(none);
		getColumns().add(new TextColumn<>("Method", 160,
				r -> r.method() + (r.end().isEmpty() ? "" : ", ended early: " + r.end())));
		getColumns().add(new TextColumn<>("Goal", 96, MethodWork.Ran::goal));
		getColumns().add(new FigureColumn<>("MACs", 72, r -> Figures.si(r.macs())));
		getColumns().add(new FigureColumn<>("", 72, r -> Figures.change(r.before(), r.macs())));
		getColumns().add(new FigureColumn<>("Top-1", 64, r -> Figures.tenths(r.accuracy())));
		getColumns().add(new FigureColumn<>("Epochs", 56, r -> Integer.toString(r.epochs())));
		getColumns().add(new FigureColumn<>("Time", 88, r -> Training.duration(r.seconds())));
		getColumns().add(new FigureColumn<>("Version", 56, r -> "v" + Methods.number(r.version())));
		setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_SUBSEQUENT_COLUMNS);
		setItems(bench.methods().ran());
		setRowFactory(table -> {
			TableRow<MethodWork.Ran> row = new TableRow<>();
			row.setOnMouseClicked(e -> {
				if (row.getItem() != null && e.getButton() == MouseButton.PRIMARY)
					bench.versions().stream().filter(v -> v.id() == row.getItem().version().id()).findFirst()
							.ifPresent(bench::go);
			});
			return row;
		});
	}
}
