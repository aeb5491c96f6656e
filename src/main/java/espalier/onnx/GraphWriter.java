package espalier.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;

import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Tensor;
import espalier.graph.ValueInfo;
import espalier.graph.ValueInfo.Dim;

/** Graphs to messages, starting from the message each was read from. */
final class GraphWriter {
	/** The version that opset 13 to 17 files of today's exporters carry. */
	static final long IR_VERSION = 8;
	/** From this version on stored tensors need not be listed as inputs. */
	private static final long IR_WITHOUT_LISTED_TENSORS = 4;

	private final boolean listTensors;
	private final Function<Tensor, TensorProto> tensors;

	private GraphWriter(boolean listTensors, Function<Tensor, TensorProto> tensors) {
		this.listTensors = listTensors;
		this.tensors = tensors;
	}

	/** @param tensors how to write stored tensors of the outermost graph */
	static ModelProto model(Graph graph, Function<Tensor, TensorProto> tensors) {
		ModelProto before = graph.origin() instanceof ModelProto m
				? m
				: ModelProto.newBuilder().setIrVersion(IR_VERSION).setProducerName("espalier").build();
		ModelProto.Builder builder = before.toBuilder();
		Map<String, Long> opsets = new HashMap<>();
		before.getOpsetImportList().forEach(o -> opsets.put(GraphReader.domain(o.getDomain()), o.getVersion()));
		if (!opsets.equals(graph.opsets())) {
			builder.clearOpsetImport();
			new java.util.TreeMap<>(graph.opsets()).forEach((domain, version) -> builder
					.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version)));
		}
		boolean listTensors = before.getIrVersion() < IR_WITHOUT_LISTED_TENSORS;
		return builder.setGraph(new GraphWriter(listTensors, tensors).write(graph, before.getGraph())).build();
	}

	/** The body of a control-flow node. */
	static GraphProto body(Graph graph) {
		GraphProto before = graph.origin() instanceof GraphProto g ? g : GraphProto.getDefaultInstance();
		return new GraphWriter(false, TensorWriter::write).write(graph, before);
	}

	private GraphProto write(Graph graph, GraphProto before) {
		GraphProto.Builder builder = before.toBuilder();
		if (!before.getName().equals(graph.name()))
			builder.setName(graph.name());
		builder.clearNode().clearInitializer().clearSparseInitializer().clearInput().clearOutput().clearValueInfo();
		for (Node node : graph.nodes())
			builder.addNode(NodeWriter.write(node));
		for (Tensor tensor : graph.initializers().values())
			if (tensor.origin() instanceof Origins.OfSparse origin)
				builder.addSparseInitializer(TensorWriter.writeSparse(tensor, origin));
			else
				builder.addInitializer(tensors.apply(tensor));
		inputs(graph, before, builder);
		for (ValueInfo output : graph.outputs())
			builder.addOutput(info(output));
		declared(graph, before, builder);
		return builder.build();
	}

	/** Inputs in the file's order, with the stored tensors it lists among them. */
	private void inputs(Graph graph, GraphProto before, GraphProto.Builder builder) {
		Map<String, ValueInfo> fed = new LinkedHashMap<>();
		graph.inputs().forEach(i -> fed.put(i.name(), i));
		Set<String> listed = new HashSet<>();
		for (ValueInfoProto input : before.getInputList()) {
			Tensor tensor = graph.initializers().get(input.getName());
			ValueInfo now = fed.remove(input.getName());
			if (now != null)
				builder.addInput(info(now));
			else if (tensor != null)
				builder.addInput(stored(tensor, input));
			if (tensor != null)
				listed.add(input.getName());
		}
		fed.values().forEach(input -> builder.addInput(info(input)));
		if (listTensors)
			for (Tensor tensor : graph.initializers().values())
				if (!listed.contains(tensor.name()))
					builder.addInput(stored(tensor, ValueInfoProto.getDefaultInstance()));
	}

	private static ValueInfoProto stored(Tensor tensor, ValueInfoProto listed) {
		ValueInfo now = ValueInfo.of(tensor.name(), tensor.type(), tensor.shape().toArray());
		ValueInfo then = GraphReader.info(listed);
		boolean same = then.type() == now.type() && (then.dims() == null || Objects.equals(then.dims(), now.dims()));
		return same ? listed : info(new ValueInfo(now.name(), now.type(), now.dims(), listed));
	}

	/** Declared types in the file's order; the names it states twice too, where they are unchanged. */
	private static void declared(Graph graph, GraphProto before, GraphProto.Builder builder) {
		Set<String> written = new HashSet<>();
		for (ValueInfoProto value : before.getValueInfoList()) {
			ValueInfo now = graph.declared().get(value.getName());
			if (now == null)
				continue;
			written.add(value.getName());
			builder.addValueInfo(now.origin() instanceof ValueInfoProto p && says(p, now) ? value : info(now));
		}
		List<String> rest = new ArrayList<>(graph.declared().keySet());
		rest.removeAll(written);
		rest.stream().sorted().map(graph.declared()::get).filter(java.util.Objects::nonNull)
				.forEach(value -> builder.addValueInfo(info(value)));
	}

	private static boolean says(ValueInfoProto proto, ValueInfo info) {
		ValueInfo stated = GraphReader.info(proto);
		return stated.name().equals(info.name()) && stated.type() == info.type()
				&& Objects.equals(stated.dims(), info.dims());
	}

	/** The file's message where it still says the same, else that message with another type. */
	private static ValueInfoProto info(ValueInfo info) {
		ValueInfoProto before = info.origin() instanceof ValueInfoProto p ? p : ValueInfoProto.getDefaultInstance();
		if (info.origin() != null && says(before, info))
			return before;
		ValueInfoProto.Builder builder = before.toBuilder().setName(info.name());
		if (info.type() == ElementType.UNDEFINED)
			return builder.clearType().build();
		TypeProto.Tensor.Builder type = before.getType().getTensorType().toBuilder().setElemType(info.type().code());
		type.clearShape();
		if (info.dims() != null)
			type.setShape(shape(info.dims(), before.getType().getTensorType().getShape()));
		return builder.setType(before.getType().toBuilder().setTensorType(type)).build();
	}

	private static TensorShapeProto shape(List<Dim> dims, TensorShapeProto before) {
		TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
		for (int i = 0; i < dims.size(); i++) {
			TensorShapeProto.Dimension.Builder dim = dims.size() == before.getDimCount()
					? before.getDim(i).toBuilder().clearValue()
					: TensorShapeProto.Dimension.newBuilder();
			String symbol = dims.get(i).symbol();
			if (dims.get(i).fixed())
				dim.setDimValue(dims.get(i).size());
			else if (symbol != null)
				dim.setDimParam(symbol);
			shape.addDim(dim);
		}
		return shape.build();
	}
}
