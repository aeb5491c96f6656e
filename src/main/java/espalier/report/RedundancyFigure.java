package espalier.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Stroke;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import espalier.importance.Dendrogram;
import espalier.importance.Similarity;

/**
 * How alike the filters of a layer are: the matrix of their cosines, those most alike side by side, and beside it the tree that
 * orders them. Filters that are to go are ticked along the edges.
 *
 * @param layer
 *            whose filters they are
 * @param cut
 *            those that are planned to go
 */
public record RedundancyFigure(String layer, Similarity similarity, Dendrogram tree, BitSet cut) implements Figure {
	/** Up to here cells are drawn one by one, so that they are sharp in files at any size; more are an image. */
	private static final int MOST_CELLS = 64;
	private static final double LEFT = 24;
	private static final double TOP = 7;
	private static final double GAP = 8;
	private static final double LEGEND = 52;
	private static final double LARGEST_TREE = 0.4;
	private static final double SMALL = 9.5;
	/** From so many points a cell on, all are of the same size. */
	private static final double EVEN = 4;
	private static final double SMALLEST_ROW = 9;
	private static final double SMALLEST_BRANCH = 3;
	private static final String PLOT = "cosines";

	/** Two filters of the layer. */
	public record Pair(int a, int b) {}

	/** What is drawn where. */
	private record Place(double x, double y, double side, double tree, double legend) {
		static Place in(Rectangle2D area, int n) {
			double beside = LEFT + 2 * GAP + LEGEND;
			double side = Math.min(area.getHeight() - TOP - 2, (area.getWidth() - beside) / (1 + LARGEST_TREE));
			double whole = side >= EVEN * n ? Math.floor(side / n) * n : Math.floor(side);
			double x = Math.round(area.getX() + LEFT);
			double tree = Math.min(whole * LARGEST_TREE, area.getWidth() - beside - whole);
			return new Place(x, Math.round(area.getY() + TOP), whole, tree, x + whole + GAP + tree + GAP);
		}
	}

	@Override
	public String name() {
		return "redundancy";
	}

	@Override
	public String title() {
		return "Cosines between the " + similarity.units() + " filters of " + layer + ", ordered by average linkage";
	}

	@Override
	public double height(double width) {
		return Math.round((width - LEFT - 2 * GAP - LEGEND) / (1 + LARGEST_TREE)) + TOP + 2;
	}

	/** The matrix in the order of the filters. Memory: a number for each pair. */
	@Override
	public Table table() {
		List<String> head = new ArrayList<>(List.of("filter"));
		List<List<Object>> rows = new ArrayList<>();
		for (int a = 0; a < similarity.units(); a++) {
			head.add(Integer.toString(a));
			List<Object> row = new ArrayList<>(List.of(a));
			for (int b = 0; b < similarity.units(); b++)
				row.add(similarity.at(a, b));
			rows.add(row);
		}
		return new Table(head, rows);
	}

	/** The pair at values of the plot; null beyond the matrix. */
	public @Nullable Pair pair(Point2D values) {
		int[] order = tree.order();
		int column = (int) Math.floor(values.getX());
		int row = (int) Math.floor(values.getY());
		return column < 0 || row < 0 || column >= order.length || row >= order.length ? null
				: new Pair(order[row], order[column]);
	}

	/** The row, or column, of a filter. */
	public int position(int filter) {
		int[] order = tree.order();
		int at = 0;
		while (order[at] != filter)
			at++;
		return at;
	}

	/** A pair's cosine in words. */
	public String sentence(Pair pair) {
		return pair.a == pair.b ? "Filter " + pair.a
				: String.format(Locale.ROOT, "Filters %d and %d: cosine %s", pair.a, pair.b, number(pair));
	}

	/** A pair's cosine with a true minus. */
	public String number(Pair pair) {
		return String.format(Locale.ROOT, "%.3f", similarity.at(pair.a, pair.b)).replace('-', '−');
	}

	@Override
	public Marks draw(Graphics2D g, Rectangle2D area, Ink ink) {
		int n = similarity.units();
		Place place = Place.in(area, n);
		if (place.side < 1)
			return Marks.NONE;
		int[] order = tree.order();
		Diverging colors = Diverging.on(ink.paper());
		Stroke stroke = g.getStroke();
		if (n <= MOST_CELLS)
			cells(g, place, order, colors);
		else
			image(g, place, order, colors);
		edges(g, place, order, ink);
		branches(g, place, order, ink);
		legend(g, place, colors, ink);
		g.setStroke(stroke);
		return new Marks(List.of(), List.of(new Marks.Plot(PLOT,
				new Rectangle2D.Double(place.x, place.y, place.side, place.side), 0, n, n, 0)));
	}

	private void cells(Graphics2D g, Place place, int[] order, Diverging colors) {
		double cell = place.side / order.length;
		Object smooth = g.getRenderingHint(RenderingHints.KEY_ANTIALIASING);
		// cells end on the same line that the next begin on: softened, seams would show
		g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_OFF);
		for (int row = 0; row < order.length; row++)
			for (int column = 0; column < order.length; column++) {
				g.setColor(new Color(colors.argb(similarity.at(order[row], order[column]))));
				double x = Math.round(column * cell);
				double y = Math.round(row * cell);
				g.fill(new Rectangle2D.Double(place.x + x, place.y + y, Math.round((column + 1) * cell) - x,
						Math.round((row + 1) * cell) - y));
			}
		g.setRenderingHint(RenderingHints.KEY_ANTIALIASING,
				smooth == null ? RenderingHints.VALUE_ANTIALIAS_ON : smooth);
	}

	/** One pixel for each pair, or for a square of pairs their mean, where there are more pairs than points. */
	private void image(Graphics2D g, Place place, int[] order, Diverging colors) {
		int n = order.length;
		int each = Math.max(1, (int) (n / (2 * place.side)));
		int size = (n + each - 1) / each;
		BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
		for (int y = 0; y < size; y++)
			for (int x = 0; x < size; x++)
				image.setRGB(x, y, colors.argb(mean(order, y * each, x * each, each)));
		g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, size > place.side
				? RenderingHints.VALUE_INTERPOLATION_BILINEAR
				: RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
		g.drawImage(image, (int) place.x, (int) place.y, (int) place.side, (int) place.side, null);
	}

	private double mean(int[] order, int row, int column, int each) {
		double sum = 0;
		int count = 0;
		for (int r = row; r < Math.min(order.length, row + each); r++)
			for (int c = column; c < Math.min(order.length, column + each); c++, count++)
				sum += similarity.at(order[r], order[c]);
		return sum / count;
	}

	/** Ticks of what goes, and numbers where there is room. */
	private void edges(Graphics2D g, Place place, int[] order, Ink ink) {
		double cell = place.side / order.length;
		double thick = Math.max(1, Math.min(cell - 1, 6));
		g.setFont(ink.font(SMALL));
		for (int i = 0; i < order.length; i++) {
			boolean gone = cut.get(order[i]);
			double middle = (i + 0.5) * cell;
			if (gone) {
				g.setColor(ink.cut());
				g.fill(new Rectangle2D.Double(place.x - 5, place.y + middle - thick / 2, 4, thick));
				g.fill(new Rectangle2D.Double(place.x + middle - thick / 2, place.y - 5, thick, 4));
			}
			if (cell >= SMALLEST_ROW) {
				g.setColor(gone ? ink.cut() : ink.caption());
				String text = Integer.toString(order[i]);
				double width = g.getFontMetrics().getStringBounds(text, g).getWidth();
				g.drawString(text, (float) (place.x - 8 - width), (float) (place.y + middle + SMALL * 0.36));
			}
		}
	}

	/** Branches meet as far to the right as the filters below them differ; what all differ by is left out. */
	private void branches(Graphics2D g, Place place, int[] order, Ink ink) {
		int n = order.length;
		double cell = place.side / n;
		if (place.tree < 8 || n < 2 || cell < SMALLEST_BRANCH)
			return;
		double[] x = new double[2 * n];
		double[] y = new double[2 * n];
		for (int i = 0; i < n; i++)
			y[order[i]] = place.y + (i + 0.5) * cell;
		double root = place.x + place.side + GAP / 2;
		double lowest = 0.9 * Math.max(0, tree.merges().getFirst().height());
		double span = Math.max(1e-9, tree.merges().getLast().height() - lowest);
		g.setColor(ink.original());
		g.setStroke(new BasicStroke((float) Math.max(0.4, Math.min(1, cell / 4))));
		for (int k = 0; k < tree.merges().size(); k++) {
			Dendrogram.Merge merge = tree.merges().get(k);
			double right = (merge.height() - lowest) / span * place.tree;
			g.draw(new Line2D.Double(root + x[merge.a()], y[merge.a()], root + right, y[merge.a()]));
			g.draw(new Line2D.Double(root + x[merge.b()], y[merge.b()], root + right, y[merge.b()]));
			g.draw(new Line2D.Double(root + right, y[merge.a()], root + right, y[merge.b()]));
			x[n + k] = right;
			y[n + k] = (y[merge.a()] + y[merge.b()]) / 2;
		}
	}

	private static void legend(Graphics2D g, Place place, Diverging colors, Ink ink) {
		int tall = (int) Math.min(120, place.side - SMALL - 8);
		if (tall < 24)
			return;
		double top = place.y + SMALL + 8;
		for (int i = 0; i < tall; i++) {
			g.setColor(new Color(colors.argb(1 - 2.0 * i / (tall - 1))));
			// a hair taller than its step, so that no seam is seen between
			g.fill(new Rectangle2D.Double(place.legend, top + i, 8, i == tall - 1 ? 1 : 1.5));
		}
		g.setFont(ink.font(SMALL));
		g.setColor(ink.caption());
		g.drawString("Cosine", (float) place.legend, (float) (place.y + SMALL * 0.8));
		String[] texts = {"1", "0", "−1"};
		for (int i = 0; i < texts.length; i++)
			g.drawString(texts[i], (float) (place.legend + 12),
					(float) (top + i * tall / 2.0 + SMALL * (i == 0 ? 0.72 : i == 1 ? 0.36 : 0)));
	}
}
