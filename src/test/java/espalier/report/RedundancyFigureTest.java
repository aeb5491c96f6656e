package espalier.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.BitSet;
import java.util.List;

import org.junit.jupiter.api.Test;

import espalier.importance.Dendrogram;
import espalier.importance.Similarity;
import espalier.report.RedundancyFigure.Pair;

/** The picture by its pixels. */
class RedundancyFigureTest {
	private static final int WIDTH = 400;
	private static final int HEIGHT = 260;

	/** Even and odd filters: alike within, opposite between. */
	private static RedundancyFigure figure(int n, int... cut) {
		float[] cosines = new float[n * n];
		for (int a = 0; a < n; a++)
			for (int b = 0; b < n; b++)
				cosines[a * n + b] = a == b ? 1 : (a + b) % 2 == 0 ? 0.5f : -0.5f;
		BitSet gone = new BitSet();
		for (int unit : cut)
			gone.set(unit);
		Similarity similarity = new Similarity(n, cosines);
		return new RedundancyFigure("conv1", similarity, Dendrogram.of(similarity), gone);
	}

	private static BufferedImage drawn(RedundancyFigure figure, Ink ink, Marks[] marks) {
		BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
		Graphics2D g = image.createGraphics();
		g.setColor(ink.paper());
		g.fillRect(0, 0, WIDTH, HEIGHT);
		marks[0] = figure.draw(g, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT), ink);
		g.dispose();
		return image;
	}

	private static int pixel(BufferedImage image, Point2D at) {
		return image.getRGB((int) at.getX(), (int) at.getY());
	}

	@Test
	void cellsHaveTheColoursOfTheirCosines() {
		for (Ink ink : List.of(Ink.LIGHT, Ink.DARK))
			for (int n : new int[]{6, 20, 64}) {
				Marks[] marks = new Marks[1];
				RedundancyFigure figure = figure(n);
				BufferedImage image = drawn(figure, ink, marks);
				Marks.Plot plot = marks[0].plots().getFirst();
				for (int row = 0; row < n; row++)
					for (int column = 0; column < n; column++) {
						Point2D middle = plot.at(column + 0.5, row + 0.5);
						Pair pair = java.util.Objects.requireNonNull(figure.pair(plot.values(middle)));
						assertThat(pixel(image, middle)).as(n + ": " + pair)
								.isEqualTo(Diverging.on(ink.paper()).argb(figure.similarity().at(pair.a(), pair.b())));
					}
			}
	}

	@Test
	void alikeFiltersLieSideBySide() {
		RedundancyFigure figure = figure(8);
		assertThat(figure.tree().order()).containsExactly(0, 2, 4, 6, 1, 3, 5, 7);
		assertThat(figure.position(1)).isEqualTo(4);
		assertThat(figure.sentence(new Pair(0, 1))).isEqualTo("Filters 0 and 1: cosine −0.500");
		assertThat(figure.pair(new Point2D.Double(8, 0))).isNull();
		assertThat(figure.pair(new Point2D.Double(0, -0.1))).isNull();
	}

	@Test
	void manyFiltersAreAnImageOfTheirMeans() {
		Marks[] marks = new Marks[1];
		int n = 1500;
		BufferedImage image = drawn(figure(n), Ink.LIGHT, marks);
		Marks.Plot plot = marks[0].plots().getFirst();
		Diverging colors = Diverging.on(Color.WHITE);
		assertThat(pixel(image, plot.at(n * 0.3, n * 0.1))).isEqualTo(colors.argb(0.5));
		assertThat(pixel(image, plot.at(n * 0.9, n * 0.7))).isEqualTo(colors.argb(0.5));
		assertThat(pixel(image, plot.at(n * 0.7, n * 0.2))).isEqualTo(colors.argb(-0.5));
		assertThat(pixel(image, plot.at(n * 0.2, n * 0.7))).isEqualTo(colors.argb(-0.5));
	}

	@Test
	void whatGoesIsTickedAlongBothEdges() {
		Marks[] marks = new Marks[1];
		RedundancyFigure figure = figure(8, 2);
		BufferedImage image = drawn(figure, Ink.LIGHT, marks);
		Marks.Plot plot = marks[0].plots().getFirst();
		int amber = Ink.LIGHT.cut().getRGB();
		for (int place = 0; place < 8; place++) {
			Point2D row = plot.at(0, place + 0.5);
			Point2D column = plot.at(place + 0.5, 0);
			boolean gone = figure.tree().order()[place] == 2;
			assertThat(image.getRGB((int) row.getX() - 3, (int) row.getY()) == amber).as("row " + place)
					.isEqualTo(gone);
			assertThat(image.getRGB((int) column.getX(), (int) column.getY() - 3) == amber).as("column " + place)
					.isEqualTo(gone);
		}
	}

	@Test
	void tableHoldsTheMatrix() {
		Table table = figure(3).table();
		assertThat(table.head()).containsExactly("filter", "0", "1", "2");
		assertThat(table.rows()).containsExactly(List.of(0, 1f, -0.5f, 0.5f), List.of(1, -0.5f, 1f, -0.5f),
				List.of(2, 0.5f, -0.5f, 1f));
		assertThat(figure(3).title()).contains("3 filters of conv1");
	}

	@Test
	void heightLeavesTheMatrixSquareAndRoomForTheRest() {
		Marks[] marks = new Marks[1];
		RedundancyFigure figure = figure(12);
		BufferedImage image = new BufferedImage(900, (int) figure.height(900), BufferedImage.TYPE_INT_RGB);
		marks[0] = figure.draw(image.createGraphics(), new Rectangle2D.Double(0, 0, 900, figure.height(900)),
				Ink.LIGHT);
		Rectangle2D area = marks[0].plots().getFirst().area();
		assertThat(area.getWidth()).isEqualTo(area.getHeight()).isGreaterThan(500);
		assertThat(area.getMaxY()).isLessThanOrEqualTo(figure.height(900));
	}
}
