package espalier.runtime.torch;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;

import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

import espalier.graph.BadInputException;
import espalier.graph.Tensor;
import espalier.onnx.AtomicFile;

/** The zip of a TorchScript module: nothing compressed, every entry at a multiple of 64 bytes so that it can be mapped. */
final class Archive {
	private static final int ALIGNMENT = 64;
	/** An empty tuple: the module refers to no constants outside of its attributes. */
	private static final byte[] NO_CONSTANTS = {(byte) 0x80, 2, ')', '.'};

	private Archive() {}

	static void write(Path file, List<TorchScript.Attribute> attributes, String source) {
		try (AtomicFile atomic = new AtomicFile(file)) {
			try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(atomic.channel())) {
				put(zip, "net/data.pkl", Pickle.of("__torch__.Net", attributes));
				put(zip, "net/code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
				put(zip, "net/constants.pkl", NO_CONSTANTS);
				for (int i = 0; i < attributes.size(); i++)
					put(zip, "net/data/" + i, bytes(attributes.get(i).tensor()));
				put(zip, "net/version", "10\n".getBytes(StandardCharsets.UTF_8));
				zip.finish();
				atomic.commit();
			}
		} catch (IOException e) {
			throw BadInputException.unwritable(file, e);
		}
	}

	/** The elements spelled out, little-endian. */
	private static byte[] bytes(Tensor tensor) {
		return switch (tensor.data()) {
			case Tensor.Bytes(MemorySegment segment) -> segment.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
			case Tensor.Fill(MemorySegment element) -> filled(element.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE),
					Math.toIntExact(tensor.bytes()));
			case Tensor.Opaque() -> throw Pickle.unknown(tensor.name(), tensor.type());
		};
	}

	private static byte[] filled(byte[] element, int length) {
		ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
		while (bytes.remaining() >= element.length && element.length > 0)
			bytes.put(element);
		return bytes.array();
	}

	private static void put(ZipArchiveOutputStream zip, String name, byte[] data) throws IOException {
		ZipArchiveEntry entry = new ZipArchiveEntry(name);
		entry.setMethod(ZipArchiveEntry.STORED);
		entry.setSize(data.length);
		entry.setAlignment(ALIGNMENT);
		CRC32 crc = new CRC32();
		crc.update(data);
		entry.setCrc(crc.getValue());
		entry.setTime(0);
		zip.putArchiveEntry(entry);
		zip.write(data);
		zip.closeArchiveEntry();
	}
}
