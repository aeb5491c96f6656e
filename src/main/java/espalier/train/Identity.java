package espalier.train;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

import espalier.graph.Attribute;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Tensor;
import espalier.graph.ValueInfo;

/**
 * SHA-256 over everything that a training's result follows from: recipe, images and their preparation, and of the networks
 * every node, attribute and weight. The number of threads is left out, so that a training may move to another machine; only
 * on as many threads are its weights the same to the bit.
 */
public final class Identity {
	private static final long PART = 1L << 30;

	private final MessageDigest digest;

	private Identity() {
		try {
			digest = MessageDigest.getInstance("SHA-256");
		} catch (NoSuchAlgorithmException e) {
			throw new IllegalStateException(e);
		}
	}

	/** 64 hexadecimal digits. Costs one pass over the weights. */
	static String of(Trainer.Job job) {
		Identity identity = new Identity();
		identity.text(job.recipe().toJson());
		identity.text(job.data().train().hash());
		identity.text(job.data().validation().hash());
		identity.text(job.preprocessing().toString());
		identity.graph(job.graph());
		if (job.teacher() != null)
			identity.graph(job.teacher());
		return HexFormat.of().formatHex(identity.digest.digest());
	}

	/** Of a network alone: 64 hexadecimal digits, the same for graphs that compute the same in the same way. */
	public static String of(Graph graph) {
		Identity identity = new Identity();
		identity.graph(graph);
		return HexFormat.of().formatHex(identity.digest.digest());
	}

	private void graph(Graph graph) {
		text("graph");
		text(new TreeMap<>(graph.opsets()).toString());
		graph.inputs().forEach(this::value);
		graph.outputs().forEach(this::value);
		number(graph.nodes().size());
		graph.nodes().forEach(this::node);
		number(graph.initializers().size());
		graph.initializers().values().forEach(this::tensor);
	}

	private void value(ValueInfo value) {
		text(value.name());
		text(value.type().name());
		text(value.describe());
	}

	private void node(Node node) {
		text(node.name());
		text(node.qualifiedOp());
		text(node.inputs().toString());
		text(node.outputs().toString());
		new TreeMap<>(node.attributes()).forEach(this::attribute);
	}

	private void attribute(String name, Attribute attribute) {
		text(name);
		switch (attribute) {
			case Attribute.Constant(Tensor tensor) -> tensor(tensor);
			case Attribute.Subgraph(Graph body) -> graph(body);
			default -> text(attribute.toString());
		}
	}

	private void tensor(Tensor tensor) {
		text(tensor.name());
		text(tensor.type().name());
		text(tensor.shape().toString());
		switch (tensor.data()) {
			case Tensor.Bytes(MemorySegment all) -> bytes(all);
			case Tensor.Fill(MemorySegment element) -> bytes(element);
			case Tensor.Opaque() -> text("opaque");
		}
	}

	private void bytes(MemorySegment segment) {
		number(segment.byteSize());
		for (long at = 0; at < segment.byteSize(); at += PART)
			digest.update(segment.asSlice(at, Math.min(PART, segment.byteSize() - at)).asByteBuffer());
	}

	private void text(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		number(bytes.length);
		digest.update(bytes);
	}

	private void number(long number) {
		digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
	}
}
