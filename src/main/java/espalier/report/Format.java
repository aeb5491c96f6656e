package espalier.report;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

import javax.imageio.ImageIO;

import org.apache.pdfbox.pdmodel.PDDocument;

import espalier.graph.BadInputException;
import espalier.graph.RefusedException;
import espalier.onnx.AtomicFile;

/** Kinds of files that figures are written to: on white, with their title, at {@value Sheet#USUAL} points. */
public enum Format {
	/** Two pixels a point. */
	PNG, SVG, PDF,
	/** The numbers alone. */
	CSV;

	private static final int SCALE = 2;
	/** PNG has no more than this in memory; larger figures are for SVG and PDF. */
	private static final long MOST_PIXELS = 200_000_000;

	/** What file names end with, without the dot. */
	public String suffix() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** @throws RefusedException when a word is no format, naming those there are */
	public static Format of(String word) {
		for (Format format : values())
			if (format.suffix().equals(word.strip().toLowerCase(Locale.ROOT)))
				return format;
		throw new RefusedException("There is no format `" + word + "`; choose png, svg, pdf or csv.");
	}

	/**
	 * Writes a figure; an older file of the name is replaced when all of the new one is there.
	 *
	 * @throws BadInputException
	 *             when it can't be written
	 * @throws RefusedException
	 *             when a picture of so many points would not fit in memory
	 */
	public void write(Figure figure, Path file) {
		switch (this) {
			case PNG -> png(Sheet.of(figure), file);
			case SVG -> AtomicFile.write(file, Svg.of(Sheet.of(figure))::write);
			case PDF -> AtomicFile.write(file, out -> pdf(Sheet.of(figure), out));
			case CSV -> AtomicFile.write(file, out -> out.write(Csv.of(figure.table())));
		}
	}

	/** As it would be written to a PNG file. */
	public static BufferedImage picture(Figure figure) {
		return image(Sheet.of(figure), Letters.INK, SCALE);
	}

	/** As it would be written to a CSV file. */
	public static String numbers(Figure figure) {
		return new String(Csv.of(figure.table()), StandardCharsets.UTF_8);
	}

	private static void png(Sheet sheet, Path file) {
		int width = (int) Math.ceil(sheet.width() * SCALE);
		int height = (int) Math.ceil(sheet.height() * SCALE);
		if ((long) width * height > MOST_PIXELS)
			throw new RefusedException("`" + file.getFileName() + "` would have " + width + " by " + height
					+ " pixels; write it as svg or pdf.");
		AtomicFile.write(file, out -> {
			if (!ImageIO.write(image(sheet, Letters.INK, SCALE), "png", out))
				throw new IOException("no writer of PNG files");
		});
	}

	/** A sheet in pixels. */
	static BufferedImage image(Sheet sheet, Ink ink, int scale) {
		BufferedImage image = new BufferedImage((int) Math.ceil(sheet.width() * scale),
				(int) Math.ceil(sheet.height() * scale), BufferedImage.TYPE_INT_RGB);
		Graphics2D g = image.createGraphics();
		try {
			g.scale(scale, scale);
			sheet.draw(g, ink);
		} finally {
			g.dispose();
		}
		return image;
	}

	/** One page of the sheet's size. */
	private static void pdf(Sheet sheet, OutputStream out) throws IOException {
		try (PDDocument document = new PDDocument(); PdfPages pages = new PdfPages(document)) {
			pages.page(sheet.width(), sheet.height(), g -> sheet.draw(g, Letters.INK));
			pages.titled(sheet.figure().title());
			pages.save(out);
		}
	}
}
