package espalier.app;

import java.util.List;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import espalier.app.control.CostBar;
import espalier.depth.DepthScores;
import espalier.region.Region;

/** A line of the Depth tab: whether a region stays, its name, its share of the MACs and how much it matters. */
final class RegionCell extends TreeCell<Region> {
	static final PseudoClass GONE = PseudoClass.getPseudoClass("gone");
	private static final PseudoClass STAYS = PseudoClass.getPseudoClass("stays");
	private static final double COLUMN = 44;
	private static final double SCORE = 36;

	private final Workbench bench;
	private final CheckBox box = new CheckBox();
	private final Label name = new Label();
	private final Label kind = new Label();
	private final Label share = new Label();
	private final CostBar macs = new CostBar();
	private final CostBar score = new CostBar();
	private final VBox cost;
	private final HBox line;
	private final Tooltip tip = new Tooltip();

	RegionCell(Workbench bench) {
		this.bench = bench;
		box.setFocusTraversable(false);
		box.setOnAction(e -> toggle());
		name.getStyleClass().add("outline-name");
		name.setMinWidth(24);
		kind.getStyleClass().add("caption");
		kind.setMinWidth(0);
		kind.setTextOverrun(OverrunStyle.CLIP);
		javafx.scene.layout.Region gap = new javafx.scene.layout.Region();
		HBox.setHgrow(gap, Priority.ALWAYS);
		share.getStyleClass().addAll("figure", "caption");
		share.setMaxWidth(Double.MAX_VALUE);
		share.setAlignment(Pos.CENTER_RIGHT);
		cost = column(COLUMN, share, macs);
		macs.getStyleClass().add("region-bar");
		score.getStyleClass().add("score-bar");
		VBox matters = column(SCORE, score);
		line = new HBox(6, box, name, kind, gap, cost, matters);
		line.setAlignment(Pos.CENTER_LEFT);
		tip.getStyleClass().add("tip");
		tip.setHideOnEscape(false);
		getStyleClass().addAll("outline-cell", "region-cell");
		setPrefWidth(0);
	}

	/** What stands above the columns. */
	static Node captions() {
		Label macs = caption("MACs", COLUMN, "Share of the version's multiply-accumulates");
		Label score = caption("Score", SCORE,
				"How much it matters by the method chosen, beside the one that matters most");
		javafx.scene.layout.Region gap = new javafx.scene.layout.Region();
		HBox.setHgrow(gap, Priority.ALWAYS);
		HBox line = new HBox(6, gap, macs, score);
		line.getStyleClass().add("region-captions");
		return line;
	}

	private static Label caption(String text, double width, String tip) {
		Label label = new Label(text);
		label.getStyleClass().add("caption");
		label.setMinWidth(width);
		label.setMaxWidth(width);
		label.setAlignment(Pos.CENTER_RIGHT);
		label.setTooltip(new Tooltip(tip));
		return label;
	}

	private static VBox column(double width, Node... parts) {
		VBox column = new VBox(1, parts);
		column.setAlignment(Pos.CENTER);
		column.setMinWidth(width);
		column.setMaxWidth(width);
		return column;
	}

	private void toggle() {
		Region region = getItem();
		if (region == null)
			return;
		bench.selection().region().set(region);
		bench.depth().toggle(region);
		refresh();
	}

	@Override
	protected void updateItem(@Nullable Region region, boolean empty) {
		super.updateItem(region, empty);
		setGraphic(region == null || empty ? null : line);
		refresh();
	}

	/** Shows the region as it is planned now. */
	void refresh() {
		Region region = getItem();
		Depth depth = bench.depth();
		DepthMap map = depth.map().get();
		if (region == null || isEmpty() || map == null) {
			setTooltip(null);
			return;
		}
		String obstacle = depth.obstacle(region);
		boolean gone = depth.going(region) != null;
		String label = label(region);
		name.setText(label);
		kind.setText(label.startsWith(region.kind().label()) ? "" : region.kind().label());
		box.setSelected(!gone);
		box.setDisable(!obstacle.isEmpty());
		box.setAccessibleText((gone ? "Put back " : "Take out ") + region.name());
		share.setText(Figures.tenths(map.share(region)));
		macs.show(map.share(region));
		score(depth, region);
		pseudoClassStateChanged(GONE, gone);
		pseudoClassStateChanged(STAYS, !gone && !region.removable());
		tip.setText(words(bench, region) + alike(map, region));
		setTooltip(tip);
	}

	private void score(Depth depth, Region region) {
		Double own = depth.ranking().of(region.name());
		DepthScores all = depth.ranking().scores().get();
		score.setVisible(own != null && all != null);
		if (own == null || all == null)
			return;
		double most = all.scores().values().stream().mapToDouble(d -> d).max().orElse(0);
		double least = Math.min(0, all.scores().values().stream().mapToDouble(d -> d).min().orElse(0));
		score.show(most <= least ? 0 : (own - least) / (most - least));
	}

	/** The name without what is said by the line above. */
	private String label(Region region) {
		Region outer = getTreeItem() == null || getTreeItem().getParent() == null ? null
				: getTreeItem().getParent().getValue();
		String name = region.name();
		if (outer == null || !name.startsWith(outer.name()) || name.length() <= outer.name().length() + 1)
			return name;
		String rest = name.substring(outer.name().length() + 1);
		return Character.isDigit(rest.charAt(0)) && outer.name().indexOf('.') < 0 ? name : rest;
	}

	/** What a region is, what it costs, and whether it can go. */
	static String words(Workbench bench, Region region) {
		DepthMap map = bench.depth().map().get();
		if (map == null)
			return "";
		String time = RegionTime.share(bench.timing().shown().get(), map.names(region));
		String cost = region.name() + ": " + region.kind().label() + " · " + Figures.si(map.macs(region)).strip()
				+ " MACs (" + Figures.tenths(map.share(region)) + ") · "
				+ Figures.si(map.parameters(region)).strip() + " parameters" + time;
		String obstacle = bench.depth().obstacle(region);
		Region going = bench.depth().going(region);
		return cost + "\n"
				+ (going == region ? "Planned to go"
						: going != null ? "Goes with " + going.name()
								: !obstacle.isEmpty() ? Prose.quoted(obstacle) : adapted(region));
	}

	private static String adapted(Region region) {
		return region.leave() instanceof Region.Leave.By(espalier.region.Bypass b) && b.adapts()
				? "Can go; an adapter takes its place"
				: "Can go";
	}

	private static String alike(DepthMap map, Region region) {
		List<String> others = map.alike(region);
		if (others.isEmpty())
			return "";
		return "\n" + (others.size() + 1) + " alike: "
				+ String.join(", ", others.subList(0, Math.min(3, others.size()))) + (others.size() > 3 ? " …" : "");
	}

	/** The graphic fills the line, which a tree cell does not do by itself. */
	@Override
	protected void layoutChildren() {
		super.layoutChildren();
		// the columns do not move with the words, so that what they left last holds
		double left = cost.getLayoutX() - name.getLayoutX() - 3 * line.getSpacing();
		boolean both = left <= 0 || name.prefWidth(-1) + kind.prefWidth(-1) <= left;
		kind.setManaged(both);
		kind.setVisible(both);
		if (getGraphic() instanceof javafx.scene.layout.Region graphic)
			graphic.resizeRelocate(graphic.getLayoutX(), 0, Math.max(0, getWidth() - graphic.getLayoutX() - 8),
					getHeight());
	}

	@Override
	protected double computePrefHeight(double ignored) {
		return 28;
	}
}
