package espalier.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over texts and numbers. */
final class Hash {
	private final MessageDigest digest;

	Hash() {
		try {
			digest = MessageDigest.getInstance("SHA-256");
		} catch (NoSuchAlgorithmException e) {
			throw new IllegalStateException(e);
		}
	}

	Hash add(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		add(bytes.length);
		digest.update(bytes);
		return this;
	}

	Hash add(long number) {
		digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
		return this;
	}

	String text() {
		return HexFormat.of().formatHex(digest.digest()).substring(0, 32);
	}
}
