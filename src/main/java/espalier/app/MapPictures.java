package espalier.app;

import java.util.Locale;

import javafx.scene.image.Image;

import espalier.evaluate.FeatureMaps;
import espalier.report.Diverging;

/** Feature maps as pictures, each by its own largest number: what is zero is nearly the paper. */
record MapPictures(FeatureMaps maps, Diverging colors) {
	private static final int ENLARGED = 96;

	Pixels of(int unit) {
		double largest = Math.max(Math.abs(maps.min(unit)), Math.abs(maps.max(unit)));
		Pixels picture = new Pixels(maps.width(), maps.height());
		for (int y = 0; y < maps.height(); y++)
			for (int x = 0; x < maps.width(); x++)
				picture.set(x, y, colors.argb(largest == 0 ? 0 : maps.at(unit, y, x) / largest));
		return maps.height() == 1 ? picture.repeated(Pixels.repeats(maps.width(), 1)) : picture;
	}

	/** One enlarged. */
	Image large(int unit) {
		return of(unit).enlarged(ENLARGED).image();
	}

	/** The numbers of a map in words. */
	String range(int unit) {
		if (maps.min(unit) == maps.max(unit))
			return number(maps.min(unit)) + (maps.height() * maps.width() > 1 ? " everywhere" : "");
		return "from " + number(maps.min(unit)) + " to " + number(maps.max(unit)) + ", mean "
				+ number(maps.mean(unit));
	}

	static String number(double number) {
		return number == 0 ? "0" : String.format(Locale.ROOT, "%.3g", number).replace('-', '−');
	}
}
