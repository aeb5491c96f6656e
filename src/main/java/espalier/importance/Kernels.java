package espalier.importance;

import java.util.List;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Member;
import espalier.coupling.Role;
import espalier.graph.Node;
import espalier.graph.Shape;

/**
 * The filters that make a group's channels in one layer, as small pictures. Reads them when asked; keeps nothing.
 *
 * @param inputs
 *            pictures of one unit: one for each input channel (of each of its filters, and of each plane, where there are more)
 * @param height
 *            of a picture, 1 for linear layers
 * @param width
 *            of a picture, 1 for linear layers
 */
public record Kernels(Member member, int units, int inputs, int height, int width) {
	/** The layers whose filters make a group's channels and can be looked at, in network order. */
	public static List<Member> makers(ChannelGroup group) {
		return group.members().stream().filter(m -> m.role() == Role.OUT || m.role() == Role.DEPTHWISE)
				.filter(m -> m.tensor().type().floating() && m.tensor().readable() && m.tensor().shape().rank() > 1)
				.toList();
	}

	public static Kernels of(Member member, int units) {
		Shape shape = member.tensor().shape();
		Node node = member.use().node();
		boolean spatial = node.op().contains("Conv") && member.axis() < 2;
		int height = spatial && shape.rank() > 3 ? Math.toIntExact(shape.dim(-2)) : 1;
		int width = spatial && shape.rank() > 2 ? Math.toIntExact(shape.dim(-1)) : 1;
		long numbers = Filters.of(member, units).length();
		return new Kernels(member, units, Math.toIntExact(numbers / height / width), height, width);
	}

	/** Whether a filter looks at more than a point. */
	public boolean spatial() {
		return height * width > 1;
	}

	/** For reading units one after the other; not for several threads. */
	public Reading reading() {
		return new Reading(this);
	}

	/** Reads one unit after the other. */
	public static final class Reading {
		private final Filters.Reader reader;
		private final double[] row;

		private Reading(Kernels kernels) {
			row = new double[kernels.inputs * kernels.height * kernels.width];
			reader = Filters.of(kernels.member, kernels.units).reader(row.length, 1);
		}

		/** A unit's numbers: {@code inputs x height x width}, row by row. */
		public float[] of(int unit) {
			reader.read(unit, 1, 0, row.length, row);
			float[] numbers = new float[row.length];
			for (int i = 0; i < numbers.length; i++)
				numbers[i] = (float) row[i];
			return numbers;
		}
	}
}
