package espalier.report;

import java.awt.Graphics2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;

import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2DFontTextDrawer;

/** Pages of a PDF that are drawn on. Text stays text, in an embedded font; what that lacks is drawn as shapes. */
final class PdfPages implements AutoCloseable {
	private final PDDocument document;
	private final PdfBoxGraphics2DFontTextDrawer texts = new PdfBoxGraphics2DFontTextDrawer();

	PdfPages(PDDocument document) throws IOException {
		this.document = document;
		try (InputStream font = Letters.file()) {
			texts.registerFont(Letters.NAME, PDType0Font.load(document, font, true));
		}
	}

	/** Adds a page, in points. */
	void page(double width, double height, Consumer<Graphics2D> drawing) throws IOException {
		PDPage page = new PDPage(new PDRectangle((float) width, (float) height));
		document.addPage(page);
		PdfBoxGraphics2D g = new PdfBoxGraphics2D(document, (float) width, (float) height);
		try {
			g.setFontTextDrawer(texts);
			drawing.accept(g);
		} finally {
			g.dispose();
		}
		try (PDPageContentStream content = new PDPageContentStream(document, page)) {
			content.drawForm(g.getXFormObject());
		}
	}

	void titled(String title) {
		document.getDocumentInformation().setTitle(title);
		document.getDocumentInformation().setProducer("Espalier");
	}

	void save(OutputStream out) throws IOException {
		document.save(out);
	}

	@Override
	public void close() {
		texts.close();
	}
}
