package espalier.report;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

import org.apache.pdfbox.pdmodel.PDDocument;

/** Liberation Sans, which comes with PDFBox: its letters are as wide as Arial's and Helvetica's. */
final class Letters {
	private static final String FILE = "resources/ttf/LiberationSans-Regular.ttf";

	static final String NAME = "Liberation Sans";
	/** What stands in for it where it is not there, as in browsers. */
	static final String FAMILIES = "'" + NAME + "', Arial, Helvetica, sans-serif";
	/** Of files: the light theme in letters that every system draws alike. Here, so that windows don't load the font. */
	static final Ink INK = Ink.LIGHT.withFont(load());

	private Letters() {}

	/** A text in which signs that neither paper nor XML can hold are the sign for what can't be shown. */
	static String shown(String text) {
		return text.codePoints().anyMatch(Letters::hidden)
				? text.codePoints().map(c -> hidden(c) ? 0xfffd : c)
						.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString()
				: text;
	}

	private static boolean hidden(int c) {
		return Character.isISOControl(c) && c != '\t' && c != '\n' && c != '\r' || c >= 0xd800 && c < 0xe000
				|| c == 0xfffe || c == 0xffff;
	}

	/** The font's file, to be embedded. */
	static InputStream file() {
		InputStream file = PDDocument.class.getResourceAsStream("/org/apache/pdfbox/" + FILE);
		if (file == null)
			throw new IllegalStateException("PDFBox comes without " + FILE);
		return file;
	}

	private static Font load() {
		try (InputStream file = file()) {
			return Font.createFont(Font.TRUETYPE_FONT, file).deriveFont(11f);
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		} catch (FontFormatException e) {
			throw new IllegalStateException(e);
		}
	}
}
