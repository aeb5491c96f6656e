package espalier.app.control;

import java.util.BitSet;

import javafx.scene.Group;
import javafx.scene.layout.Region;
import javafx.scene.shape.ClosePath;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;

/** The bars of a histogram as two shapes, coloured by the style sheet: what stays, and on top of it what goes. */
final class Bars extends Region {
	private final Path kept = new Path();
	private final Path cut = new Path();
	private final int most;
	private Bins bins = Bins.of(new double[0], new BitSet(), 1);

	Bars(int most) {
		this.most = most;
		getStyleClass().add("bars");
		kept.getStyleClass().add("bars-kept");
		cut.getStyleClass().add("bars-cut");
		setMouseTransparent(true);
		getChildren().add(new Group(kept, cut));
	}

	Bins show(double[] scores, BitSet removed) {
		bins = Bins.of(scores, removed, Bins.fitting(scores.length, most));
		requestLayout();
		return bins;
	}

	@Override
	protected void layoutChildren() {
		kept.getElements().clear();
		cut.getElements().clear();
		int count = bins.kept().length;
		double wide = getWidth() / count;
		double gap = wide >= 4 ? 1 : 0;
		double tall = getHeight() / bins.highest();
		for (int i = 0; i < count; i++) {
			double x = Math.round(i * wide);
			double right = Math.round((i + 1) * wide) - gap;
			double foot = getHeight();
			foot = bar(kept, x, right, foot, bins.kept()[i] * tall);
			bar(cut, x, right, foot, bins.cut()[i] * tall);
		}
	}

	private static double bar(Path path, double left, double right, double foot, double height) {
		if (height <= 0)
			return foot;
		double top = foot - Math.max(1, height);
		path.getElements().addAll(new MoveTo(left, foot), new LineTo(left, top), new LineTo(right, top),
				new LineTo(right, foot), new ClosePath());
		return top;
	}
}
