package espalier.onnx;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** Tells well-known files that are not ONNX models by how they begin. */
final class FileGuess {
	private static final int LOOKED_AT = 256;

	private FileGuess() {}

	/** What the file is and what to do, or null when it may be a model. */
	static @Nullable String of(ByteBuffer bytes) {
		if (bytes.limit() == 0)
			return "the file is empty; download or copy it again";
		byte[] start = new byte[Math.min(LOOKED_AT, bytes.limit())];
		bytes.duplicate().rewind().get(start);
		String text = new String(start, StandardCharsets.ISO_8859_1);
		String words = text.stripLeading().toLowerCase(Locale.ROOT);
		if (words.startsWith("version https://git-lfs"))
			return "this is a Git LFS pointer, not the model itself; run 'git lfs pull' where it came from";
		if (words.startsWith("<!doctype") || words.startsWith("<html") || words.startsWith("<?xml"))
			return "this is a web page saved under a model's name; download the model file itself";
		if (text.startsWith("PK\u0003\u0004"))
			return "this is a zip archive, perhaps of PyTorch (.pt); unpack it, or export the network with torch.onnx.export";
		if (text.startsWith("\u0080\u0002") && text.contains("c"))
			return "this is a Python pickle, perhaps of PyTorch; export the network with torch.onnx.export";
		if (text.startsWith("\u0089HDF"))
			return "this is an HDF5 file, perhaps of Keras; convert it with tf2onnx";
		if (text.startsWith("\u001f\u008b"))
			return "this is a gzip archive; unpack it first";
		if (text.startsWith("GGUF"))
			return "this is a GGUF file; Espalier reads ONNX models";
		if (text.startsWith("TFL3", 4))
			return "this is a TensorFlow Lite model; convert it with tf2onnx";
		if (text.startsWith("\0\0\0\0{\"", 4) || words.startsWith("{\""))
			return "this holds JSON or safetensors, weights without a network; export the network as ONNX";
		return null;
	}
}
