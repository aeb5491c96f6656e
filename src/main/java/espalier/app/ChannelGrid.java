package espalier.app;

import java.util.function.Consumer;
import java.util.function.IntFunction;

import javafx.scene.image.Image;
import javafx.scene.layout.StackPane;

import org.jspecify.annotations.Nullable;

import espalier.app.control.TileGrid;
import espalier.coupling.ChannelGroup;

/** The channels of a group as tiles: struck through where they are to go; a click or Space takes one out of the plan or in. */
final class ChannelGrid extends StackPane implements TileGrid.Tiles {
	private final Workbench bench;
	private final TileGrid grid = new TileGrid(this);
	private final Thumbnails thumbnails;
	private IntFunction<String> words = unit -> "";
	private @Nullable ChannelGroup group;
	private boolean following;

	/** @param arrived told when there are new pictures */
	ChannelGrid(Workbench bench, String id, Consumer<Throwable> failed, Runnable arrived) {
		this.bench = bench;
		grid.setId(id);
		thumbnails = new Thumbnails(bench.seeing().pictures(), failed, () -> {
			grid.repaint();
			arrived.run();
		});
		grid.setOnAct(this::toggle);
		getChildren().add(grid);
		grid.selected().addListener((o, was, is) -> {
			if (!following)
				bench.selection().unit().set(is.intValue() < 0 ? null : is.intValue());
		});
		bench.selection().unit().addListener(o -> follow());
	}

	/** @param more said of a channel besides its score */
	void show(ChannelGroup of, int[] order, double width, double height, IntFunction<String> more) {
		group = of;
		words = more;
		grid.show(order, width, height, true);
		follow();
	}

	/** Other pictures from now on, made on the thread for pictures; null for none yet. */
	void pictures(@Nullable IntFunction<Image> of) {
		thumbnails.make(of);
		grid.repaint();
	}

	private void follow() {
		Integer unit = bench.selection().unit().get();
		following = true;
		grid.selected().set(unit == null || group != bench.selection().lead().get() ? -1 : unit);
		following = false;
	}

	private void toggle(int unit) {
		PlanEdit edit = bench.edit().get();
		if (edit != null && group != null)
			edit.keepUnit(group, unit, edit.cuts().isRemoved(group, unit));
	}

	@Override
	public @Nullable Image image(int unit) {
		return thumbnails.get(unit);
	}

	@Override
	public void want(int[] units) {
		thumbnails.want(units);
	}

	@Override
	public boolean struck(int unit) {
		PlanEdit edit = bench.edit().get();
		return edit != null && group != null && edit.cuts().isRemoved(group, unit);
	}

	@Override
	public String caption(int unit) {
		return Integer.toString(unit);
	}

	@Override
	public String tip(int unit) {
		PlanEdit edit = bench.edit().get();
		if (edit == null || group == null)
			return "";
		String more = words.apply(unit);
		return channel(edit, group, unit) + (more.isEmpty() ? "" : "\n" + more) + "\n" + click(edit, group, unit);
	}

	/** A channel's number and score, and what is planned for it. */
	static String channel(PlanEdit edit, ChannelGroup of, int unit) {
		return "Channel " + unit
				+ (edit.scores().get().of(of) == null ? ""
						: ", importance " + MapPictures.number(edit.scoresOf(of)[unit]))
				+ (edit.cuts().isRemoved(of, unit) ? ", planned to go" : "");
	}

	private static String click(PlanEdit edit, ChannelGroup of, int unit) {
		if (of.pinned())
			return "It is pinned and can't be cut";
		if (!edit.editable(of))
			return "It is locked; unlock the group to cut it";
		return edit.cuts().isRemoved(of, unit) ? "Click to keep it, Shift+click only to choose it"
				: "Click to cut it, Shift+click only to choose it";
	}
}
