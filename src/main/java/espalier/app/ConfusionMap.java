package espalier.app;

import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.geometry.VPos;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import javafx.scene.text.TextAlignment;
import javafx.util.Duration;

import org.jspecify.annotations.Nullable;

/** The confusion matrix in colours: the true class down, the predicted one across, each cell by its share of the row. */
final class ConfusionMap extends Region {
	private static final double HEAD = 16;
	private static final double WIDEST_NAME = 96;
	private static final double WIDEST_CELL = 64;
	private static final double HIGHEST_CELL = 32;
	/** Lower lines of text would touch. */
	private static final double LINE = 12;
	private static final double NARROWEST_NAME = 36;
	private static final double NAME = 11;
	private static final double SMALL = 10;

	private final Canvas canvas = new Canvas();
	private final Tooltip tip = new Tooltip();
	private final Rectangle hit = swatch("confusion-hit");
	private final Rectangle miss = swatch("confusion-miss");
	private final Rectangle none = swatch("confusion-none");
	private final Rectangle ground = swatch("confusion-ground");
	private final Rectangle ink = swatch("confusion-ink");
	private final Rectangle lit = swatch("confusion-lit");
	private @Nullable Confusion shown;
	private @Nullable Cell over;

	private record Cell(int row, int column) {}

	/** Where the cells are. */
	private record Place(double left, double width, double height) {}

	ConfusionMap() {
		setId("confusion");
		getStyleClass().add("confusion");
		getChildren().addAll(hit, miss, none, ground, ink, lit, canvas);
		tip.setShowDelay(Duration.millis(300));
		Tooltip.install(canvas, tip);
		canvas.setOnMouseMoved(this::hover);
		canvas.setOnMouseExited(e -> {
			over = null;
			draw();
		});
		setMinWidth(160);
	}

	/** A colour of the style sheet: a canvas has none of its own. */
	private Rectangle swatch(String style) {
		Rectangle swatch = new Rectangle();
		swatch.getStyleClass().add(style);
		swatch.setManaged(false);
		swatch.fillProperty().addListener(o -> requestLayout());
		return swatch;
	}

	void show(Confusion confusion) {
		shown = confusion;
		over = null;
		requestLayout();
	}

	@Override
	protected void layoutChildren() {
		canvas.setWidth(getWidth());
		canvas.setHeight(getHeight());
		draw();
	}

	/** Wider, it would only have an empty margin. */
	static double widest(Confusion confusion) {
		return left(confusion) + confusion.classes() * WIDEST_CELL;
	}

	private static double left(Confusion confusion) {
		double left = 0;
		for (int c = 0; c < confusion.classes(); c++)
			left = Math.max(left, width(confusion.name(c), NAME));
		return Math.min(WIDEST_NAME, Math.ceil(left)) + 8;
	}

	private Place place(Confusion confusion) {
		int classes = confusion.classes();
		double left = left(confusion);
		return new Place(left, Math.min(WIDEST_CELL, (getWidth() - left) / classes),
				Math.min(HIGHEST_CELL, (getHeight() - HEAD) / classes));
	}

	private static double width(String text, double size) {
		Text measure = new Text(text);
		measure.setFont(Font.font(size));
		return measure.getLayoutBounds().getWidth();
	}

	private void hover(MouseEvent e) {
		Confusion confusion = shown;
		if (confusion == null)
			return;
		Place place = place(confusion);
		int row = index((e.getY() - HEAD) / place.height, confusion);
		int column = index((e.getX() - place.left) / place.width, confusion);
		over = row >= 0 && column >= 0 ? new Cell(row, column) : null;
		if (over != null)
			tip.setText(confusion.sentence(row, column));
		else if (row >= 0 || column >= 0)
			tip.setText(confusion.sentence(Math.max(row, column), Math.max(row, column)));
		else
			tip.setText("Each row is a class, each column what its images are taken for");
		draw();
	}

	private static int index(double place, Confusion confusion) {
		int index = (int) Math.floor(place);
		return index < confusion.classes() ? Math.max(-1, index) : -1;
	}

	private void draw() {
		GraphicsContext g = canvas.getGraphicsContext2D();
		g.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
		Confusion confusion = shown;
		if (confusion == null || getWidth() <= 0 || getHeight() <= HEAD)
			return;
		Place place = place(confusion);
		names(g, confusion, place);
		g.setTextAlign(TextAlignment.CENTER);
		for (int row = 0; row < confusion.classes(); row++)
			for (int column = 0; column < confusion.classes(); column++)
				cell(g, confusion, place, new Cell(row, column));
	}

	private void names(GraphicsContext g, Confusion confusion, Place place) {
		g.setTextBaseline(VPos.CENTER);
		int everyRow = (int) Math.ceil(LINE / place.height);
		int everyColumn = (int) Math.ceil(NARROWEST_NAME / place.width);
		for (int c = 0; c < confusion.classes(); c++) {
			g.setFill(over != null && over.row == c ? color(lit) : color(ink));
			g.setFont(Font.font(NAME));
			g.setTextAlign(TextAlignment.RIGHT);
			if (c % everyRow == 0)
				g.fillText(shortened(confusion.name(c), place.left - 8, NAME), place.left - 8,
						HEAD + (c + 0.5) * place.height);
			g.setFill(over != null && over.column == c ? color(lit) : color(ink));
			double room = everyColumn * place.width - 2;
			g.setFont(Font.font(SMALL));
			g.setTextAlign(TextAlignment.CENTER);
			if (c % everyColumn == 0)
				g.fillText(shortened(confusion.name(c), room, SMALL),
						place.left + c * place.width + room / 2, HEAD / 2);
		}
	}

	private static String shortened(String name, double room, double size) {
		if (width(name, size) <= room)
			return name;
		int length = name.length();
		while (length > 1 && width(name.substring(0, length) + "…", size) > room)
			length--;
		return name.substring(0, length) + "…";
	}

	private void cell(GraphicsContext g, Confusion confusion, Place place, Cell at) {
		double x = Math.round(place.left + at.column * place.width);
		double y = Math.round(HEAD + at.row * place.height);
		double gap = place.height >= 8 ? 1 : 0;
		double w = Math.round(place.left + (at.column + 1) * place.width) - x - gap;
		double h = Math.round(HEAD + (at.row + 1) * place.height) - y - gap;
		int count = confusion.count(at.row, at.column);
		// the root shows the few errors of a good classifier, too
		Color fill = count == 0
				? color(none)
				: color(ground).interpolate(color(at.row == at.column ? hit : miss),
						Math.sqrt(confusion.share(at.row, at.column)));
		g.setFill(fill);
		g.fillRect(x, y, w, h);
		if (at.equals(over)) {
			g.setStroke(color(ink));
			g.setLineWidth(1);
			g.strokeRect(x + 0.5, y + 0.5, w - 1, h - 1);
		}
		String text = Integer.toString(count);
		double size = h < 14 ? SMALL : NAME;
		if (count == 0 || h < LINE - 1 || width(text, size) > w - 2)
			return;
		g.setFont(Font.font(size));
		g.setFill(bright(fill) > 0.2 ? Color.web("#1b211e") : Color.WHITE);
		g.fillText(text, x + w / 2, y + h / 2);
	}

	/** Relative luminance; above some 0.18, black reads better than white. */
	private static double bright(Color color) {
		return 0.2126 * Math.pow(color.getRed(), 2.2) + 0.7152 * Math.pow(color.getGreen(), 2.2)
				+ 0.0722 * Math.pow(color.getBlue(), 2.2);
	}

	private static Color color(Rectangle swatch) {
		return swatch.getFill() instanceof Color color ? color : Color.GRAY;
	}
}
