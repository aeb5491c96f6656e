package espalier.app.control;

import javafx.scene.control.Spinner;
import javafx.scene.control.TextFormatter;
import javafx.util.StringConverter;

/** A spinner of whole numbers from 1; what is typed and is none is put back. */
public final class CountSpinner extends Spinner<Integer> {
	public CountSpinner(String id, int most, int value) {
		super(1, most, Math.clamp(value, 1, most));
		setId(id);
		setEditable(true);
		setPrefWidth(80);
		setMinWidth(USE_PREF_SIZE);
		getEditor().setTextFormatter(new TextFormatter<String>(
				change -> change.getControlNewText().matches("\\d{0,9}") ? change : null));
		getValueFactory().setConverter(new StringConverter<>() {
			@Override
			public String toString(Integer number) {
				return number.toString();
			}

			@Override
			public Integer fromString(String text) {
				return text.isEmpty() ? getValue() : Math.clamp(Integer.parseInt(text), 1, most);
			}
		});
		focusedProperty().addListener(o -> getEditor().setText(getValue().toString()));
	}
}
