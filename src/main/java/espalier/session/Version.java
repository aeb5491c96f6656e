package espalier.session;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import espalier.plan.Plan;

/**
 * A state of the model that is kept.
 *
 * @param id
 *            0 for the original, then in the order of creation
 * @param parent
 *            null for the original
 * @param plan
 *            what makes it from its parent; null for the original
 */
public record Version(int id, @Nullable Version parent, String title, @Nullable Plan plan, Workpiece piece,
		Instant time) {
	/** Commits from the original to this one. */
	public int depth() {
		int depth = 0;
		for (Version v = parent; v != null; v = v.parent)
			depth++;
		return depth;
	}

	Version with(@Nullable Version otherParent, String otherTitle) {
		return new Version(id, otherParent, otherTitle, plan, piece, time);
	}

	/** Versions of one history are told apart by their ids; a parent chain would be walked to its end. */
	@Override
	public boolean equals(Object o) {
		return o instanceof Version v && id == v.id && title.equals(v.title) && piece == v.piece && time.equals(v.time);
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
