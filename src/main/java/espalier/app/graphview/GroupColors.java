package espalier.app.graphview;

import java.util.Arrays;
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

	/** The same, the dark ones lightened until they are seen on a dark ground. */
	private static final Color[] ON_DARK = Arrays.stream(PALETTE).map(GroupColors::lifted).toArray(Color[]::new);
	private static final double LEAST_ON_DARK = 0.24;

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

	private static Color lifted(Color color) {
		double white = 0.1;
		while (luminance(color.interpolate(Color.WHITE, white)) < LEAST_ON_DARK)
			white += 0.05;
		return color.interpolate(Color.WHITE, white);
	}

	/** Relative luminance, from 0 to 1 (WCAG 2.2). */
	static double luminance(Color color) {
		return 0.2126 * linear(color.getRed()) + 0.7152 * linear(color.getGreen()) + 0.0722 * linear(color.getBlue());
	}

	private static double linear(double c) {
		return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
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
		return dark ? ON_DARK[color] : PALETTE[color];
	}

	/** The quiet colour that groups normally have. */
	public Color tint(@Nullable ChannelGroup group, boolean dark) {
		Integer color = group == null ? null : index.get(group);
		if (color == null)
			return group == null ? theme(dark).neutral() : theme(dark).pinned();
		return dark ? ON_DARK[color].interpolate(Theme.DARK.surface(1), 0.4)
				: PALETTE[color].interpolate(Color.WHITE, 0.52);
	}

	private static Theme theme(boolean dark) {
		return dark ? Theme.DARK : Theme.LIGHT;
	}
}
