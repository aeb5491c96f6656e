package espalier.app.graphview;

import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javafx.scene.paint.Color;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Contraction;
import espalier.coupling.Coupling;
import espalier.coupling.Member;
import espalier.graph.Node;

/**
 * The colour of each channel group, the same in every view: twelve that stay apart for people with any of the common forms of
 * colour blindness, given so that groups which meet at an operator differ. Pinned groups are grey.
 */
public final class GroupColors {
	/** In an order in which each differs much from the few before it. */
	private static final Color[] PALETTE = {Color.web("#1795FA"), Color.web("#989912"), Color.web("#A74FBB"),
			Color.web("#25BFE8"), Color.web("#D06B9E"), Color.web("#2B3CAD"), Color.web("#6F825C"),
			Color.web("#F291A0"),
			Color.web("#7E0F7A"), Color.web("#A5C122"), Color.web("#7E5568"), Color.web("#5A5328")};

	private final Map<ChannelGroup, Integer> index = new IdentityHashMap<>();

	private GroupColors() {}

	/** Gives colours in network order. Cost: linear in members and contractions. */
	public static GroupColors of(Coupling coupling) {
		GroupColors colors = new GroupColors();
		Map<Node, Set<ChannelGroup>> meeting = new HashMap<>();
		for (ChannelGroup group : coupling.groups()) {
			for (Member member : group.members())
				meeting.computeIfAbsent(member.use().node(), k -> new HashSet<>()).add(group);
			for (Contraction contraction : group.contractions())
				meeting.computeIfAbsent(contraction.use().node(), k -> new HashSet<>()).add(group);
		}
		int next = 0;
		for (ChannelGroup group : coupling.groups()) {
			if (group.pinned())
				continue;
			boolean[] taken = new boolean[PALETTE.length];
			for (Member member : group.members())
				colors.mark(taken, meeting.getOrDefault(member.use().node(), Set.of()));
			for (Contraction contraction : group.contractions())
				colors.mark(taken, meeting.getOrDefault(contraction.use().node(), Set.of()));
			int choice = next;
			while (taken[choice % PALETTE.length] && choice < next + PALETTE.length)
				choice++;
			colors.index.put(group, choice % PALETTE.length);
			next = (choice + 1) % PALETTE.length;
		}
		return colors;
	}

	private void mark(boolean[] taken, Set<ChannelGroup> groups) {
		for (ChannelGroup group : groups) {
			Integer color = index.get(group);
			if (color != null)
				taken[color] = true;
		}
	}

	/** All colours, for legends and tests. */
	public static List<Color> palette() {
		return List.of(PALETTE);
	}

	/** The full colour, for what is hovered or selected and for small marks; grey for none, pinned and unknown groups. */
	public Color strong(@Nullable ChannelGroup group, boolean dark) {
		Integer color = group == null ? null : index.get(group);
		if (color == null)
			return group == null ? theme(dark).neutral() : theme(dark).pinned();
		return dark ? PALETTE[color].interpolate(Color.WHITE, 0.22) : PALETTE[color];
	}

	/** The quiet colour that groups normally have. */
	public Color tint(@Nullable ChannelGroup group, boolean dark) {
		Integer color = group == null ? null : index.get(group);
		if (color == null)
			return group == null ? theme(dark).neutral() : theme(dark).pinned();
		return PALETTE[color].interpolate(dark ? theme(true).surface(1) : Color.WHITE, dark ? 0.45 : 0.52);
	}

	private static Theme theme(boolean dark) {
		return dark ? Theme.DARK : Theme.LIGHT;
	}
}
