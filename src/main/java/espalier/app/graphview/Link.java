package espalier.app.graphview;

import org.jspecify.annotations.Nullable;

/**
 * A piece of a flow within one room.
 *
 * @param id
 *            position in {@link SceneModel#links()}
 * @param from
 *            a child of the room, or null for the room's own border where the flow enters
 * @param to
 *            a child of the room, or null for the border where it leaves
 */
record Link(int id, Room room, Flow flow, @Nullable Item from, @Nullable Item to) {}
