package espalier.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;

import espalier.data.Preprocessing;

/**
 * Which images belong to a model, as it is remembered, or said by the card that lies beside a model as {@code NAME.json}.
 *
 * @param data
 *            where they come from, as the command line takes it; null where only the preprocessing is known
 * @param preprocessing
 *            null for what is usual
 */
record DataChoice(@Nullable String data, @Nullable Preprocessing preprocessing) {
	private static final ObjectMapper JSON = new ObjectMapper()
			.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
	private static final long LARGEST_CARD = 1 << 20;

	String text() {
		try {
			return JSON.writeValueAsString(this);
		} catch (JsonProcessingException e) {
			throw new IllegalStateException(e);
		}
	}

	/** From a text as {@link #text} makes it; null where it is none. */
	static @Nullable DataChoice of(String text) {
		try {
			return text.isEmpty() ? null : JSON.readValue(text, DataChoice.class);
		} catch (IOException | RuntimeException e) {
			// a file of the card's name may be about anything else
			return null;
		}
	}

	/** What the card beside a model says of its data; null where there is no such card. */
	static @Nullable DataChoice besides(Path model) {
		String name = String.valueOf(model.getFileName());
		int dot = name.lastIndexOf('.');
		Path card = model.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".json");
		try {
			return Files.isRegularFile(card) && Files.size(card) < LARGEST_CARD ? of(Files.readString(card)) : null;
		} catch (IOException e) {
			return null;
		}
	}
}
