package espalier.app;

import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

import javafx.scene.control.ComboBox;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.layout.StackPane;

import org.jspecify.annotations.Nullable;

import espalier.app.KernelPictures.Inputs;
import espalier.app.KernelPictures.Kind;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Member;
import espalier.importance.Kernels;
import espalier.report.Diverging;

/** The filters of a layer as tiles. */
final class KernelsView extends StackPane {
	private static final double KERNEL = 56;
	private static final double MOSAIC = 96;
	private static final double WIDEST = 160;
	private static final double ROW = 128;
	private static final int ENLARGED = 96;

	private final ComboBox<Inputs> choice = HeaderBar.choice("filter-inputs", List.of(Inputs.values()), Inputs::title);
	private final ChannelGrid grid;
	private final Thumbnails large;
	private @Nullable KernelPictures pictures;
	private @Nullable Key shown;

	/** What pictures depend on. */
	private record Key(Member layer, Inputs inputs, boolean bgr, Diverging colors) {
		boolean same(@Nullable Key other) {
			return other != null && layer == other.layer && inputs == other.inputs && bgr == other.bgr
					&& colors.equals(other.colors);
		}
	}

	/**
	 * @param told
	 *            hears that what is to be said of the scale may be another
	 */
	KernelsView(Workbench bench, Runnable told) {
		grid = new ChannelGrid(bench, "kernels", e -> bench.report("Cannot draw the filters", e), told);
		large = enlarged(bench, told);
		choice.setValue(Inputs.MEAN);
		choice.setTooltip(new Tooltip("Filters of many inputs: their mean, or a kernel for each input side by side"));
		choice.managedProperty().bind(choice.visibleProperty());
		choice.valueProperty().addListener(o -> told.run());
		getChildren().add(grid);
	}

	/** How filters of several inputs are shown; not visible where there is no choice. */
	ComboBox<Inputs> choice() {
		return choice;
	}

	void show(ChannelGroup group, Member layer, int[] order, boolean bgr, Diverging colors) {
		Kernels kernels = Kernels.of(layer, group.units());
		Kind kind = KernelPictures.kind(kernels);
		choice.setVisible(kind == Kind.KERNELS && kernels.inputs() > 1);
		Inputs inputs = choice.getValue();
		Key now = new Key(layer, inputs, bgr, colors);
		int[] size = KernelPictures.size(kernels, inputs);
		double width = kind == Kind.ROW ? ROW
				: inputs == Inputs.ALL && kind == Kind.KERNELS && kernels.inputs() > 1
						? Math.clamp(size[0], MOSAIC, WIDEST)
						: KERNEL;
		double height = kind == Kind.ROW ? Math.clamp(size[1] * Math.floor(ROW / size[0]), 20, ROW) : width;
		grid.show(group, order, Pixels.whole(width, size[0]), Math.max(20, Pixels.whole(height, size[1])),
				unit -> "");
		if (now.same(shown))
			return;
		shown = now;
		KernelPictures made = new KernelPictures(kernels, inputs, bgr, colors);
		pictures = made;
		grid.pictures(unit -> made.of(unit).image());
		large.make(unit -> made.of(unit).enlarged(ENLARGED).image());
	}

	/** What the colours say. */
	String legend() {
		Key now = shown;
		KernelPictures of = pictures;
		if (now == null || of == null)
			return "";
		if (Double.isNaN(of.scale()))
			return "Red, green and blue, each filter by its own largest weight";
		return String.format(Locale.ROOT, "Blue to orange: −%.2g to %.2g", of.scale(), of.scale());
	}

	/** A filter of the layer shown, enlarged; null while it is made. */
	@Nullable
	Image large(int unit) {
		return large(large, unit);
	}

	static @Nullable Image large(Thumbnails from, int unit) {
		Image made = from.get(unit);
		if (made == null)
			from.want(new int[]{unit});
		return made;
	}

	/** For enlarged filters: their colours need all weights of a layer, which may be many. */
	static Thumbnails enlarged(Workbench bench, Runnable arrived) {
		return new Thumbnails(bench.seeing().pictures(), e -> bench.report("Cannot draw the filters", e), arrived);
	}

	/** Makes filters with a kernel for each input, enlarged. */
	static IntFunction<Image> enlarging(Member layer, int units, boolean bgr, Diverging colors) {
		KernelPictures made = new KernelPictures(Kernels.of(layer, units), Inputs.ALL, bgr, colors);
		return unit -> made.of(unit).enlarged(ENLARGED).image();
	}
}
