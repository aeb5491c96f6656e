package espalier.app;

import java.util.stream.Collectors;
import java.util.stream.LongStream;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Member;
import espalier.coupling.Role;
import espalier.graph.Shape;

/** What makes a group's channels, in two words. */
final class GroupType {
	private GroupType() {}

	/** As in {@code conv 3×3}, with {@code +2} when two more layers make the same channels. */
	static String of(ChannelGroup group) {
		long makers = group.members().stream().filter(m -> m.role() == Role.OUT).map(Member::layer).distinct().count();
		String type = group.maker().map(GroupType::layer).orElse("only read");
		return makers > 1 ? type + " +" + (makers - 1) : type;
	}

	private static String layer(Member maker) {
		String op = maker.use().node().op();
		return switch (op) {
			case "Conv" -> (maker.role() == Role.DEPTHWISE ? "depthwise " : "conv ") + kernel(maker.tensor().shape());
			case "ConvTranspose" -> "transposed " + kernel(maker.tensor().shape());
			case "Gemm", "MatMul" -> "linear";
			default -> op;
		};
	}

	private static String kernel(Shape weight) {
		return LongStream.range(2, weight.rank()).mapToObj(axis -> Long.toString(weight.dim((int) axis)))
				.collect(Collectors.joining("×"));
	}
}
