package espalier.app;

import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/** What a plan was before each gesture, to go back to, and what was gone back from. Each call is given the plan as it is. */
final class Drafts {
	private static final long SAME_GESTURE_NANOS = 900_000_000L;

	private record Step(String label, Draft before) {}

	/** One under way: the step that it makes or goes on with, and what the plan was when it began. */
	private record Gesture(Step step, Draft atBegin) {}

	private final Deque<Step> undone = new ArrayDeque<>();
	private final Deque<Step> done = new ArrayDeque<>();
	private @Nullable Gesture open;
	private long lastEnd;

	/** Starts a gesture; nested or repeated ones of the same name within a moment join the one before. */
	void begin(String label, Draft now) {
		if (open != null)
			return;
		Step last = done.peek();
		boolean joins = last != null && last.label().equals(label) && undone.isEmpty()
				&& System.nanoTime() - lastEnd < SAME_GESTURE_NANOS;
		open = new Gesture(joins ? done.pop() : new Step(label, now), now);
	}

	boolean inGesture() {
		return open != null;
	}

	/** Whether the gesture that ends here changed anything, which then can be undone, and nothing be done again. */
	boolean end(Draft now) {
		Gesture ended = open;
		open = null;
		lastEnd = System.nanoTime();
		if (ended == null || ended.step().before().equals(now))
			return false;
		done.push(ended.step());
		undone.clear();
		return true;
	}

	/** Ends a gesture as if it had not been: what the plan was before; null where there was none. */
	@Nullable
	Draft cancel() {
		Gesture ended = open;
		open = null;
		if (ended == null)
			return null;
		if (ended.step().before() != ended.atBegin())
			done.push(ended.step());
		return ended.atBegin();
	}

	/** The plan before the last gesture. */
	Draft undo(Draft now) {
		return moved(done, undone, now);
	}

	/** The plan behind the gesture that was undone last. */
	Draft redo(Draft now) {
		return moved(undone, done, now);
	}

	private static Draft moved(Deque<Step> from, Deque<Step> to, Draft now) {
		Step step = from.pop();
		to.push(new Step(step.label(), now));
		return step.before();
	}

	void forgetUndone() {
		undone.clear();
	}

	/** Name of the gesture that undo would undo, or null. */
	@Nullable
	String undoLabel() {
		return done.isEmpty() ? null : done.getFirst().label();
	}

	/** Name of the gesture that redo would do again, or null. */
	@Nullable
	String redoLabel() {
		return undone.isEmpty() ? null : undone.getFirst().label();
	}
}
