package espalier.session;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import espalier.evaluate.Evaluation;
import espalier.plan.Plan;

/**
 * A state of the model that is kept.
 *
 * @param id
 *            0 for the original, then in the order of creation
 * @param parent
 *            null for the original
 * @param origin
 *            what made it from its parent
 * @param measured
 *            the best measurement of its accuracy so far, the one on the most images; null before the first
 */
public record Version(int id, @Nullable Version parent, String title, Origin origin, Workpiece piece, Instant time,
		@Nullable Evaluation measured) {
	/** The cuts that made it from its parent, or null where it was not cut. */
	public @Nullable Plan plan() {
		return origin instanceof Origin.Cut(Plan plan) ? plan : null;
	}

	/** Commits from the original to this one. */
	public int depth() {
		int depth = 0;
		for (Version v = parent; v != null; v = v.parent)
			depth++;
		return depth;
	}

	Version with(@Nullable Version otherParent) {
		return new Version(id, otherParent, title, origin, piece, time, measured);
	}

	Version with(String otherTitle) {
		return new Version(id, parent, otherTitle, origin, piece, time, measured);
	}

	Version with(Evaluation evaluation) {
		return new Version(id, parent, title, origin, piece, time, evaluation);
	}

	/** Versions of one history are told apart by their ids; a parent chain would be walked to its end. */
	@Override
	public boolean equals(Object o) {
		return o instanceof Version v && id == v.id && title.equals(v.title) && piece == v.piece && time.equals(v.time)
				&& java.util.Objects.equals(measured, v.measured);
	}

	@Override
	public int hashCode() {
		return id;
	}

	@Override
	public String toString() {
		return id + " " + title;
	}
}
