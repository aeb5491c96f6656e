package espalier.app;

import java.util.function.Supplier;

import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;

import org.jspecify.annotations.Nullable;

import espalier.region.Region;

/** Why actions can't be done now, in a few words; empty where they can. */
record Obstacles(Workbench bench) {
	ObservableValue<String> noStream() {
		return reason(() -> {
			PlanEdit edit = bench.edit().get();
			if (edit == null)
				return "Open a network first";
			if (bench.committing().get())
				return "A version is being made";
			if (!edit.thinned().isWhole())
				return Prose.sentence(Committing.REGIONS_FIRST);
			return bench.selection().groups().stream().allMatch(g -> edit.joins(g).isEmpty())
					? "Select a group of a residual stream first"
					: "";
		});
	}

	/** The region that would be taken out, by name. */
	String removable() {
		Region chosen = bench.selection().region().get();
		return chosen != null && bench.depth().going(chosen) == null && chosen.removable() ? chosen.name() : "region";
	}

	/** The region that would be put back, by name. */
	String removed() {
		Region chosen = bench.selection().region().get();
		return chosen != null && bench.depth().going(chosen) == chosen ? chosen.name() : "region";
	}

	ObservableValue<String> notRemovable() {
		return reason(() -> {
			Region chosen = bench.selection().region().get();
			return chosen != null && bench.depth().going(chosen) == chosen
					? chosen.name() + " is planned to go"
					: bench.depth().obstacle();
		});
	}

	ObservableValue<String> notRemoved() {
		return reason(() -> {
			Region chosen = bench.selection().region().get();
			return chosen == null ? "Select what was taken out first"
					: bench.depth().going(chosen) != chosen ? chosen.name() + " is not planned to go"
							: bench.depth().obstacle();
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
			if (bench.depth().busy().get())
				return "What the regions leave is being worked out";
			return edit.isEmpty() ? "Nothing is planned: drag a fader first" : "";
		});
	}

	ObservableValue<String> noVersion() {
		return reason(() -> {
			PlanEdit edit = bench.edit().get();
			if (edit == null)
				return "Open a network first";
			boolean first = bench.version().get() == null || bench.version().get().parent() == null;
			return first && edit.isEmpty() ? "Nothing was cut yet" : "";
		});
	}

	ObservableValue<String> nothingSelected() {
		return reason(() -> bench.edit().get() == null ? "Open a network first"
				: bench.selection().groups().isEmpty() ? "Select a group first" : "");
	}

	ObservableValue<String> reason(Supplier<String> text) {
		return Bindings.createStringBinding(text::get, bench.version(), bench.edit(), bench.draft(), bench.committing(),
				bench.steps().state(), bench.selection().groups(), bench.selection().region(),
				bench.depth().wanted(), bench.depth().busy());
	}
}
