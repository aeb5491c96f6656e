package espalier.app.graphview;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import javafx.animation.Animation;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.collections.SetChangeListener;
import javafx.geometry.Point2D;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import javafx.util.Duration;

import org.jspecify.annotations.Nullable;

import espalier.app.Selection;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Trace;

/**
 * The network as a picture one can walk through: rooms by scope, ribbons as wide as their channels, planned cuts in amber.
 * Layout runs in the background; painting costs what is seen. Keys and the mouse are in {@link Gestures}.
 */
public final class GraphView extends Region {
	private static final double MARGIN = 32;
	private static final double OTHER_FORM = Math.log(1.15);

	private final Selection selection;
	private final Canvas canvas = new Canvas();
	private final Minimap minimap = new Minimap();
	private final HoverCard hoverCard = new HoverCard();
	private final Words words = new Words();
	private final LayoutWork work = new LayoutWork();
	private final Glide glide = new Glide(this::shown);
	private final Set<String> toggled = new HashSet<>();

	private @Nullable SceneModel scene;
	private @Nullable Layout layout;
	private @Nullable GroupColors colors;
	private Viewport view = new Viewport(1, 0, 0);
	private Theme theme = Theme.LIGHT;
	private Cuts cuts = Cuts.NONE;
	private boolean topDown;
	private boolean fitting = true;
	/** Width over height that the newest layout was asked for. */
	private double laidOutFor;
	private final PauseTransition resizing = new PauseTransition(Duration.millis(120));
	private boolean painting;
	private double @Nullable [] band;
	private @Nullable RegionDesk regions;
	/** Whether the scene that is on its way is another network's. */
	private boolean another = true;
	/** Whether the layout that is on its way is another scene's: then the chosen region stays where it is seen. */
	private boolean holding;

	public GraphView(Selection selection) {
		this.selection = selection;
		getStyleClass().add("graph-view");
		getStylesheets().add(Objects.requireNonNull(GraphView.class.getResource("graphview.css")).toExternalForm());
		setFocusTraversable(true);
		setMinSize(80, 80);
		Rectangle clip = new Rectangle();
		clip.widthProperty().bind(widthProperty());
		clip.heightProperty().bind(heightProperty());
		setClip(clip);
		getChildren().addAll(canvas, minimap, hoverCard);
		selection.hovered().subscribe(g -> repaint());
		selection.groups().addListener((SetChangeListener<ChannelGroup>) change -> repaint());
		selection.lead().subscribe(this::reveal);
		selection.node().subscribe(n -> repaint());
		selection.region().subscribe(r -> revealRegion());
		focusVisibleProperty().subscribe(f -> repaint());
		resizing.setOnFinished(e -> wrapAgain());
		new Gestures(this, selection, minimap).install();
	}

	/**
	 * Shows a graph; the picture appears when its first layout is there.
	 *
	 * @param another
	 *            whether it is another network, to be shown whole; otherwise the view and what is open in it stay
	 */
	public void show(Graph graph, Trace trace, Coupling coupling, boolean another) {
		this.another = another;
		if (another) {
			toggled.clear();
			fitting = true;
		}
		cuts = Cuts.NONE;
		laidOutFor = aspect();
		GroupColors fresh = GroupColors.of(coupling);
		work.start(() -> SceneModel.of(graph, trace, coupling), Set.copyOf(toggled), topDown, laidOutFor, next -> {
			colors = fresh;
			arrived(next);
		});
	}

	private void arrived(Layout next) {
		hoverCard.hide();
		boolean first = scene != next.scene();
		scene = next.scene();
		scene.setCuts(belong(cuts) ? cuts : Cuts.NONE);
		Layout before = layout;
		if (first && before != null && !another) {
			// one that is still on its way belongs to the scene before
			glide.stop();
			Layout old = Successor.of(before, next).between(next, 0);
			holding = true;
			layout = old;
			glide.start(old, next, view, fitting ? fitted(next) : held(before, next), getWidth(), getHeight());
		} else if (first || before == null) {
			glide.stop();
			layout = next;
			if (fitting)
				fitNow();
			repaint();
		} else if (fitting) {
			glide.start(before, next, view, fitted(next), getWidth(), getHeight());
		} else {
			glide.start(before, next, view, holding ? held(before, next) : view, getWidth(), getHeight());
		}
	}

	/** The view in which the chosen region's place is where it was. */
	private Viewport held(Layout from, Layout to) {
		double[] was = box(from);
		double[] is = box(to);
		if (was == null || is == null)
			return view;
		return view.pan((was[0] + was[2] / 2 - is[0] - is[2] / 2) * view.zoom(),
				(was[1] + was[3] / 2 - is[1] - is[3] / 2) * view.zoom());
	}

	/** Where the chosen region is, or what stands in its place. */
	private double @Nullable [] box(Layout of) {
		return selection.region().get() instanceof espalier.region.Region chosen ? of.around(chosen) : null;
	}

	private void revealRegion() {
		repaint();
		if (layout instanceof Layout now && !glide.running())
			bring(box(now));
	}

	/** What is said of regions, and done to them. */
	public void setRegions(RegionDesk desk) {
		regions = desk;
	}

	void toggleRegion() {
		if (regions != null)
			regions.toggle();
	}

	private boolean belong(Cuts planned) {
		SceneModel now = scene;
		return now != null && now.coupling().groups().containsAll(planned.groups());
	}

	/** Narrows ribbons and hatches filters; no new layout. Cost: the ribbons and cards of the groups that are cut. */
	public void setCuts(Cuts planned) {
		cuts = planned;
		if (scene instanceof SceneModel now && belong(planned))
			now.setCuts(planned);
		repaint();
	}

	public void setDark(boolean dark) {
		theme = dark ? Theme.DARK : Theme.LIGHT;
		repaint();
	}

	/** From the top to the bottom instead of from left to right. */
	public void setTopDown(boolean down) {
		if (topDown == down)
			return;
		topDown = down;
		fitting = true;
		layOutAgain();
	}

	/** Opens a closed scope or closes an open one; the place under the pointer stays. */
	void toggle(Room room) {
		if (!toggled.remove(LayoutWork.key(room)))
			toggled.add(LayoutWork.key(room));
		fitting = false;
		layOutAgain();
	}

	private void layOutAgain() {
		holding = false;
		laidOutFor = aspect();
		if (scene instanceof SceneModel now)
			work.start(() -> now, Set.copyOf(toggled), topDown, laidOutFor, this::arrived);
	}

	/** A picture that is shown whole is wrapped anew when the view has another form. */
	private void wrapAgain() {
		if (fitting && scene != null && Math.abs(Math.log(aspect() / laidOutFor)) > OTHER_FORM)
			layOutAgain();
	}

	private double aspect() {
		return getWidth() > 0 && getHeight() > 0 ? Math.clamp(getWidth() / getHeight(), 0.4, 4) : 1.6;
	}

	/** Shows everything. */
	public void fit() {
		fitting = true;
		if (layout instanceof Layout now)
			glide.start(now, now, view, fitted(now), getWidth(), getHeight());
	}

	private void fitNow() {
		if (layout instanceof Layout now && getWidth() > 0)
			view = fitted(now);
	}

	private Viewport fitted(Layout of) {
		return Viewport.showing(new double[]{0, 0, of.width(), of.height()}, getWidth(), getHeight(), MARGIN, 1.4);
	}

	/** Shows what belongs to the selected groups, or everything when none is. */
	public void fitSelection() {
		double[] box = layout == null ? null : layout.around(selection.groups());
		if (box == null || !(layout instanceof Layout now)) {
			fit();
			return;
		}
		fitting = false;
		glide.start(now, now, view, Viewport.showing(box, getWidth(), getHeight(), 3 * MARGIN, 1.6), getWidth(),
				getHeight());
	}

	/** Brings a group that was chosen elsewhere into sight when none of it is seen. */
	private void reveal(@Nullable ChannelGroup group) {
		if (group == null || !(layout instanceof Layout now) || glide.running())
			return;
		bring(now.around(List.of(group)));
	}

	private void bring(double @Nullable [] box) {
		if (box == null || !(layout instanceof Layout now))
			return;
		boolean seen = view.screenX(box[0] + box[2]) > 0 && view.screenX(box[0]) < getWidth()
				&& view.screenY(box[1] + box[3]) > 0 && view.screenY(box[1]) < getHeight();
		if (!seen)
			glide.start(now, now, view, Viewport.showing(box, getWidth(), getHeight(), 3 * MARGIN, view.zoom()),
					getWidth(), getHeight());
	}

	public void zoomIn() {
		zoom(1.25, getWidth() / 2, getHeight() / 2);
	}

	public void zoomOut() {
		zoom(0.8, getWidth() / 2, getHeight() / 2);
	}

	void zoom(double by, double x, double y) {
		Layout now = layout;
		if (now == null)
			return;
		double least = Math.min(0.5, fitted(now).zoom() * 0.6);
		view(view.zoomTo(Math.clamp(view.zoom() * by, least, Viewport.NEAREST), x, y));
	}

	void pan(double dx, double dy) {
		view(view.pan(dx, dy));
	}

	void view(Viewport next) {
		glide.stop();
		fitting = false;
		view = next;
		repaint();
	}

	Viewport view() {
		return view;
	}

	/** What is under a point of this view; null before the first layout. */
	Finder.@Nullable Found at(double x, double y) {
		Layout now = layout;
		return now == null ? null : new Finder(now, view.zoom()).at(view.sceneX(x), view.sceneY(y));
	}

	Set<ChannelGroup> within(double[] corners) {
		Layout now = layout;
		return now == null
				? Set.of()
				: new Finder(now, view.zoom()).within(view.sceneX(corners[0]), view.sceneY(corners[1]),
						view.sceneX(corners[2]), view.sceneY(corners[3]));
	}

	/** Operators of what lies in a rectangle. */
	Set<Node> framed(double[] corners) {
		Layout now = layout;
		Set<Node> nodes = new HashSet<>();
		if (now != null)
			new Finder(now, view.zoom()).framed(view.sceneX(corners[0]), view.sceneY(corners[1]),
					view.sceneX(corners[2]), view.sceneY(corners[3])).forEach(item -> nodes.addAll(item.nodes()));
		return nodes;
	}

	/** Where the first layer of a group is in this view's coordinates; empty before it is laid out. */
	Optional<Point2D> where(ChannelGroup group) {
		if (!(scene instanceof SceneModel of) || !(layout instanceof Layout now) || glide.running())
			return Optional.empty();
		return of.cards(group).stream().filter(c -> c.group == group).findFirst().map(c -> now.box(now.shown(c))).map(
				b -> new Point2D(view.screenX(b[0] + b[2] / 2), view.screenY(b[1] + b[3] / 2)));
	}

	/** Where the first card of a region is, or what stands in its place; empty before it is laid out. */
	public Optional<Point2D> where(espalier.region.Region region) {
		if (!(scene instanceof SceneModel of) || !(layout instanceof Layout now) || glide.running())
			return Optional.empty();
		return of.cards(region).stream().findFirst().map(c -> now.box(now.shown(c)))
				.map(b -> new Point2D(view.screenX(b[0] + b[2] / 2), view.screenY(b[1] + b[3] / 2)));
	}

	/** Whether the final layout is shown and nothing moves. */
	public boolean settled() {
		return layout != null && !glide.running() && !work.busy() && resizing.getStatus() != Animation.Status.RUNNING;
	}

	void hover(Finder.@Nullable Found found, double x, double y) {
		if (found == null || scene == null)
			hoverCard.hide();
		else
			hoverCard.show(found, scene.coupling(), cuts, regions, x, y, this);
	}

	/** The rectangle that is being dragged to select, by corners; null for none. */
	void band(double @Nullable [] corners) {
		band = corners;
		repaint();
	}

	private void shown(Layout next, Viewport at) {
		layout = next;
		view = at;
		repaint();
	}

	@Override
	protected void layoutChildren() {
		boolean resized = canvas.getWidth() != getWidth() || canvas.getHeight() != getHeight();
		canvas.setWidth(getWidth());
		canvas.setHeight(getHeight());
		minimap.relocate(getWidth() - Minimap.WIDTH - 12, getHeight() - Minimap.HEIGHT - 12);
		if (resized) {
			if (fitting) {
				glide.stop();
				fitNow();
				resizing.playFromStart();
			}
			paint();
		}
	}

	private void repaint() {
		if (painting)
			return;
		painting = true;
		Platform.runLater(() -> {
			painting = false;
			paint();
		});
	}

	private void paint() {
		double w = canvas.getWidth();
		double h = canvas.getHeight();
		Layout now = layout;
		GroupColors dyes = colors;
		GraphicsContext g = canvas.getGraphicsContext2D();
		g.setGlobalAlpha(1);
		g.setFill(theme.canvas());
		g.fillRect(0, 0, w, h);
		if (now == null || dyes == null || w <= 0 || h <= 0)
			return;
		picture(now, dyes).draw(g, view, w, h);
		if (band != null) {
			g.setStroke(theme.accent());
			g.setLineWidth(1);
			g.setLineDashes(4, 3);
			g.strokeRect(band[0] + 0.5, band[1] + 0.5, band[2] - band[0], band[3] - band[1]);
			g.setLineDashes();
		}
		if (isFocusVisible()) {
			g.setStroke(theme.accent());
			g.setLineWidth(2);
			g.strokeRect(1, 1, w - 2, h - 2);
		}
		minimap.draw(now, view, w, h, theme, dyes);
	}

	/**
	 * The whole network as an image, at most 8,000 pixels on a side; null before the first layout.
	 *
	 * @param scale
	 *            pixels for a scene unit, where that fits
	 */
	public @Nullable WritableImage picture(double scale) {
		return layout instanceof Layout now && colors instanceof GroupColors dyes ? picture(now, dyes).whole(scale)
				: null;
	}

	private Picture picture(Layout now, GroupColors dyes) {
		return new Picture(now, theme, dyes, words, selection);
	}
}
