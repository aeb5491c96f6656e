package espalier.graph;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/** SHA-256 over texts and over every node, attribute and weight of graphs. The same on every machine and at every start. */
public final class Fingerprint {
	private static final long PART = 1L << 30;

	private final MessageDigest digest;

	public Fingerprint() {
		try {
			digest = MessageDigest.getInstance("SHA-256");
		} catch (NoSuchAlgorithmException e) {
			throw new IllegalStateException(e);
		}
	}

	/** 64 hexadecimal digits of what was added; begins anew. */
	public String hex() {
		return HexFormat.of().formatHex(digest.digest());
	}

	/** Costs one pass over the weights. */
	public Fingerprint add(Graph graph) {
		graph(graph);
		return this;
	}

	public Fingerprint add(String text) {
		text(text);
		return this;
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
