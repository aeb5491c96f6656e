package espalier.app;

import java.util.function.Supplier;

import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;

import org.jspecify.annotations.Nullable;

/** Why actions can't be done now, in a few words; empty where they can. */
record Obstacles(Workbench bench) {
	ObservableValue<String> noStream() {
		return reason(() -> {
			PlanEdit edit = bench.edit().get();
			if (edit == null)
				return "Open a network first";
			if (bench.committing().get())
				return "A version is being made";
			return bench.selection().groups().stream().allMatch(g -> edit.joins(g).isEmpty())
					? "Select a group of a residual stream first"
					: "";
		});
	}

	/** A name that tells what it would be done to. */
	ObservableValue<String> named(String verb, Supplier<@Nullable String> what) {
		return reason(() -> {
			String object = what.get();
			return object == null ? verb : verb + " " + object;
		});
	}

	ObservableValue<String> nothingOpen() {
		return reason(() -> bench.edit().get() == null ? "Open a network first" : "");
	}

	ObservableValue<String> noImages() {
		return Bindings.createStringBinding(() -> bench.version().get() == null ? "Open a network first"
				: bench.images().get() == null ? "Choose images on the Data tab first" : "", bench.version(),
				bench.images());
	}

	ObservableValue<String> noCuts() {
		return reason(() -> {
			PlanEdit edit = bench.edit().get();
			if (edit == null)
				return "Open a network first";
			if (bench.committing().get())
				return "A commit is being made";
			return edit.cuts().isEmpty() ? "Nothing is planned: drag a fader first" : "";
		});
	}

	ObservableValue<String> noVersion() {
		return reason(() -> {
			PlanEdit edit = bench.edit().get();
			if (edit == null)
				return "Open a network first";
			boolean first = bench.version().get() == null || bench.version().get().parent() == null;
			return first && edit.cuts().isEmpty() ? "Nothing was cut yet" : "";
		});
	}

	ObservableValue<String> nothingSelected() {
		return reason(() -> bench.edit().get() == null ? "Open a network first"
				: bench.selection().groups().isEmpty() ? "Select a group first" : "");
	}

	ObservableValue<String> reason(Supplier<String> text) {
		return Bindings.createStringBinding(text::get, bench.version(), bench.draft(), bench.committing(),
				bench.steps().state(), bench.selection().groups());
	}
}
