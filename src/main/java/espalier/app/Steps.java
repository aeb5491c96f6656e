package espalier.app;

import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;

import org.jspecify.annotations.Nullable;

/** Undo and redo: first of the plan's edits, then of the regions it takes out, then of the acts that made versions. */
final class Steps {
	private final Workbench bench;
	private final ObservableValue<@Nullable String> state;

	Steps(Workbench bench) {
		this.bench = bench;
		state = bench.edit().flatMap(e -> Bindings.concat(e.undoLabel(), " ", e.redoLabel()));
	}

	/** Changes whenever something else can be undone or done again. */
	ObservableValue<@Nullable String> state() {
		return state;
	}

	/** What undo would undo, as a menu says it; null when there is nothing. */
	@Nullable
	String undoes() {
		PlanEdit now = bench.edit().get();
		Opened open = bench.opened().get();
		if (now == null || open == null || bench.committing().get() || now.inGesture())
			return null;
		if (now.canUndo() || now.before() != null)
			return now.undoLabel().get();
		return open.history().canUndo() ? Methods.act(open.history().current()) : null;
	}

	/** What redo would do again, or null. */
	@Nullable
	String redoes() {
		PlanEdit now = bench.edit().get();
		Opened open = bench.opened().get();
		if (now == null || open == null || bench.committing().get() || now.inGesture())
			return null;
		if (now.canRedo() || now.after() != null)
			return now.redoLabel().get();
		return open.history().canRedo() ? "what was undone" : null;
	}

	/** Undoes the last edit of the plan, or when there is none the last change of its regions, or the commit that made this version. */
	void undo() {
		String what = undoes();
		PlanEdit now = bench.edit().get();
		Opened open = bench.opened().get();
		if (what == null || now == null || open == null)
			return;
		if (now.canUndo())
			now.undo();
		else if (now.before() != null)
			bench.turn(now.back());
		else {
			open.history().undo();
			bench.turnTo(open.history().current());
		}
		bench.say("Undid " + what);
	}

	void redo() {
		String what = redoes();
		PlanEdit now = bench.edit().get();
		Opened open = bench.opened().get();
		if (what == null || now == null || open == null)
			return;
		PlanEdit next = now.after();
		if (now.canRedo())
			now.redo();
		else if (next != null)
			bench.turn(next);
		else {
			open.history().redo();
			bench.turnTo(open.history().current());
		}
		bench.say("Did again " + what);
	}
}
