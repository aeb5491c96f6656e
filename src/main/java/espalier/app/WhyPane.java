package espalier.app;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Member;
import espalier.coupling.Role;
import espalier.coupling.Tie;

/** Why a group's members hang together: all ties, or the shortest chain of them from one layer to another. */
final class WhyPane extends ScrollPane {
	private final ComboBox<@Nullable Member> from = new ComboBox<>();
	private final ComboBox<@Nullable Member> to = new ComboBox<>();
	private final HBox ends;
	private final VBox reasons = new VBox(8);
	private @Nullable PlanEdit edit;
	private @Nullable ChannelGroup group;

	WhyPane() {
		from.setId("why-from");
		to.setId("why-to");
		Label arrow = new Label("→");
		arrow.setMinWidth(Region.USE_PREF_SIZE);
		ends = new HBox(4, end(from, "From a layer"), arrow, end(to, "To a layer"));
		ends.setAlignment(Pos.CENTER_LEFT);
		setFitToWidth(true);
		setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
		VBox content = new VBox(8, ends, reasons);
		content.getStyleClass().add("inspector-list");
		setContent(content);
	}

	private ComboBox<@Nullable Member> end(ComboBox<@Nullable Member> choice, String prompt) {
		choice.getStyleClass().add("small-field");
		choice.setPrefWidth(100);
		choice.setMaxWidth(Double.MAX_VALUE);
		choice.setTooltip(new Tooltip("Choose both ends to see the shortest chain of ties between two layers"));
		choice.setCellFactory(list -> cell("any layer"));
		choice.setButtonCell(cell(prompt));
		choice.valueProperty().addListener(o -> list());
		HBox.setHgrow(choice, Priority.ALWAYS);
		return choice;
	}

	/** A layer's name, whose end says more than its beginning. */
	private static ListCell<@Nullable Member> cell(String none) {
		ListCell<@Nullable Member> cell = new ListCell<>() {
			@Override
			protected void updateItem(@Nullable Member member, boolean empty) {
				super.updateItem(member, empty);
				setText(member == null ? none : member.layer());
			}
		};
		cell.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
		return cell;
	}

	/** Shows a group; the ends of a chain are kept while it is the same. */
	void show(PlanEdit of, ChannelGroup shown) {
		if (group == shown)
			return;
		group = null;
		List<@Nullable Member> layers = layers(shown);
		for (ComboBox<@Nullable Member> choice : List.of(from, to)) {
			choice.getItems().setAll(layers);
			choice.setValue(null);
		}
		ends.setVisible(layers.size() > 2);
		ends.setManaged(layers.size() > 2);
		edit = of;
		group = shown;
		list();
	}

	/** One member a layer, its filters rather than what it reads, after none for any. */
	private static List<@Nullable Member> layers(ChannelGroup group) {
		Map<String, Member> layers = new LinkedHashMap<>();
		for (Member member : group.members())
			layers.merge(member.layer(), member, (a, b) -> b.role() == Role.OUT ? b : a);
		List<@Nullable Member> choices = new ArrayList<>();
		choices.add(null);
		choices.addAll(layers.values());
		return choices;
	}

	private void list() {
		PlanEdit of = edit;
		ChannelGroup shown = group;
		if (of == null || shown == null)
			return;
		Member first = from.getValue();
		Member last = to.getValue();
		if (first != null && last != null) {
			List<Node> chain = new ArrayList<>();
			of.piece().coupling().why(shown, first, last).forEach(t -> chain.add(reason(t)));
			if (chain.isEmpty())
				chain.add(sentence("They are one axis: nothing stands between them."));
			reasons.getChildren().setAll(chain);
			return;
		}
		reasons.getChildren().setAll(all(of, shown));
	}

	private static List<Node> all(PlanEdit edit, ChannelGroup group) {
		List<Node> lines = new ArrayList<>();
		if (group.pin() != null)
			lines.add(sentence("Pinned: " + Prose.quoted(group.pin().sentence())));
		if (group.pin() != null && !group.pin().wayOut().isEmpty())
			lines.add(sentence("Way out: " + Prose.quoted(group.pin().wayOut()) + "."));
		if (group.alternative())
			lines.add(sentence("Another way to cut weights that are offered otherwise too; both may be cut."));
		if (group.offer() == ChannelGroup.Offer.SAMPLED)
			lines.add(sentence("What a sampler leaves of its stream: channels that the stream loses go here too."));
		if (group.changesStatistics())
			lines.add(sentence(Prose.quoted("`" + group.statistics().getFirst().use().node().name()
					+ "` takes statistics over these channels: what stays is normalised or averaged without the others.")));
		Set<String> said = new HashSet<>();
		for (Tie tie : edit.piece().coupling().why(group))
			if (said.add(tie.node().name() + " " + tie.phrase()))
				lines.add(reason(tie));
		if (lines.isEmpty())
			lines.add(sentence("One layer makes these channels and nothing ties it to another."));
		return lines;
	}

	private static Node reason(Tie tie) {
		Label what = sentence(tie.node().qualifiedOp() + " " + tie.phrase());
		Label where = new Label(tie.node().name());
		where.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
		where.getStyleClass().add("caption");
		VBox box = new VBox(what, where);
		box.getStyleClass().add("tie");
		Tooltip.install(box, new Tooltip(Prose.quoted(tie.sentence())));
		return box;
	}

	private static Label sentence(String text) {
		Label label = new Label(text);
		label.setWrapText(true);
		label.setMinHeight(Region.USE_PREF_SIZE);
		return label;
	}
}
