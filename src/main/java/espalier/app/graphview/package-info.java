/**
 * The network as a picture: a scene of rooms, cards and ribbons, its layout in the background, and one pannable canvas view of it.
 * Entry type: {@link espalier.app.graphview.GraphView}.
 * Must not know files, plans, scores or the window around it: it sees a coupled graph, the planned cuts and the selection.
 */
@org.jspecify.annotations.NullMarked
package espalier.app.graphview;
