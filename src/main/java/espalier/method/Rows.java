package espalier.method;

import java.util.Arrays;
import java.util.List;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Member;
import espalier.coupling.Role;
import espalier.graph.Node;
import espalier.graph.Shape;

/** The weights of the filters that make a group's channels, read unit by unit. */
final class Rows {
	private Rows() {}

	/** Layers whose filters make the channels. */
	static List<Member> makers(ChannelGroup group) {
		return group.members().stream().filter(m -> m.role() == Role.OUT && m.tensor().shape().rank() >= 2).toList();
	}

	/** Of each unit all weights of all its filters, one behind the other: [units][weights]. */
	static double[][] of(ChannelGroup group) {
		List<double[][][]> layers = makers(group).stream().map(m -> kernels(m, group.units())).toList();
		double[][] rows = new double[group.units()][];
		for (int unit = 0; unit < rows.length; unit++) {
			int at = unit;
			rows[unit] = layers.stream().flatMap(Arrays::stream).flatMapToDouble(input -> Arrays.stream(input[at]))
					.toArray();
		}
		return rows;
	}

	/**
	 * The kernels of a layer by what they read: [inputs][units][weights]; of weights with two axes kernels of one number. Where a
	 * unit has several filters, their kernels are one behind the other.
	 */
	static double[][][] kernels(Member member, int units) {
		Shape shape = member.tensor().shape();
		int axis = member.axis();
		int other = inputs(member);
		int inputs = (int) shape.dim(other);
		int size = (int) (shape.elements() / shape.dim(axis) / inputs);
		int[] count = new int[units];
		int[] place = new int[member.width()];
		for (int index = 0; index < place.length; index++)
			if (member.unitOfIndex()[index] >= 0)
				place[index] = count[member.unitOfIndex()[index]]++;
		double[][][] kernels = new double[inputs][units][];
		for (double[][] input : kernels)
			Arrays.setAll(input, unit -> new double[count[unit] * size]);
		int[][] filled = new int[inputs][member.width()];
		float[] weights = member.tensor().toFloats();
		int along = (int) stride(shape, axis);
		int across = (int) stride(shape, other);
		for (int i = 0; i < weights.length; i++) {
			int index = i / along % member.width();
			int unit = member.unitOfIndex()[index];
			int input = i / across % inputs;
			if (unit >= 0)
				kernels[input][unit][place[index] * size + filled[input][index]++] = weights[i];
		}
		return kernels;
	}

	/** The axis of what filters read: beside that of the filters; in recurrent weights both are behind the directions. */
	private static int inputs(Member member) {
		Node node = member.use().node();
		return node.is("LSTM") || node.is("GRU") || node.is("RNN") ? 3 - member.axis() : member.axis() == 0 ? 1 : 0;
	}

	private static long stride(Shape shape, int axis) {
		long stride = 1;
		for (int k = axis + 1; k < shape.rank(); k++)
			stride *= shape.dim(k);
		return stride;
	}
}
