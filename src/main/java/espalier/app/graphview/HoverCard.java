package espalier.app.graphview;

import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;

/** The words at the pointer: what is tied together here, or why it stays. */
final class HoverCard extends VBox {
	private static final double AWAY = 16;

	private final Label title = new Label();
	private final Label detail = new Label();

	HoverCard() {
		getStyleClass().add("hover-card");
		title.getStyleClass().add("hover-title");
		detail.getStyleClass().add("hover-detail");
		detail.setWrapText(true);
		detail.setMaxWidth(320);
		getChildren().addAll(title, detail);
		setMouseTransparent(true);
		setManaged(false);
		setVisible(false);
	}

	void show(Finder.@Nullable Found found, Cuts cuts, double x, double y, Region within) {
		String[] words = found == null ? null : words(found, cuts);
		setVisible(words != null);
		if (words == null)
			return;
		title.setText(words[0]);
		detail.setText(words[1]);
		applyCss();
		double width = Math.min(344, prefWidth(-1));
		double height = prefHeight(width);
		resize(width, height);
		relocate(x + AWAY + width > within.getWidth() ? Math.max(0, x - AWAY - width) : x + AWAY,
				y + AWAY + height > within.getHeight() ? Math.max(0, y - AWAY - height) : y + AWAY);
	}

	private static String @Nullable [] words(Finder.Found found, Cuts cuts) {
		ChannelGroup group = found.group();
		Flow flow = found.flow();
		if (flow != null && flow.groups.size() > 1)
			return new String[]{flow.channels + " channels of " + flow.groups.size() + " groups",
					flow.removed == 0 ? "all stay" : flow.removed + " are planned to go"};
		if (group != null)
			return group(group, cuts);
		Room room = found.room();
		if (room != null && found.flow() == null)
			return new String[]{room.name(), room.total == 0 ? room.cards + " operators"
					: room.kept + " of " + room.total + " filters stay; double click to "
							+ "open or close"};
		Card card = found.card();
		return card == null ? null : new String[]{card.title, card.caption.isEmpty() ? card.name : card.caption};
	}

	private static String[] group(ChannelGroup group, Cuts cuts) {
		if (group.pin() != null)
			return new String[]{group.name() + ": " + group.units() + " channels, pinned",
					"Stays: " + group.pin().sentence()};
		int places = group.members().size();
		String tied = group.units() + " units, tied in " + places + (places == 1 ? " place" : " places");
		int gone = cuts.count(group);
		return new String[]{group.name(), gone == 0 ? tied : tied + "; " + gone + " planned to go"};
	}
}
