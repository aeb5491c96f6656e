package espalier.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.graph.Attribute;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.onnx.OnnxReader;
import espalier.onnx.OnnxWriter;
import espalier.runtime.Tracer;
import espalier.zoo.ConvSpec;
import espalier.zoo.NetBuilder;

/** What is kept of a weight is kept bit for bit, whatever its type and wherever its rows begin. */
class SlicingTest {
	private static Tensor tensor(ElementType type, long... dims) {
		Shape shape = Shape.of(dims);
		byte[] bytes = new byte[Math.toIntExact(type.bytes(shape.elements()))];
		new Random(type.code()).nextBytes(bytes);
		return new Tensor("w", type, shape, new Tensor.Bytes(MemorySegment.ofArray(bytes)), null);
	}

	/** Element by element, by its index on each axis. */
	private static byte[] expected(Tensor tensor, int[] @Nullable [] kept) {
		byte[] all = bytes(tensor);
		int size = tensor.type().bits() / 8;
		long[] dims = tensor.shape().toArray();
		ByteArrayOutputStream left = new ByteArrayOutputStream();
		for (int at = 0; at < tensor.elements(); at++) {
			boolean stays = true;
			int rest = at;
			for (int axis = dims.length - 1; axis >= 0; axis--) {
				int index = (int) (rest % dims[axis]);
				rest /= (int) dims[axis];
				int[] on = kept[axis];
				stays &= on == null || Arrays.binarySearch(on, index) >= 0;
			}
			if (stays)
				left.write(all, at * size, size);
		}
		return left.toByteArray();
	}

	private static byte[] bytes(Tensor tensor) {
		return ((Tensor.Bytes) tensor.data()).segment().toArray(ValueLayout.JAVA_BYTE);
	}

	private static int[] some(long size, Random random) {
		int[] some = IntStream.range(0, (int) size).filter(i -> random.nextBoolean()).toArray();
		return some.length == 0 ? new int[]{(int) size - 1} : some;
	}

	@ParameterizedTest
	@EnumSource(names = {"BFLOAT16", "FLOAT16", "INT8", "UINT8", "FLOAT8E4M3FN", "FLOAT", "DOUBLE", "COMPLEX128"})
	void everyAxisAloneAndAllTogether(ElementType type) {
		Tensor tensor = tensor(type, 5, 3, 7, 3);
		Random random = new Random(8);
		for (int turn = 0; turn < 32; turn++) {
			int[][] kept = new int[4][];
			for (int axis = 0; axis < 4; axis++)
				if ((turn >> axis & 1) != 0)
					kept[axis] = some(tensor.shape().dim(axis), random);
			Tensor cut = Slicing.of(tensor, kept);
			assertThat(cut.type()).isEqualTo(type);
			assertThat(bytes(cut)).as(Arrays.deepToString(kept)).isEqualTo(expected(tensor, kept));
		}
	}

	/** Three convolutions; the weight of the second is stored in another type and cast. */
	private static Graph castBeforeUse(ElementType type) {
		NetBuilder b = new NetBuilder("cast", 2);
		String x = b.relu(b.as("a").conv(b.input("input", 1, 3, 6, 6), ConvSpec.of(5, 3)));
		String y = b.relu(b.as("h").conv(x, ConvSpec.of(7, 3)));
		b.output(b.as("b").conv(y, ConvSpec.of(2, 1)), "out");
		Graph plain = b.build();
		LinkedHashMap<String, Tensor> initializers = new LinkedHashMap<>(plain.initializers());
		initializers.remove("h.weight");
		initializers.put("w", tensor(type, 7, 5, 3, 3));
		List<Node> nodes = new ArrayList<>(plain.nodes());
		nodes.addFirst(new Node("cast", "", "Cast", List.of("w"), List.of("h.weight"),
				Map.of("to", new Attribute.Int(ElementType.FLOAT.code())), null));
		return plain.with(nodes, initializers);
	}

	@ParameterizedTest
	@EnumSource(names = {"BFLOAT16", "FLOAT16", "INT8"})
	void weightsOfALayerAreWrittenAsTheyWere(ElementType type) {
		Graph graph = castBeforeUse(type);
		Coupling coupling = Coupling.of(graph, Tracer.trace(graph));
		assertThat(coupling.prunable()).extracting(ChannelGroup::units).containsExactlyInAnyOrder(5, 7);
		Cuts cuts = Cuts.NONE;
		for (ChannelGroup group : coupling.prunable())
			cuts = cuts.with(group, BitSet.valueOf(new long[]{0b1010}));
		Graph pruned = OnnxReader.parse(OnnxWriter.toBytes(Surgeon.apply(coupling, cuts)), "pruned");
		Tensor before = Objects.requireNonNull(graph.initializers().get("w"));
		Tensor after = Objects.requireNonNull(pruned.initializers().get("w"));
		assertThat(after.shape()).isEqualTo(Shape.of(5, 3, 3, 3));
		assertThat(bytes(after))
				.isEqualTo(expected(before, new int[][]{{0, 2, 4, 5, 6}, {0, 2, 4}, null, null}));
	}
}
