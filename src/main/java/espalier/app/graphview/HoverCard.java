package espalier.app.graphview;

import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import espalier.app.Prose;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.coupling.Tie;
import espalier.graph.Graph;

/** The words at the pointer: what is tied together here, or why it stays. */
final class HoverCard extends VBox {
	private static final double AWAY = 16;

	private final Label title = new Label();
	private final Label detail = new Label();
	private @Nullable ChannelGroup told;
	private String ties = "";

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

	void hide() {
		setVisible(false);
	}

	void show(Finder.Found found, Coupling coupling, Cuts cuts, @Nullable RegionDesk regions, double x, double y,
			Region within) {
		String[] words = words(found, coupling, cuts, regions);
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

	private String @Nullable [] words(Finder.Found found, Coupling coupling, Cuts cuts, @Nullable RegionDesk regions) {
		if (found.flow() == null && found.item() instanceof Card card && card.bypass != null && regions != null)
			return new String[]{card.bypass.region() + ": planned to go", regions.gone(card.bypass)};
		String[] words = words(found, coupling, cuts);
		Item item = found.item();
		String region = words == null || found.flow() != null || item == null || regions == null ? null
				: regions.standing(item.nodes());
		return region == null || words == null ? words : new String[]{words[0], words[1] + "\n" + region};
	}

	private String @Nullable [] words(Finder.Found found, Coupling coupling, Cuts cuts) {
		ChannelGroup group = found.group();
		Flow flow = found.flow();
		if (flow != null && flow.groups.size() > 1)
			return new String[]{flow.channels + " channels of " + flow.groups.size() + " groups",
					flow.removed == 0 ? "all stay" : flow.removed + " are planned to go"};
		if (group != null)
			return group(group, coupling, cuts);
		Room room = found.room();
		if (room != null && found.flow() == null)
			return new String[]{room.name(), room.total == 0 ? room.cards + " operators"
					: room.kept + " of " + room.total + " filters stay; double click to "
							+ "open or close"};
		Card card = found.card();
		return card == null ? null : new String[]{card.title, card.caption.isEmpty() ? card.name : card.caption};
	}

	private String[] group(ChannelGroup group, Coupling coupling, Cuts cuts) {
		if (group.pin() != null)
			return new String[]{group.name() + ": " + group.units() + " channels, pinned",
					"Stays: " + Prose.quoted(group.pin().sentence())};
		if (group != told) {
			told = group;
			int places = group.members().size();
			ties = group.units() + " channels, tied in " + places + (places == 1 ? " place" : " places")
					+ joins(group, coupling);
		}
		int gone = cuts.count(group);
		return new String[]{group.name(), gone == 0 ? ties : ties + "; " + gone + " planned to go"};
	}

	/** The operators at which several computed values become one, as in " by 3 additions". */
	private static String joins(ChannelGroup group, Coupling coupling) {
		Graph graph = coupling.graph();
		long additions = coupling.why(group).stream().map(Tie::node).distinct()
				.filter(node -> node.is("Add") || node.is("Sum"))
				.filter(node -> node.inputs().stream().filter(value -> graph.constant(value) == null).count() > 1)
				.count();
		return additions == 0 ? "" : " by " + additions + (additions == 1 ? " addition" : " additions");
	}
}
