package espalier.app.graphview;

import javafx.scene.paint.Color;

/**
 * The colours of the graph view.
 *
 * @param room
 *            surfaces of rooms by depth, the canvas first
 * @param amber
 *            what is planned to go
 * @param accent
 *            focus and selection
 */
record Theme(boolean dark, Color[] room, Color card, Color border, Color text, Color caption, Color neutral,
		Color pinned,
		Color amber, Color amberTint, Color amberText, Color accent) {
	static final Theme LIGHT = new Theme(false,
			new Color[]{Color.web("#FAFBFA"), Color.web("#F1F3F2"), Color.web("#E8EBE9"), Color.web("#DFE3E1")},
			Color.web("#FFFFFF"), Color.web("#C3CAC6"), Color.web("#1B211E"), Color.web("#55605A"),
			Color.web("#C9CFCC"),
			Color.web("#B4B8B6"), Color.web("#E29A00"), Color.web("#F9DFA6"), Color.web("#8A5300"),
			Color.web("#2E7D32"));
	static final Theme DARK = new Theme(true,
			new Color[]{Color.web("#15191A"), Color.web("#1C2122"), Color.web("#24292B"), Color.web("#2C3234")},
			Color.web("#2F3638"), Color.web("#4B5456"), Color.web("#E9EDEB"), Color.web("#A9B3AE"),
			Color.web("#4C5557"),
			Color.web("#5F6668"), Color.web("#F0AE30"), Color.web("#5A4619"), Color.web("#F5C264"),
			Color.web("#66BB6A"));

	Color canvas() {
		return room[0];
	}

	Color surface(int depth) {
		return room[Math.min(depth, room.length - 1)];
	}
}
