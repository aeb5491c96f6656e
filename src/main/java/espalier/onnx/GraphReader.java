package espalier.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;

import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Tensor;
import espalier.graph.ValueInfo;
import espalier.graph.ValueInfo.Dim;

/** Graph messages to graphs, bodies of control-flow nodes included. */
final class GraphReader {
	/** Bodies within bodies; ONNX Runtime takes minutes for twenty. */
	static final int MAX_NESTING = 8;

	private final Source source;
	private final TensorReader tensors;
	private final Map<String, Long> opsets;

	GraphReader(Source source, Map<String, Long> opsets) {
		this.source = source;
		this.tensors = new TensorReader(source);
		this.opsets = opsets;
	}

	/** @param origin what the graph is to carry for the writer */
	Graph read(GraphProto proto, Object origin, int nesting) {
		if (nesting > MAX_NESTING)
			throw tooDeep();
		SequencedMap<String, Tensor> initializers = initializers(proto);
		List<ValueInfo> inputs = new ArrayList<>();
		for (ValueInfoProto input : proto.getInputList())
			if (!initializers.containsKey(input.getName()))
				inputs.add(info(input));
		List<ValueInfo> outputs = proto.getOutputList().stream().map(GraphReader::info).toList();
		Map<String, ValueInfo> declared = new HashMap<>();
		for (ValueInfoProto value : proto.getValueInfoList())
			declared.put(value.getName(), info(value));
		return new Graph(proto.getName(), nodes(proto, nesting), initializers, inputs, outputs, declared, opsets,
				origin);
	}

	espalier.graph.BadInputException tooDeep() {
		return source.bad("it nests If, Loop or Scan bodies deeper than " + MAX_NESTING
				+ ", which no engine loads in reasonable time; export the model with flatter control flow");
	}

	/** The value's declared type, with anything that is no size treated as open. */
	static ValueInfo info(ValueInfoProto proto) {
		TypeProto type = proto.getType();
		if (!type.hasTensorType())
			return new ValueInfo(proto.getName(), ElementType.UNDEFINED, null, proto);
		List<Dim> dims = null;
		if (type.getTensorType().hasShape()) {
			dims = new ArrayList<>();
			for (Dimension dim : type.getTensorType().getShape().getDimList())
				dims.add(dim(dim));
		}
		return new ValueInfo(proto.getName(), ElementType.ofCode(type.getTensorType().getElemType()), dims, proto);
	}

	private static Dim dim(Dimension dim) {
		if (dim.hasDimValue() && dim.getDimValue() >= 0)
			return new Dim(dim.getDimValue(), null);
		String symbol = dim.hasDimParam() && !dim.getDimParam().isEmpty() ? dim.getDimParam() : null;
		return new Dim(Dim.OPEN, symbol);
	}

	private SequencedMap<String, Tensor> initializers(GraphProto proto) {
		SequencedMap<String, Tensor> initializers = new LinkedHashMap<>();
		for (TensorProto tensor : proto.getInitializerList())
			put(initializers, tensors.read(tensor, "tensor " + Source.quote(tensor.getName())));
		for (SparseTensorProto tensor : proto.getSparseInitializerList())
			put(initializers,
					tensors.readSparse(tensor, "sparse tensor " + Source.quote(tensor.getValues().getName())));
		return initializers;
	}

	private void put(Map<String, Tensor> initializers, Tensor tensor) {
		if (tensor.name().isEmpty())
			throw source.bad("a tensor has no name; export the model again");
		if (initializers.put(tensor.name(), tensor) != null)
			throw source.bad("tensor " + Source.quote(tensor.name()) + " is stored twice; export the model again");
	}

	private List<Node> nodes(GraphProto proto, int nesting) {
		Set<String> names = new HashSet<>();
		for (NodeProto node : proto.getNodeList())
			if (!node.getName().isEmpty())
				names.add(node.getName());
		Set<String> given = new HashSet<>();
		AttributeReader attributes = new AttributeReader(source, tensors, this);
		List<Node> nodes = new ArrayList<>(proto.getNodeCount());
		for (NodeProto node : proto.getNodeList()) {
			if (node.getOpType().isEmpty())
				throw source.bad("node " + Source.quote(node.getName()) + " (number " + nodes.size()
						+ ") has no operator; the file is damaged, get it again");
			String name = node.getName();
			if (name.isEmpty() || !given.add(name))
				name = madeUp(node.getOpType(), nodes.size(), names);
			Map<String, Origins.OfAttribute> read = attributes.read(node, name, nesting);
			Map<String, espalier.graph.Attribute> values = new LinkedHashMap<>();
			read.forEach((key, attribute) -> values.put(key, attribute.value()));
			nodes.add(new Node(name, node.getDomain(), node.getOpType(), node.getInputList(), node.getOutputList(),
					values,
					new Origins.OfNode(node, name, read)));
		}
		return nodes;
	}

	private static String madeUp(String op, int index, Set<String> taken) {
		String name = op + "_" + index;
		while (!taken.add(name))
			name += "_";
		return name;
	}

	/** The standard domain has two spellings. */
	static String domain(@Nullable String domain) {
		return domain == null || domain.equals("ai.onnx") ? "" : domain;
	}
}
