package espalier.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;

import espalier.graph.BadInputException;
import espalier.graph.Graph;

/**
 * Reads ONNX models. Large files are mapped and their tensors are views of the mapping, so that weights take no heap. Nothing
 * stays open when reading fails.
 */
public final class OnnxReader {
	private static final long MAPPED_FROM = 64L << 20;

	private OnnxReader() {}

	/**
	 * Reads a model file and the files of external data beside it.
	 *
	 * @throws BadInputException
	 *             when it can't be read or is no sound model
	 */
	public static ModelFile read(Path file) {
		return read(file, MAPPED_FROM);
	}

	/** @param mappedFrom files of at least so many bytes are mapped */
	static ModelFile read(Path file, long mappedFrom) {
		Path named = file.getFileName();
		String name = named == null ? file.toString() : named.toString();
		try {
			if (Files.isDirectory(file))
				throw new BadInputException(name + ": this is a folder; choose a model file in it");
			Path folder = file.toAbsolutePath().getParent();
			ByteBuffer bytes = bytes(file, name, mappedFrom);
			ExternalData external = folder == null ? null : new ExternalData(name, folder.toRealPath());
			Graph graph = parse(bytes, new Source(name, external));
			return new ModelFile(file, graph, sha256(bytes), bytes.limit());
		} catch (NoSuchFileException e) {
			throw new BadInputException(name + ": there is no such file in " + file.toAbsolutePath().getParent()
					+ "; check the path", e);
		} catch (IOException e) {
			throw new BadInputException(
					name + ": the file can't be read (" + e.getMessage() + "); check its permissions and the disk", e);
		}
	}

	/**
	 * Reads a model from memory; the bytes must not be changed afterwards. External data is refused.
	 *
	 * @param name
	 *            what to call it in messages
	 */
	public static Graph parse(byte[] model, String name) {
		return parse(ByteBuffer.wrap(model), new Source(name, null));
	}

	private static ByteBuffer bytes(Path file, String name, long mappedFrom) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
			long size = channel.size();
			if (size > Integer.MAX_VALUE)
				throw new BadInputException(
						name + ": the file is " + (size >> 20) + " MB long, but one of ONNX ends at "
								+ "2048 MB; save the model with its weights as external data");
			if (size >= mappedFrom)
				return channel.map(MapMode.READ_ONLY, 0, size);
			return ByteBuffer.wrap(Files.readAllBytes(file));
		}
	}

	private static Graph parse(ByteBuffer bytes, Source source) {
		String guess = FileGuess.of(bytes);
		if (guess != null)
			throw source.bad(guess);
		ModelProto model = message(bytes, source);
		if (!model.hasGraph() || !model.hasIrVersion() || model.getOpsetImportCount() == 0 && model.getIrVersion() >= 3)
			throw source.bad("this is not an ONNX model, or not all of one; choose another file or get it again");
		FunctionChecks.check(source, model);
		Graph graph = new GraphReader(source, opsets(model)).read(model.getGraph(), model, 0);
		new GraphChecks(source).check(graph, Set.of());
		return graph;
	}

	private static ModelProto message(ByteBuffer bytes, Source source) {
		try {
			CodedInputStream in = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
			in.enableAliasing(true);
			return ModelProto.parseFrom(in);
		} catch (InvalidProtocolBufferException e) {
			String why = String.valueOf(e.getMessage());
			if (why.contains("nesting"))
				throw new GraphReader(source, Map.of()).tooDeep();
			if (why.contains("ended unexpectedly") || why.contains("truncated"))
				throw source.bad("the file ends before the model does, or is no ONNX model; download or copy it again",
						e);
			throw source.bad("this is not an ONNX model, or it is damaged; choose another file or get it again", e);
		} catch (IOException e) {
			throw source.bad("the file can't be read (" + e.getMessage() + "); check the disk", e);
		}
	}

	private static Map<String, Long> opsets(ModelProto model) {
		Map<String, Long> opsets = new HashMap<>();
		for (OperatorSetIdProto opset : model.getOpsetImportList())
			opsets.put(GraphReader.domain(opset.getDomain()), opset.getVersion());
		return opsets;
	}

	private static String sha256(ByteBuffer bytes) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			digest.update(bytes.duplicate().rewind());
			return HexFormat.of().formatHex(digest.digest());
		} catch (NoSuchAlgorithmException e) {
			throw new IllegalStateException("every JDK has SHA-256", e);
		}
	}
}
