package espalier.report;

import java.awt.Dimension;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;

import org.apache.batik.dom.GenericDOMImplementation;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.w3c.dom.Comment;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** A sheet as SVG; text stays text. */
record Svg(Element root) {
	private static final String SPACE = "http://www.w3.org/2000/svg";
	private static final String FONT = "font-family";

	static Svg of(Sheet sheet) {
		return of(sheet, "");
	}

	/**
	 * @param prefix
	 *            of the names inside, where several are to live in one document
	 */
	static Svg of(Sheet sheet, String prefix) {
		Document document = GenericDOMImplementation.getDOMImplementation().createDocument(SPACE, "svg", null);
		SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
		context.setPrecision(3);
		context.setIDGenerator(new SVGIDGenerator() {
			@Override
			public String generateID(String stem) {
				return prefix + super.generateID(stem);
			}
		});
		SVGGraphics2D g = new SVGGraphics2D(context, false);
		g.setSVGCanvasSize(new Dimension((int) Math.ceil(sheet.width()), (int) Math.ceil(sheet.height())));
		sheet.draw(g, Letters.INK);
		Element root = g.getRoot();
		g.dispose();
		root.setAttribute("viewBox", "0 0 " + root.getAttribute("width") + " " + root.getAttribute("height"));
		root.setAttribute("role", "img");
		root.setAttribute("aria-label", Letters.shown(sheet.figure().title()));
		root.setAttribute(FONT, Letters.FAMILIES);
		if (root.getFirstChild() instanceof Comment advertisement)
			root.removeChild(advertisement);
		withoutShared(root);
		fonts(root);
		return new Svg(root);
	}

	/** Batik's place for what all may use, whose name could not be there twice in one document; nothing is ever in it. */
	private static void withoutShared(Element root) {
		NodeList all = root.getElementsByTagName("defs");
		for (int i = all.getLength() - 1; i >= 0; i--)
			if (all.item(i) instanceof Element defs && !defs.hasChildNodes() && defs.getParentNode() != null)
				defs.getParentNode().removeChild(defs);
	}

	/** Names what stands in for a font that a reader lacks, and how long texts are, so that they keep their places in it. */
	private static void fonts(Element root) {
		NodeList all = root.getElementsByTagName("*");
		for (int i = 0; i < all.getLength(); i++)
			if (all.item(i) instanceof Element e && e.getAttribute(FONT).contains(Letters.NAME))
				e.setAttribute(FONT, Letters.FAMILIES);
		FontRenderContext exact = new FontRenderContext(null, true, true);
		NodeList texts = root.getElementsByTagName("text");
		for (int i = 0; i < texts.getLength(); i++)
			if (texts.item(i) instanceof Element text && inherited(text, FONT).equals(Letters.FAMILIES)) {
				Font font = Letters.INK.font(Double.parseDouble(inherited(text, "font-size").replace("px", "")));
				double length = font.getStringBounds(text.getTextContent(), exact).getWidth();
				text.setAttribute("textLength", String.format(Locale.ROOT, "%.2f", length));
				text.setAttribute("lengthAdjust", "spacingAndGlyphs");
			}
	}

	private static String inherited(Element from, String attribute) {
		for (Node at = from; at instanceof Element e; at = at.getParentNode())
			if (e.hasAttribute(attribute))
				return e.getAttribute(attribute);
		return "";
	}

	/** A whole file. */
	void write(OutputStream out) throws IOException {
		out.write(("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + text() + "\n").getBytes(StandardCharsets.UTF_8));
	}

	/** The element alone, to be set into a page. */
	String text() {
		try {
			Transformer transformer = TransformerFactory.newInstance().newTransformer();
			transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
			StringWriter text = new StringWriter();
			transformer.transform(new DOMSource(root), new StreamResult(text));
			return text.toString();
		} catch (TransformerException e) {
			throw new IllegalStateException(e);
		}
	}
}
