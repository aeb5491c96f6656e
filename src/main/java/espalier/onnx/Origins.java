package espalier.onnx;

import java.util.Map;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;

import espalier.graph.Attribute;
import espalier.graph.Tensor;

/** What the reader leaves in nodes and tensors so that the writer can tell what has changed since. */
final class Origins {
	private Origins() {}

	/** @param name the unique name the node got, which the file's may lack */
	record OfNode(NodeProto proto, String name, Map<String, OfAttribute> attributes) {
		@Override
		public String toString() {
			return "node of the file";
		}
	}

	record OfAttribute(AttributeProto proto, Attribute value) {}

	/** @param value the tensor as read, itself without origin */
	record OfTensor(TensorProto proto, Tensor value) {
		@Override
		public String toString() {
			return "tensor of the file";
		}
	}

	record OfSparse(SparseTensorProto proto) {
		@Override
		public String toString() {
			return "sparse tensor of the file";
		}
	}
}
