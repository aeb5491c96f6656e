package espalier.evaluate;

import java.nio.file.Path;

import espalier.evaluate.Sensitivity.Curve;
import espalier.evaluate.Sensitivity.Point;
import espalier.graph.BadInputException;

/** Sensitivity as a table for other programs: a line a point, groups in quotation marks (RFC 4180). */
public final class SensitivityCsv {
	private SensitivityCsv() {}

	/**
	 * Replaces the file only when all is written.
	 *
	 * @throws BadInputException
	 *             when it can't be written
	 */
	public static void write(Sensitivity sensitivity, Path file) {
		SensitivityJson.write(of(sensitivity), file);
	}

	/** The line of the whole network has no group. */
	public static String of(Sensitivity sensitivity) {
		StringBuilder text = new StringBuilder("group,units,ratio,removed," + sensitivity.metric().id()
				+ ",low,high,images\n");
		line(text, "", sensitivity.whole());
		for (Curve curve : sensitivity.curves())
			for (Point point : curve.points())
				line(text, '"' + curve.group().replace("\"", "\"\"") + "\"," + curve.units(), point);
		return text.toString();
	}

	private static void line(StringBuilder text, String group, Point point) {
		text.append(group.isEmpty() ? "," : group).append(',').append(point.ratio()).append(',')
				.append(point.removed()).append(',').append(point.value()).append(',').append(point.low()).append(',')
				.append(point.high()).append(',').append(point.images()).append('\n');
	}
}
