package espalier.onnx;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import ai.onnx.proto.OnnxMl.ModelProto;

import espalier.graph.BadInputException;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.Tensor;

/**
 * Writes graphs as ONNX models. What a graph shares with the file it was read from is written as it stood there, unknown
 * fields included; an untouched graph gives a message equal to the one read, but for data that was or will be external.
 */
public final class OnnxWriter {
	/** Just under the 2 GB at which a protobuf message ends, leaving room for nodes and names. */
	static final long INLINE_LIMIT = Integer.MAX_VALUE - (64L << 20);
	/** Parts of a model need nothing newer, and engines refuse files that are newer than themselves. */
	private static final long FRAME_IR_VERSION = 10;
	private static final long SMALL = 1024;
	private static final long ALIGNMENT = 4096;

	private OnnxWriter() {}

	/**
	 * The model with all data inside.
	 *
	 * @throws RefusedException
	 *             when that is more than 2 GB
	 */
	public static byte[] toBytes(Graph graph) {
		if (stored(graph) > INLINE_LIMIT)
			throw new RefusedException("The model holds more than 2 GB of weights, too much for one message; "
					+ "write it to a file, with its weights beside it.");
		return GraphWriter.model(graph, TensorWriter::write).toByteArray();
	}

	/**
	 * Writes a model file at once or not at all; from 2 GB on, weights go to a second file of a fresh name beside it. The data
	 * file of a model that is replaced stays: other models may share it.
	 *
	 * @throws BadInputException
	 *             when the place can't be written to
	 */
	public static void write(Graph graph, Path file) {
		write(graph, file, INLINE_LIMIT, written -> {
		});
	}

	/**
	 * As {@link #write(Graph, Path)}.
	 *
	 * @param inlineLimit
	 *            bytes of weights up to which they stay in the model file
	 * @param check
	 *            looks at the finished file under a temporary name; when it throws, nothing is replaced
	 */
	public static void write(Graph graph, Path file, long inlineLimit, Consumer<Path> check) {
		try (AtomicFile model = new AtomicFile(file)) {
			if (stored(graph) <= Math.min(inlineLimit, INLINE_LIMIT)) {
				write(GraphWriter.model(graph, TensorWriter::write), model);
				check.accept(model.temporary());
				model.commit();
				return;
			}
			Map<String, Long> offsets = offsets(graph);
			try (AtomicFile data = AtomicFile.fresh(file, ".data")) {
				writeData(graph, offsets, data.channel());
				String location = data.file().getFileName().toString();
				write(GraphWriter.model(graph, t -> {
					Long offset = offsets.get(t.name());
					return offset == null ? TensorWriter.write(t) : TensorWriter.writeExternal(t, location, offset);
				}), model);
				data.commit();
				check.accept(model.temporary());
				model.commit();
				data.keep();
			}
		} catch (IOException e) {
			throw BadInputException.unwritable(file, e);
		}
	}

	/**
	 * An origin for graphs made of parts of this one: the model's versions, operator sets and functions, and nothing else.
	 */
	public static Object frame(Graph graph) {
		return graph.origin() instanceof ModelProto model
				? model.toBuilder().setIrVersion(Math.min(model.getIrVersion(), FRAME_IR_VERSION)).clearGraph()
						.clearMetadataProps().clearTrainingInfo().build()
				: ModelProto.newBuilder().setIrVersion(GraphWriter.IR_VERSION).build();
	}

	private static long stored(Graph graph) {
		return graph.initializers().values().stream().filter(OnnxWriter::movable).mapToLong(Tensor::bytes).sum();
	}

	private static boolean movable(Tensor tensor) {
		return !(tensor.data() instanceof Tensor.Opaque);
	}

	/** Where each large tensor starts in the data file. */
	private static Map<String, Long> offsets(Graph graph) {
		Map<String, Long> offsets = new HashMap<>();
		long end = 0;
		for (Tensor tensor : graph.initializers().values())
			if (movable(tensor) && tensor.bytes() >= SMALL) {
				end = Math.ceilDiv(end, ALIGNMENT) * ALIGNMENT;
				offsets.put(tensor.name(), end);
				end += tensor.bytes();
			}
		return offsets;
	}

	private static void write(ModelProto message, AtomicFile file) throws IOException {
		OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file.channel()), 1 << 16);
		message.writeTo(out);
		out.flush();
	}

	private static void writeData(Graph graph, Map<String, Long> offsets, FileChannel channel) throws IOException {
		for (Tensor tensor : graph.initializers().values()) {
			Long offset = offsets.get(tensor.name());
			if (offset == null)
				continue;
			channel.position(offset);
			MemorySegment bytes = TensorWriter.bytes(tensor);
			for (long at = 0; at < bytes.byteSize(); at += Integer.MAX_VALUE) {
				ByteBuffer part = bytes.asSlice(at, Math.min(Integer.MAX_VALUE, bytes.byteSize() - at)).asByteBuffer();
				while (part.hasRemaining())
					channel.write(part);
			}
		}
	}
}
