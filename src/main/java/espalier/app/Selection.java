package espalier.app;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableSet;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.graph.Node;
import espalier.region.Region;

/**
 * What is hovered and selected, shared by every view: choosing in one shows in all. Touched on the JavaFX thread only.
 */
public final class Selection {
	private final ReadOnlyObjectWrapper<@Nullable ChannelGroup> hovered = new ReadOnlyObjectWrapper<>();
	private final ObservableSet<ChannelGroup> groups = FXCollections.observableSet(new LinkedHashSet<>());
	// one view for ever: listeners on a fresh one would be lost with it
	private final ObservableSet<ChannelGroup> shown = FXCollections.unmodifiableObservableSet(groups);
	private final ReadOnlyObjectWrapper<@Nullable ChannelGroup> lead = new ReadOnlyObjectWrapper<>();
	private final ObjectProperty<@Nullable Node> node = new SimpleObjectProperty<>();
	private final ObjectProperty<@Nullable Integer> unit = new SimpleObjectProperty<>();

	private final ObjectProperty<Set<Node>> place = new SimpleObjectProperty<>(Set.of());
	private final ObjectProperty<@Nullable Region> region = new SimpleObjectProperty<>();

	public Selection() {
		lead.addListener(o -> unit.set(null));
	}

	/** The group under the pointer in any view, or null. */
	public ReadOnlyObjectProperty<@Nullable ChannelGroup> hovered() {
		return hovered.getReadOnlyProperty();
	}

	public void hover(@Nullable ChannelGroup group) {
		hovered.set(group);
	}

	/** The selected groups, in the order in which they were chosen; change it through the methods below. */
	public ObservableSet<ChannelGroup> groups() {
		return shown;
	}

	/** The group chosen last and still selected, which the inspector shows; null when none is. */
	public ReadOnlyObjectProperty<@Nullable ChannelGroup> lead() {
		return lead.getReadOnlyProperty();
	}

	/** The operator last clicked in the graph, or null. */
	public ObjectProperty<@Nullable Node> node() {
		return node;
	}

	/** The operators of the box last clicked in the graph, or of those last framed; empty for none. */
	public ObjectProperty<Set<Node>> place() {
		return place;
	}

	/** The region that is chosen, or null. */
	public ObjectProperty<@Nullable Region> region() {
		return region;
	}

	/** The unit of the leading group that was chosen last, or null. */
	public ObjectProperty<@Nullable Integer> unit() {
		return unit;
	}

	public boolean contains(ChannelGroup group) {
		return groups.contains(group);
	}

	/** Selects exactly one group. */
	public void select(ChannelGroup group) {
		selectAll(Set.of(group));
	}

	/** Selects exactly these groups, the last one leading. */
	public void selectAll(Collection<ChannelGroup> chosen) {
		groups.retainAll(chosen);
		groups.addAll(chosen);
		ChannelGroup last = null;
		for (ChannelGroup group : chosen)
			last = group;
		lead.set(last);
	}

	/** Adds a group that is not selected, removes one that is. */
	public void toggle(ChannelGroup group) {
		if (groups.add(group))
			lead.set(group);
		else {
			groups.remove(group);
			ChannelGroup last = null;
			for (ChannelGroup left : groups)
				last = left;
			lead.set(last);
		}
	}

	/** Nothing selected, no operator chosen. */
	public void clear() {
		groups.clear();
		lead.set(null);
		node.set(null);
		place.set(Set.of());
		region.set(null);
	}

	/** What selects the groups of the same names once another network is shown, the same one leading. */
	Runnable again(Coupling coupling) {
		List<ChannelGroup> chosen = new ArrayList<>(groups);
		ChannelGroup last = lead.get();
		if (last != null && chosen.remove(last))
			chosen.add(last);
		reset();
		return () -> selectAll(chosen.stream().map(g -> coupling.group(g.name())).filter(Objects::nonNull).toList());
	}

	/** Forgets everything, as when another graph is shown: its groups are other objects. */
	public void reset() {
		clear();
		hovered.set(null);
	}
}
