package espalier.app.action;

import javafx.beans.binding.Bindings;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.value.ObservableBooleanValue;
import javafx.beans.value.ObservableValue;
import javafx.scene.input.KeyCombination;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;

/** One thing a person can do. */
public final class Action {
	private final String menu;
	private final ObservableValue<String> name;
	private final Ikon icon;
	private final Runnable act;
	private @Nullable KeyCombination shortcut;
	private ObservableValue<String> obstacle = new SimpleStringProperty("");
	private boolean startsGroup;

	/** @param menu the menu it stands in */
	public Action(String menu, String name, Ikon icon, Runnable act) {
		this(menu, new SimpleStringProperty(name), icon, act);
	}

	/** An action whose name says what it is about to do, such as what undo would undo. */
	public Action(String menu, ObservableValue<String> name, Ikon icon, Runnable act) {
		this.menu = menu;
		this.name = name;
		this.icon = icon;
		this.act = act;
	}

	/** @param keys as in {@code Shortcut+Shift+P} */
	public Action shortcut(String keys) {
		shortcut = KeyCombination.valueOf(keys);
		return this;
	}

	/** @param reason why it can't be done now, or empty when it can */
	public Action unless(ObservableValue<String> reason) {
		obstacle = reason;
		return this;
	}

	/** Stands below a line in its menu. */
	public Action startsGroup() {
		startsGroup = true;
		return this;
	}

	public String menu() {
		return menu;
	}

	public ObservableValue<String> name() {
		return name;
	}

	public Ikon icon() {
		return icon;
	}

	public @Nullable KeyCombination shortcut() {
		return shortcut;
	}

	/** Why it can't be done now; empty when it can. */
	public ObservableValue<String> obstacle() {
		return obstacle;
	}

	public ObservableBooleanValue disabled() {
		return Bindings.createBooleanBinding(() -> !obstacle.getValue().isEmpty(), obstacle);
	}

	public boolean afterLine() {
		return startsGroup;
	}

	public boolean enabled() {
		return obstacle.getValue().isEmpty();
	}

	/** Does it, when it can be done. */
	public void run() {
		if (enabled())
			act.run();
	}
}
