package espalier.weights;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import espalier.graph.BadInputException;
import espalier.graph.ElementType;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.onnx.AtomicFile;

/**
 * Files in the safetensors format: the length of a JSON header, the header with type, shape and place of each tensor, then the
 * elements. Written whole or not at all.
 */
public final class Safetensors {
	private static final ObjectMapper JSON = new ObjectMapper();
	private static final long LONGEST_HEADER = 100L << 20;
	private static final Map<String, ElementType> TYPES = Map.of("F32", ElementType.FLOAT, "F64", ElementType.DOUBLE,
			"F16", ElementType.FLOAT16, "BF16", ElementType.BFLOAT16, "I64", ElementType.INT64, "I32",
			ElementType.INT32, "I16", ElementType.INT16, "I8", ElementType.INT8, "U8", ElementType.UINT8, "BOOL",
			ElementType.BOOL);

	private Safetensors() {}

	/** What a file holds: tensors by name, and texts about them. */
	public record Content(SequencedMap<String, Tensor> tensors, Map<String, String> metadata) {}

	/** @throws BadInputException when the file can't be written; an older one stays whole */
	public static void write(Path file, List<Tensor> tensors, Map<String, String> metadata) {
		byte[] header = header(tensors, metadata);
		try (AtomicFile atomic = new AtomicFile(file)) {
			FileChannel out = atomic.channel();
			ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
			put(out, length.putLong(0, header.length));
			put(out, ByteBuffer.wrap(header));
			for (Tensor tensor : tensors)
				put(out, ByteBuffer.wrap(bytes(tensor)));
			atomic.commit();
		} catch (IOException e) {
			throw BadInputException.unwritable(file, e);
		}
	}

	private static void put(FileChannel out, ByteBuffer bytes) throws IOException {
		while (bytes.hasRemaining())
			out.write(bytes);
	}

	private static byte[] header(List<Tensor> tensors, Map<String, String> metadata) {
		ObjectNode header = JSON.createObjectNode();
		if (!metadata.isEmpty()) {
			ObjectNode texts = header.putObject("__metadata__");
			metadata.forEach(texts::put);
		}
		long at = 0;
		for (Tensor tensor : tensors) {
			ObjectNode entry = header.putObject(tensor.name());
			entry.put("dtype", type(tensor));
			for (long dim : tensor.shape().toArray())
				entry.withArray("shape").add(dim);
			if (tensor.shape().rank() == 0)
				entry.putArray("shape");
			entry.putArray("data_offsets").add(at).add(at + tensor.bytes());
			at += tensor.bytes();
		}
		String text = header.toString();
		int length = text.getBytes(StandardCharsets.UTF_8).length;
		return (text + " ".repeat(Math.floorMod(-length, Long.BYTES))).getBytes(StandardCharsets.UTF_8);
	}

	private static String type(Tensor tensor) {
		return TYPES.entrySet().stream().filter(e -> e.getValue() == tensor.type()).map(Map.Entry::getKey).findFirst()
				.orElseThrow(() -> new BadInputException(
						"`" + tensor.name() + "` is of type " + tensor.type() + ", which safetensors does not know."));
	}

	private static byte[] bytes(Tensor tensor) {
		return switch (tensor.data()) {
			case Tensor.Bytes(MemorySegment segment) -> segment.toArray(ValueLayout.JAVA_BYTE);
			case Tensor.Fill(MemorySegment element) -> {
				byte[] all = new byte[Math.toIntExact(tensor.bytes())];
				for (int i = 0; i < all.length; i++)
					all[i] = element.get(ValueLayout.JAVA_BYTE, i % element.byteSize());
				yield all;
			}
			case Tensor.Opaque() -> throw new BadInputException("`" + tensor.name() + "` can't be stored.");
		};
	}

	/** @throws BadInputException when the file can't be read, is cut short, or does not add up */
	public static Content read(Path file) {
		try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
			MemorySegment whole = in.map(FileChannel.MapMode.READ_ONLY, 0, in.size(), Arena.ofAuto());
			if (whole.byteSize() < Long.BYTES)
				throw bad(file, "it is cut short");
			long length = whole.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0);
			if (length < 2 || length > LONGEST_HEADER || length > whole.byteSize() - Long.BYTES)
				throw bad(file, "its header is damaged");
			JsonNode header = JSON
					.readTree(whole.asSlice(Long.BYTES, length).toArray(ValueLayout.JAVA_BYTE));
			if (!header.isObject())
				throw bad(file, "its header is damaged");
			return content(file, header, whole.asSlice(Long.BYTES + length));
		} catch (IOException | RuntimeException e) {
			if (e instanceof BadInputException told)
				throw told;
			throw new BadInputException("`" + file + "` can't be read (" + e.getMessage() + "); choose another file.",
					e);
		}
	}

	private static Content content(Path file, JsonNode header, MemorySegment data) {
		SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
		Map<String, String> metadata = new LinkedHashMap<>();
		header.properties().forEach(entry -> {
			if (entry.getKey().equals("__metadata__"))
				entry.getValue().properties().forEach(m -> metadata.put(m.getKey(), m.getValue().asText()));
			else
				tensors.put(entry.getKey(), tensor(file, entry.getKey(), entry.getValue(), data));
		});
		return new Content(tensors, metadata);
	}

	private static Tensor tensor(Path file, String name, JsonNode entry, MemorySegment data) {
		ElementType type = TYPES.get(entry.path("dtype").asText());
		if (type == null)
			throw bad(file, "`" + name + "` is of an unknown type");
		List<Long> dims = new ArrayList<>();
		entry.path("shape").forEach(d -> dims.add(d.asLong(-1)));
		Shape shape = Shape.of(dims.stream().mapToLong(Long::longValue).toArray());
		long from = entry.path("data_offsets").path(0).asLong(-1);
		long to = entry.path("data_offsets").path(1).asLong(-1);
		if (!shape.known() || from < 0 || to > data.byteSize() || to - from != type.bytes(shape.elements()))
			throw bad(file, "`" + name + "` is not where the header says");
		return new Tensor(name, type, shape, new Tensor.Bytes(data.asSlice(from, to - from)), null);
	}

	private static BadInputException bad(Path file, String why) {
		return new BadInputException("`" + file + "` is no whole safetensors file: " + why + "; choose another.");
	}
}
