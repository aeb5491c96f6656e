package espalier.onnx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.google.protobuf.ByteString;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;

import espalier.graph.Attribute;

/** Attribute messages to attributes. */
final class AttributeReader {
	private final Source source;
	private final TensorReader tensors;
	private final GraphReader graphs;

	AttributeReader(Source source, TensorReader tensors, GraphReader graphs) {
		this.source = source;
		this.tensors = tensors;
		this.graphs = graphs;
	}

	/** By name, in the file's order. */
	Map<String, Origins.OfAttribute> read(NodeProto node, String nodeName, int nesting) {
		Map<String, Origins.OfAttribute> attributes = LinkedHashMap.newLinkedHashMap(node.getAttributeCount());
		for (AttributeProto attribute : node.getAttributeList()) {
			Attribute value = value(attribute, nodeName, nesting);
			if (attributes.put(attribute.getName(), new Origins.OfAttribute(attribute, value)) != null)
				throw source.bad("node " + Source.quote(nodeName) + " has attribute "
						+ Source.quote(attribute.getName()) + " twice; export the model again");
		}
		return attributes;
	}

	private Attribute value(AttributeProto a, String node, int nesting) {
		if (!a.getRefAttrName().isEmpty())
			return new Attribute.Opaque();
		return switch (kind(a)) {
			case FLOAT -> new Attribute.Real(a.getF());
			case INT -> new Attribute.Int(a.getI());
			case STRING -> text(a.getS());
			case FLOATS -> new Attribute.Reals(List.copyOf(a.getFloatsList()));
			case INTS -> new Attribute.Ints(List.copyOf(a.getIntsList()));
			case TENSOR -> new Attribute.Constant(tensors.read(a.getT(), place(a, node)));
			case GRAPH -> new Attribute.Subgraph(graphs.read(a.getG(), a.getG(), nesting + 1));
			default -> {
				for (TensorProto tensor : a.getTensorsList())
					tensors.refuseExternal(tensor, place(a, node));
				for (SparseTensorProto tensor : a.getSparseTensorsList())
					tensors.readSparse(tensor, place(a, node));
				if (a.hasSparseTensor())
					tensors.readSparse(a.getSparseTensor(), place(a, node));
				a.getGraphsList().forEach(g -> graphs.read(g, g, nesting + 1));
				yield new Attribute.Opaque();
			}
		};
	}

	/** The stated kind; files of the first versions state none and are judged by what is there. */
	private static AttributeType kind(AttributeProto a) {
		if (a.getType() != AttributeType.UNDEFINED)
			return a.getType();
		if (a.hasF())
			return AttributeType.FLOAT;
		if (a.hasI())
			return AttributeType.INT;
		if (a.hasS())
			return AttributeType.STRING;
		if (a.hasT())
			return AttributeType.TENSOR;
		if (a.hasG())
			return AttributeType.GRAPH;
		if (a.getFloatsCount() > 0)
			return AttributeType.FLOATS;
		return a.getIntsCount() > 0 ? AttributeType.INTS : AttributeType.UNDEFINED;
	}

	private static Attribute text(ByteString bytes) {
		return bytes.isValidUtf8() ? new Attribute.Text(bytes.toStringUtf8()) : new Attribute.Opaque();
	}

	private static String place(AttributeProto a, String node) {
		return "attribute " + Source.quote(a.getName()) + " of node " + Source.quote(node);
	}
}
