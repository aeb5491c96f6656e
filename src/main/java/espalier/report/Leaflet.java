package espalier.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

import org.apache.pdfbox.pdmodel.PDDocument;

/** Lays a report out on pages of A4: pieces that stay whole, one below the other, on a new page where one has no room left. */
final class Leaflet {
	private static final double WIDTH = 595;
	private static final double HEIGHT = 842;
	private static final double MARGIN = 48;
	private static final double ROOM = WIDTH - 2 * MARGIN;
	private static final double DEEP = HEIGHT - 2 * MARGIN - 16;
	private static final double TEXT = 9;
	private static final double LINE = 13;
	private static final double CELL_GAP = 12;
	/** Of figures' sheets, where one fits on a page. */
	private static final double NARROW = 660;

	/** Draws from a height on. */
	private interface Drawing {
		void at(Pen pen, double top);
	}

	/**
	 * What stays whole.
	 *
	 * @param keep
	 *            whether it stays with the next piece
	 */
	private record Piece(double height, boolean keep, Drawing drawing) {}

	private final List<Piece> pieces = new ArrayList<>();
	private final Pen measure;

	private Leaflet(Pen measure) {
		this.measure = measure;
	}

	static void write(Report report, OutputStream out) throws IOException {
		Graphics2D g = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
		try (Pen pen = new Pen(g, Letters.INK)) {
			Leaflet leaflet = new Leaflet(pen);
			leaflet.collect(report);
			leaflet.print(report.title(), out);
		} finally {
			g.dispose();
		}
	}

	private void collect(Report report) {
		lines(report.title(), 19, 25, Letters.INK.text(), true);
		lines(report.subtitle(), TEXT, LINE, Letters.INK.caption(), false);
		for (Report.Section section : report.sections()) {
			space(20);
			lines(section.heading(), 13, 19, Letters.INK.text(), true);
			for (Report.Part part : section.parts())
				switch (part) {
					case Report.Prose(String text) -> {
						lines(text, TEXT, LINE, Letters.INK.text(), false);
						space(4);
					}
					case Report.Facts(List<Report.Fact> facts) -> grid(new Report.Grid(2, List.of(),
							facts.stream().map(f -> List.of(f.name(), f.value())).toList()));
					case Report.Grid grid -> grid(grid);
					case Report.Chart(Figure figure) -> chart(figure);
				}
		}
	}

	private void space(double height) {
		pieces.add(new Piece(height, true, (pen, top) -> {
		}));
	}

	private void lines(String text, double size, double leading, Color color, boolean keep) {
		for (String line : measure.lines(text, ROOM, size))
			pieces.add(new Piece(leading, keep,
					(pen, top) -> pen.text(line, MARGIN, top + size, Pen.From.LEFT, size, color)));
	}

	/** On a sheet of the width at which its letters are largest on the page. */
	private void chart(Figure figure) {
		Sheet best = new Sheet(figure, NARROW);
		for (double width = NARROW; width < 4000; width *= 1.2)
			if (scale(new Sheet(figure, width)) > scale(best))
				best = new Sheet(figure, width);
		Sheet sheet = best;
		double scale = scale(sheet);
		pieces.add(new Piece(sheet.height() * scale, false, (pen, top) -> {
			AffineTransform before = pen.g.getTransform();
			pen.g.translate(MARGIN - 16 * scale, top);
			pen.g.scale(scale, scale);
			sheet.draw(pen.g, pen.ink);
			pen.g.setTransform(before);
		}));
	}

	private static double scale(Sheet sheet) {
		return Math.min(ROOM / (sheet.width() - 32), DEEP / sheet.height());
	}

	private void grid(Report.Grid grid) {
		int columns = grid.rows().isEmpty() ? grid.head().size() : grid.rows().getFirst().size();
		double[] widths = widths(grid, columns);
		if (!grid.head().isEmpty())
			row(grid.head(), grid.words(), widths, Letters.INK.caption(), true);
		boolean facts = grid.head().isEmpty();
		for (List<String> cells : grid.rows())
			row(cells, grid.words(), widths, facts ? Letters.INK.caption() : Letters.INK.text(), false);
		space(10);
	}

	/** As wide as the widest cell; what is too much is taken from the widest column, whose cells get more lines. */
	private double[] widths(Report.Grid grid, int columns) {
		double[] widths = new double[columns];
		List<List<String>> all = new ArrayList<>(grid.rows());
		if (!grid.head().isEmpty())
			all.add(grid.head());
		for (List<String> cells : all)
			for (int c = 0; c < columns; c++)
				widths[c] = Math.max(widths[c], measure.width(cells.get(c), TEXT) + CELL_GAP);
		double sum = 0;
		int widest = 0;
		for (int c = 0; c < columns; c++) {
			sum += widths[c];
			widest = widths[c] > widths[widest] ? c : widest;
		}
		if (sum > ROOM)
			widths[widest] = Math.max(60, widths[widest] - (sum - ROOM));
		return widths;
	}

	private void row(List<String> cells, int words, double[] widths, Color first, boolean head) {
		List<List<String>> lines = new ArrayList<>();
		int most = 1;
		for (int c = 0; c < cells.size(); c++) {
			lines.add(measure.lines(cells.get(c), widths[c] - CELL_GAP + 0.01, TEXT));
			most = Math.max(most, lines.getLast().size());
		}
		double height = most * LINE + 3;
		pieces.add(new Piece(height, head, (pen, top) -> {
			double x = MARGIN;
			for (int c = 0; c < lines.size(); c++) {
				Color color = head || c == 0 ? first : pen.ink.text();
				for (int l = 0; l < lines.get(c).size(); l++)
					pen.text(lines.get(c).get(l), c < words ? x : x + widths[c] - CELL_GAP, top + TEXT + 2 + l * LINE,
							c < words ? Pen.From.LEFT : Pen.From.RIGHT, TEXT, color);
				x += widths[c];
			}
			pen.line(MARGIN, top + height, Math.min(WIDTH - MARGIN, x), top + height,
					head ? pen.ink.original() : pen.ink.grid(), 0.5);
		}));
	}

	private void print(String title, OutputStream out) throws IOException {
		List<List<Piece>> sheets = sheets();
		try (PDDocument document = new PDDocument(); PdfPages pages = new PdfPages(document)) {
			for (int s = 0; s < sheets.size(); s++) {
				List<Piece> sheet = sheets.get(s);
				String number = (s + 1) + " of " + sheets.size();
				pages.page(WIDTH, HEIGHT, g -> {
					try (Pen pen = new Pen(g, Letters.INK)) {
						double top = MARGIN;
						for (Piece piece : sheet) {
							piece.drawing().at(pen, top);
							top += piece.height();
						}
						pen.text(number, WIDTH - MARGIN, HEIGHT - 28, Pen.From.RIGHT, 8, pen.ink.caption());
					}
				});
			}
			pages.titled(title);
			pages.save(out);
		}
	}

	private List<List<Piece>> sheets() {
		List<List<Piece>> sheets = new ArrayList<>(List.of(new ArrayList<>()));
		double used = 0;
		for (int i = 0; i < pieces.size(); i++) {
			double block = pieces.get(i).height();
			for (int k = i; pieces.get(k).keep() && k + 1 < pieces.size(); k++)
				block += pieces.get(k + 1).height();
			boolean tied = i > 0 && pieces.get(i - 1).keep();
			if (used > 0 && (used + block > DEEP && !tied || used + pieces.get(i).height() > DEEP)) {
				sheets.add(new ArrayList<>());
				used = 0;
			}
			sheets.getLast().add(pieces.get(i));
			used += pieces.get(i).height();
		}
		return sheets;
	}
}
