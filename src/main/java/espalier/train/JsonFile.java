package espalier.train;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;

import espalier.graph.BadInputException;
import espalier.graph.RefusedException;
import espalier.onnx.AtomicFile;

/** Records as JSON files that people edit: every field is wanted, and none that is unknown is taken. */
public final class JsonFile {
	private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT)
			.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
					DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
					DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

	private JsonFile() {}

	public static String text(Object record) {
		try {
			return JSON.writeValueAsString(record);
		} catch (JsonProcessingException e) {
			throw new IllegalStateException(e);
		}
	}

	/** @throws BadInputException when the file can't be written */
	public static void write(Object record, Path file) {
		try (AtomicFile atomic = new AtomicFile(file)) {
			atomic.channel().write(ByteBuffer.wrap(text(record).getBytes(StandardCharsets.UTF_8)));
			atomic.commit();
		} catch (IOException e) {
			throw BadInputException.unwritable(file, e);
		}
	}

	/**
	 * @param noun
	 *            what the file should hold, as in {@code recipe}
	 * @param remedy
	 *            what to do where it does not
	 * @throws BadInputException
	 *             when it does not, naming the field
	 */
	public static <T> T read(Path file, Class<T> type, String noun, String remedy) {
		try {
			return parse(Files.readString(file), type);
		} catch (IOException e) {
			throw new BadInputException("`" + file + "` is no " + noun + " (" + reason(e) + "); " + remedy + ".", e);
		}
	}

	/** @throws JsonProcessingException when the text holds no such record */
	public static <T> T parse(String json, Class<T> type) throws JsonProcessingException {
		try {
			return JSON.readValue(json, type);
		} catch (ValueInstantiationException e) {
			if (e.getCause() instanceof RefusedException told)
				throw told;
			throw e;
		}
	}

	/** What a file beside a class holds. */
	public static <T> T resource(Class<?> beside, String name, Class<T> type) {
		try (InputStream stream = Objects.requireNonNull(beside.getResourceAsStream(name), name)) {
			return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8), type);
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private static String reason(IOException e) {
		if (e instanceof JsonMappingException wrong && !wrong.getPath().isEmpty())
			return "its field `" + wrong.getPath().stream()
					.map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : r.getFieldName())
					.collect(Collectors.joining(".")) + "` is missing, unknown or of another kind";
		return e instanceof JsonProcessingException
				? "it is not one JSON object"
				: String.valueOf(e.getMessage()).lines().findFirst().orElse("");
	}
}
