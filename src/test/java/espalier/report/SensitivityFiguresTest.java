package espalier.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import espalier.evaluate.Sensitivity;
import espalier.evaluate.Sensitivity.Metric;
import espalier.graph.RefusedException;

class SensitivityFiguresTest {
	private static Sensitivity small(Metric metric) {
		Sensitivity.Point whole = new Sensitivity.Point(0, 0, 0.9, 0.87, 0.92, 512);
		return new Sensitivity("m", "l2", metric, "d", 512, whole, List.of(
				new Sensitivity.Curve("b", 16, List.of(new Sensitivity.Point(0.3, 5, 0.881, 0.85, 0.906, 512),
						new Sensitivity.Point(0.5, 8, 0.7, 0.6, 0.8, 128))),
				new Sensitivity.Curve("a", 8, List.of(new Sensitivity.Point(0.5, 4, 0.5, 0.45, 0.55, 512)))));
	}

	@Test
	void theTableHoldsWhatWasGivenAndTipsTellIt() {
		SensitivityCurves curves = SensitivityCurves.of(small(Metric.ACCURACY));
		assertThat(curves.table().rows()).containsExactly(
				List.of("l2", "", 0, 0.0, 0, 0.9, 0.87, 0.92, 512),
				List.of("l2", "b", 16, 0.3, 5, 0.881, 0.85, 0.906, 512),
				List.of("l2", "b", 16, 0.5, 8, 0.7, 0.6, 0.8, 128),
				List.of("l2", "a", 8, 0.5, 4, 0.5, 0.45, 0.55, 512));
		assertThat(Made.drawn(curves, 900).marks()).extracting(Marks.Mark::tip).containsExactly(
				"b: 30% (5 of 16) cut → 88.1% (85.0–90.6), 512 images",
				"b: 50% (8 of 16) cut → 70.0% (60.0–80.0), 128 images",
				"a: 50% (4 of 8) cut → 50.0% (45.0–55.0), 512 images");
		assertThat(Made.drawn(new SensitivityStrip(small(Metric.ACCURACY)), 900).marks()).extracting(Marks.Mark::tip)
				.first().isEqualTo("b: 30% (5 of 16) cut → 88.1% (85.0–90.6), 512 images");
	}

	@Test
	void groupsComeInTheOrderThatIsAskedFor() {
		SensitivityCurves curves = SensitivityCurves.of(small(Metric.ACCURACY));
		Map<String, Long> macs = Map.of("a", 1L, "b", 2L);
		assertThat(curves.groups()).containsExactly("b", "a");
		assertThat(curves.ordered(SensitivityCurves.Order.NAME, macs).groups()).containsExactly("a", "b");
		assertThat(curves.ordered(SensitivityCurves.Order.SENSITIVITY, macs).groups()).containsExactly("a", "b");
		assertThat(curves.ordered(SensitivityCurves.Order.MACS, macs).groups()).containsExactly("b", "a");
	}

	@Test
	void theMeanDropIsTheAreaOverTheRatios() {
		Sensitivity sweep = small(Metric.ACCURACY);
		// 0.3 * 0.019 / 2 + 0.2 * (0.019 + 0.2) / 2, over 0.5
		assertThat(SensitivityCurves.meanDrop(sweep, sweep.curves().getFirst())).isCloseTo(0.0495, within(1e-12));
		Sensitivity loss = small(Metric.LOSS);
		assertThat(SensitivityCurves.meanDrop(loss, loss.curves().getFirst())).isCloseTo(-0.0495, within(1e-12));
	}

	@ParameterizedTest
	@CsvSource({"1,900", "14,900", "50,900", "160,900", "14,320", "160,1800"})
	void cellsLieApartInsideTheAreaAndPointsInTheirCells(int groups, double width) {
		SensitivityCurves curves = SensitivityCurves.of(Made.sensitivity(groups, 1))
				.beside("other", Made.sensitivity(groups, 2)).tolerating(0.05);
		Rectangle2D area = Made.area(curves, width);
		Marks marks = Made.drawn(curves, area, Ink.DARK);
		assertThat(marks.plots()).hasSize(groups);
		assertThat(marks.marks()).hasSize(2 * 9 * groups);
		for (int i = 0; i < groups; i++) {
			Rectangle2D cell = marks.plots().get(i).area();
			assertThat(area.contains(cell)).as("cell %s in %s", cell, area).isTrue();
			assertThat(cell.getHeight()).isGreaterThanOrEqualTo(40);
			for (int k = 0; k < i; k++) {
				Rectangle2D other = marks.plots().get(k).area();
				assertThat(cell.intersects(other.getX() - 8, other.getY() - 16, other.getWidth() + 16,
						other.getHeight() + 20)).as("%s and %s", cell, other).isFalse();
			}
		}
		for (Marks.Mark mark : marks.marks()) {
			SensitivityCurves.At at = (SensitivityCurves.At) mark.what();
			Marks.Plot plot = marks.plots().stream().filter(p -> p.key().equals(at.group())).findFirst().orElseThrow();
			Point2D place = plot.at(at.point().ratio(), at.point().value());
			assertThat(mark.shape().contains(place)).isTrue();
			assertThat(plot.area().contains(place)).isTrue();
			assertThat(plot.values(place).getX()).isCloseTo(at.point().ratio(), within(1e-9));
			assertThat(plot.values(place).getY()).isCloseTo(at.point().value(), within(1e-9));
		}
	}

	@Test
	void aHundredLayersFitOnOneScreenAsAStrip() {
		SensitivityStrip strip = new SensitivityStrip(Made.sensitivity(100, 1));
		assertThat(strip.height(1200)).isLessThan(800);
		Rectangle2D area = Made.area(strip, 1200);
		Marks marks = Made.drawn(strip, area, Ink.LIGHT);
		assertThat(marks.marks()).hasSize(900);
		for (Marks.Mark mark : marks.marks()) {
			assertThat(area.contains(mark.shape().getBounds2D())).isTrue();
			assertThat(mark.shape().getBounds2D().getHeight()).isGreaterThanOrEqualTo(6);
		}
		SensitivityStrip.At at = (SensitivityStrip.At) marks.marks().get(9 * 40 + 3).what();
		Point2D place = marks.plots().getFirst().at(at.point().ratio(), 40.5);
		assertThat(marks.at(place)).isSameAs(marks.marks().get(9 * 40 + 3));
	}

	@Test
	void sweepsOfDifferentThingsAndNoneAreRefused() {
		SensitivityCurves curves = SensitivityCurves.of(small(Metric.ACCURACY));
		assertThatThrownBy(() -> curves.beside("other", small(Metric.LOSS))).isInstanceOf(RefusedException.class)
				.hasMessageContaining("`other` is about loss");
		assertThatThrownBy(() -> new SensitivityStrip(new Sensitivity("m", "l2", Metric.LOSS, "d", 1,
				new Sensitivity.Point(0, 0, 1, 1, 1, 1), List.of()))).isInstanceOf(RefusedException.class);
	}

	@Test
	void everyMetricIsDrawnOnAScaleThatHoldsItsPoints() {
		for (Metric metric : Metric.values()) {
			Marks marks = Made.drawn(SensitivityCurves.of(small(metric)), 600);
			assertThat(marks.plots().getFirst().yLow()).as(metric.id()).isLessThanOrEqualTo(0.45);
			assertThat(marks.plots().getFirst().yHigh()).as(metric.id()).isGreaterThanOrEqualTo(0.92);
			assertThat(Made.drawn(new SensitivityStrip(small(metric)), 600).marks()).hasSize(3);
		}
	}

	@Test
	void numbersThatHardlyDifferAreDrawnAsEqual() {
		Sensitivity.Point least = new Sensitivity.Point(0.5, 4, Double.MIN_VALUE, Double.MIN_VALUE, Double.MIN_VALUE,
				9);
		Sensitivity sweep = new Sensitivity("m", "l2", Metric.SQUARE, "d", 9, new Sensitivity.Point(0, 0, 0, 0, 0, 9),
				List.of(new Sensitivity.Curve("a", 8, List.of(least))));
		assertTimeoutPreemptively(Duration.ofSeconds(20),
				() -> assertThat(Made.drawn(SensitivityCurves.of(sweep), 900).marks()).hasSize(1));
	}
}
