package espalier.app.graphview;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.graph.Shape;

/** A value that travels between cards: one ribbon, however often it forks. */
final class Flow {
	final String value;
	final Card from;
	final List<Card> to = new ArrayList<>(2);
	final @Nullable Shape shape;
	/** Channel axis of the value, or -1 when it has none that is known. */
	final int axis;
	final long channels;
	/** Groups on the channel axis in order; several after a Concat. */
	final List<ChannelGroup> groups;
	/** Channels that go under the cuts of {@link SceneModel#setCuts}. */
	int removed;
	/** Width of the ribbon in scene units. */
	final double thick;
	/** The groups along the axis with how many channels each has; at most one entry where one colour is enough. */
	final Share[] shares;

	/** A run of channels of one group, or of none. */
	record Share(@Nullable ChannelGroup group, int channels) {}

	Flow(String value, Card from, @Nullable Shape shape, int axis, List<ChannelGroup> groups) {
		this.value = value;
		this.from = from;
		this.shape = shape;
		this.axis = axis;
		this.groups = groups;
		channels = shape == null || axis < 0 ? 0 : shape.dim(axis);
		thick = thickness((double) channels);
		shares = groups.size() < 2 || groups.size() > 64 ? new Share[0] : shares();
	}

	/** Cost: the values of the groups. */
	private Share[] shares() {
		ChannelGroup[] at = new ChannelGroup[Math.toIntExact(channels)];
		for (ChannelGroup group : groups)
			for (ChannelGroup.ValueAxis values : group.values())
				if (values.axis() == axis && values.value().equals(value))
					for (int i = 0; i < Math.min(at.length, values.unitOfIndex().length); i++)
						if (values.unitOfIndex()[i] >= 0)
							at[i] = group;
		List<Share> runs = new ArrayList<>();
		int start = 0;
		for (int i = 1; i <= at.length; i++)
			if (i == at.length || at[i] != at[start]) {
				runs.add(new Share(at[start], i - start));
				start = i;
			}
		return runs.size() > 64 ? new Share[0] : runs.toArray(Share[]::new);
	}

	/** Square-root scale: 16 channels 3, 64 channels 6, 2,048 channels 34 units. */
	static double thickness(double channels) {
		return Math.clamp(0.75 * Math.sqrt(channels), 1.5, 40);
	}

	/** Width of the part that stays. */
	double keptThick() {
		return removed == 0 ? thick : removed >= channels ? 0 : Math.min(thick, thickness((double) channels - removed));
	}

	/** The group that colours it where only one colour fits: the first. */
	@Nullable
	ChannelGroup group() {
		return groups.isEmpty() ? null : groups.getFirst();
	}
}
