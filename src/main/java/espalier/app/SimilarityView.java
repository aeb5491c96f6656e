package espalier.app;

import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.BitSet;

import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Label;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;

import org.jfree.fx.FXGraphics2D;
import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Member;
import espalier.report.Diverging;
import espalier.report.Ink;
import espalier.report.Marks;
import espalier.report.Figure;
import espalier.report.RedundancyFigure;
import espalier.report.RedundancyFigure.Pair;

/** How alike the filters of a layer are: the matrix, the pairs most alike, and the pair chosen side by side. */
final class SimilarityView extends HBox {
	private static final double WIDEST = 1.7;

	private final Seeing seeing;
	private final Canvas canvas = new Canvas();
	private final Canvas above = new Canvas();
	private final Pane drawing = new Pane(canvas, above);
	private final Label empty = new Label();
	private final AlikePairs pairs = new AlikePairs();
	private final Thumbnails large;
	private final PairCard card;
	private @Nullable RedundancyFigure figure;
	private Ink ink = Ink.LIGHT;
	private boolean blueFirst;
	private Marks marks = Marks.NONE;
	private @Nullable Pair over;

	SimilarityView(Workbench bench) {
		super(16);
		seeing = bench.seeing();
		large = KernelsView.enlarged(bench, this::pair);
		card = new PairCard(unit -> KernelsView.large(large, unit));
		canvas.setId("redundancy");
		canvas.setMouseTransparent(true);
		empty.setId("similarity-empty");
		empty.getStyleClass().add("muted");
		empty.setWrapText(true);
		empty.setMouseTransparent(true);
		drawing.setMinSize(80, 40);
		drawing.widthProperty().addListener(o -> draw());
		drawing.heightProperty().addListener(o -> draw());
		StackPane left = new StackPane(drawing, empty);
		StackPane.setAlignment(empty, javafx.geometry.Pos.TOP_LEFT);
		HBox.setHgrow(left, Priority.ALWAYS);
		drawing.maxWidthProperty().bind(heightProperty().multiply(WIDEST).add(80));
		StackPane.setAlignment(drawing, javafx.geometry.Pos.TOP_LEFT);
		left.maxWidthProperty().bind(drawing.maxWidthProperty());
		above.setOnMouseMoved(this::hover);
		above.setOnMouseExited(e -> {
			over = null;
			card.say("");
			overlay();
		});
		above.setOnMousePressed(this::pressed);
		pairs.chosen().addListener(o -> {
			overlay();
			pair();
		});
		getChildren().addAll(left, pairs, card);
	}

	/** What is drawn, for those who save it; null where nothing is. */
	@Nullable
	Figure figure() {
		return drawing.isVisible() ? figure : null;
	}

	void show(ChannelGroup group, Member layer, BitSet cut, boolean bgr, Ink in) {
		seeing.compare();
		Seeing.Alike alike = seeing.alike().get();
		boolean some = alike != null && alike.layer() == layer;
		drawing.setVisible(some);
		pairs.setVisible(some);
		card.setVisible(some);
		empty.setText(some ? ""
				: seeing.unlike().get().isEmpty()
						? "Comparing " + Figures.count(group.units(), "filter")
						: seeing.unlike().get());
		if (alike == null || !some)
			return;
		RedundancyFigure before = figure;
		boolean same = before != null && before.similarity() == alike.of();
		boolean alikePictures = same && ink.equals(in) && blueFirst == bgr;
		if (before != null && alikePictures && before.cut().equals(cut))
			return;
		RedundancyFigure now = new RedundancyFigure(layer.layer(), alike.of(), alike.tree(), cut);
		figure = now;
		ink = in;
		blueFirst = bgr;
		if (!alikePictures)
			large.make(KernelsView.enlarging(layer, group.units(), bgr, Diverging.on(in.paper())));
		if (!same)
			pairs.show(alike.of());
		pair();
		draw();
	}

	private void pair() {
		RedundancyFigure now = figure;
		if (now != null)
			card.show(now, pairs.chosen().get());
	}

	private void draw() {
		RedundancyFigure now = figure;
		for (Canvas each : new Canvas[]{canvas, above}) {
			each.setWidth(drawing.getWidth());
			each.setHeight(drawing.getHeight());
		}
		GraphicsContext g = canvas.getGraphicsContext2D();
		g.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
		if (now == null || canvas.getWidth() < 40 || canvas.getHeight() < 24)
			return;
		marks = now.draw(new FXGraphics2D(g), new Rectangle2D.Double(0, 0, canvas.getWidth(), canvas.getHeight()), ink);
		overlay();
	}

	/** Frames around the cell under the pointer and the one chosen. */
	private void overlay() {
		GraphicsContext g = above.getGraphicsContext2D();
		g.clearRect(0, 0, above.getWidth(), above.getHeight());
		frame(g, pairs.chosen().get(), ink.accent(), 2);
		frame(g, over, ink.text(), 1);
	}

	private void frame(GraphicsContext g, @Nullable Pair pair, java.awt.Color color, double width) {
		RedundancyFigure now = figure;
		if (pair == null || now == null || marks.plots().isEmpty())
			return;
		Marks.Plot plot = marks.plots().getFirst();
		int row = now.position(pair.a());
		int column = now.position(pair.b());
		Point2D corner = plot.at(column, row);
		double cell = plot.area().getWidth() / now.similarity().units();
		double grown = Math.max(0, 5 - cell) / 2;
		g.setStroke(Color.rgb(color.getRed(), color.getGreen(), color.getBlue()));
		g.setLineWidth(width);
		g.strokeRect(corner.getX() - grown, corner.getY() - grown, cell + 2 * grown, cell + 2 * grown);
	}

	private @Nullable Pair at(MouseEvent e) {
		RedundancyFigure now = figure;
		Marks.Plot plot = marks.plot(new Point2D.Double(e.getX(), e.getY()));
		return now == null || plot == null ? null : now.pair(plot.values(new Point2D.Double(e.getX(), e.getY())));
	}

	private void hover(MouseEvent e) {
		RedundancyFigure now = figure;
		over = at(e);
		card.say(over == null || now == null ? "" : now.sentence(over));
		overlay();
	}

	private void pressed(MouseEvent e) {
		Pair pair = at(e);
		if (pair != null && pair.a() != pair.b())
			pairs.chosen().set(pair);
		e.consume();
	}
}
