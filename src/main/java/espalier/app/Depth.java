package espalier.app;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

import javafx.application.Platform;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;

import espalier.graph.Node;
import espalier.importance.Scores;
import espalier.region.Bypass;
import espalier.region.Region;
import espalier.session.Version;
import espalier.session.Workpiece;

/**
 * Which regions of the version shown are planned to go. A change makes another plan on what is left, in the background, with the
 * cuts carried over; the newest wins. Used on the JavaFX thread.
 */
final class Depth {
	private final Workbench bench;
	private final Latest<PlanEdit> thinning;
	private final ReadOnlyObjectWrapper<@Nullable DepthMap> map = new ReadOnlyObjectWrapper<>();
	private final DepthRanking ranking;
	private final Fitting fitting;
	private final ReadOnlyObjectWrapper<List<Bypass>> wanted = new ReadOnlyObjectWrapper<>(List.of());
	private final Map<Workpiece, DepthMap> known = new IdentityHashMap<>();

	Depth(Workbench bench) {
		this.bench = bench;
		fitting = new Fitting(bench);
		thinning = new Latest<>(bench.running().quick(), e -> {
			drop();
			bench.report("Cannot take this out", e);
		});
		bench.edit().addListener(o -> settle());
		bench.opened().addListener(o -> known.clear());
		bench.version().addListener(o -> look());
		ranking = new DepthRanking(bench, map.getReadOnlyProperty());
		bench.selection().place().addListener((o, was, is) -> chosen(is));
	}

	/** The regions of the version shown; null until they are found. */
	ReadOnlyObjectProperty<@Nullable DepthMap> map() {
		return map.getReadOnlyProperty();
	}

	/** How much they matter. */
	DepthRanking ranking() {
		return ranking;
	}

	/** Whether what regions leave is being worked out. */
	ReadOnlyBooleanProperty busy() {
		return thinning.busy();
	}

	/** What is planned to go, at once as it is asked for. */
	ReadOnlyObjectProperty<List<Bypass>> wanted() {
		return wanted.getReadOnlyProperty();
	}

	/** Forgets what was asked for. */
	void drop() {
		thinning.drop();
		settle();
	}

	private void settle() {
		PlanEdit edit = bench.edit().get();
		wanted.set(edit == null ? List.of() : edit.thinned().removed());
	}

	private void look() {
		Version version = bench.version().get();
		Workpiece piece = version == null ? null : version.piece();
		DepthMap before = map.get();
		if (piece == null || before != null && before.piece() == piece) {
			if (piece == null)
				map.set(null);
			return;
		}
		DepthMap found = known.get(piece);
		map.set(found);
		if (found != null)
			return;
		bench.running().aside(() -> {
			DepthMap made = DepthMap.of(piece);
			Platform.runLater(() -> found(made));
			return true;
		}, e -> Platform.runLater(() -> bench.report("Cannot find the regions of this network", e)));
	}

	private void found(DepthMap made) {
		known.put(made.piece(), made);
		Version version = bench.version().get();
		if (version == null || version.piece() != made.piece())
			return;
		map.set(made);
	}

	private void chosen(Set<Node> place) {
		DepthMap of = map.get();
		if (place.isEmpty() || of == null)
			return;
		Bypass gone = bypass(place);
		bench.selection().region().set(gone == null ? of.around(place) : of.region(gone));
	}

	/** What is planned to go where these nodes stand in its place; null where they don't. */
	private @Nullable Bypass bypass(Collection<Node> place) {
		return wanted.get().stream().filter(b -> place.stream().anyMatch(n -> n.name().equals(b.name()))).findFirst()
				.orElse(null);
	}

	/** The regions that are planned to go. */
	List<Region> planned() {
		DepthMap of = map.get();
		return of == null ? List.of() : wanted.get().stream().map(of::region).filter(Objects::nonNull).toList();
	}

	/** The planned region that this one is, or lies in; null where it stays. */
	@Nullable
	Region going(Region region) {
		DepthMap of = map.get();
		return of == null ? null
				: planned().stream().filter(p -> p == region || of.within(region, p)).findFirst().orElse(null);
	}

	/** Why nothing can be done to the region chosen, in a few words; empty where it can be taken out or put back. */
	String obstacle() {
		Region chosen = bench.selection().region().get();
		if (bench.edit().get() == null)
			return "Open a network first";
		if (bench.committing().get())
			return "A version is being made";
		return chosen == null ? "Select a region first: a room, a card or a line of the Depth tab" : obstacle(chosen);
	}

	/** The same for any region. */
	String obstacle(Region region) {
		Region going = going(region);
		if (going != null)
			return going == region ? "" : region.name() + " goes with " + going.name();
		return region.leave() instanceof Region.Leave.Stays(String reason) ? region.name() + " stays: " + reason : "";
	}

	/** Takes the region chosen out, or puts it back; says why not where it can't. */
	void toggle() {
		Region chosen = bench.selection().region().get();
		String obstacle = obstacle();
		if (chosen == null || !obstacle.isEmpty())
			bench.say(obstacle);
		else
			toggle(chosen);
	}

	/** Takes a region out, or puts it back. */
	void toggle(Region region) {
		PlanEdit edit = bench.edit().get();
		DepthMap of = map.get();
		if (edit == null || of == null || !obstacle(region).isEmpty())
			return;
		boolean several = busy().get();
		List<Bypass> next = new ArrayList<>(wanted.get());
		boolean back = next.removeIf(b -> of.region(b) == region);
		if (!back && region.leave() instanceof Region.Leave.By(Bypass bypass)) {
			next.removeIf(b -> of.region(b) instanceof Region other && of.within(other, region));
			next.add(bypass);
		}
		plan(next, several ? "depth" : (back ? "put back " : "remove ") + region.name(), edit);
	}

	/** How many blocks are planned to go. */
	int gone() {
		DepthMap of = map.get();
		return of == null ? 0 : (int) of.blocks().stream().filter(b -> going(b) != null).count();
	}

	/** The blocks that can be told apart by how much they matter, the least first. */
	List<Region> ranked() {
		DepthMap of = map.get();
		record Ranked(Region block, double score) {}
		return of == null || !ranking.missing().get().isEmpty() ? List.of()
				: of.blocks().stream()
						.mapMulti((Region b, Consumer<Ranked> to) -> {
							if (ranking.of(b.name()) instanceof Double score)
								to.accept(new Ranked(b, score));
						}).sorted(Comparator.comparingDouble(Ranked::score)).map(Ranked::block).toList();
	}

	/** Plans that so many blocks go, those that matter least; of what is no part of a block, what was planned stays so. */
	void least(int count, PlanEdit from) {
		DepthMap of = map.get();
		if (of == null)
			return;
		List<Region> going = ranked().stream().limit(count).toList();
		List<Bypass> next = new ArrayList<>();
		for (Bypass bypass : from.thinned().removed())
			if (of.region(bypass) instanceof Region other && of.blocks().stream()
					.noneMatch(b -> b == other || of.within(other, b) || of.within(b, other)))
				next.add(bypass);
		going.forEach(b -> next.add(kept(b, from)));
		plan(next, "depth", from);
	}

	/** With the adapter that is there, if one is. */
	private Bypass kept(Region region, PlanEdit from) {
		Bypass own = ((Region.Leave.By) region.leave()).bypass();
		return from.thinned().removed().stream().filter(b -> b.exit().equals(own.exit())).findFirst().orElse(own);
	}

	/** Plans that nothing goes, with an empty draft. */
	void clear() {
		PlanEdit edit = bench.edit().get();
		if (edit == null)
			return;
		ask(edit, List.of(), "clear plan", Draft.empty(edit.draft().get().method()), _ -> {
		});
	}

	/** Plans that these go and no others, as one step from a plan; the same as there turns back to it. */
	void plan(List<Bypass> going, String label, PlanEdit from) {
		plan(going, label, from, told(going));
	}

	/** @param message said once the plan is shown */
	void plan(List<Bypass> going, String label, PlanEdit from, String message) {
		List<Bypass> sorted = sorted(going);
		if (sorted.equals(from.thinned().removed())) {
			drop();
			bench.turn(from);
			return;
		}
		ask(from, sorted, label, from.draft().get(), made -> {
			bench.say(message);
			fitting.fit(made);
		});
	}

	/** In the order of the network, so that the same plan is the same list. */
	private List<Bypass> sorted(List<Bypass> some) {
		DepthMap of = map.get();
		List<Region> order = of == null ? List.of() : of.regions().all().toList();
		return some.stream().sorted(Comparator.comparingInt(b -> of == null ? 0 : order.indexOf(of.region(b))))
				.toList();
	}

	private static String told(List<Bypass> gone) {
		return gone.isEmpty() ? "No region is planned to go"
				: gone.size() == 1 ? gone.getFirst().region() + " is planned to go"
						: Figures.count(gone.size(), "region") + " are planned to go";
	}

	/** @param then hears of the plan once it is shown */
	void ask(PlanEdit from, List<Bypass> going, String label, Draft before, Consumer<PlanEdit> then) {
		if (bench.committing().get())
			return;
		wanted.set(going);
		Draft seen = from.draft().get();
		Method method = before.method();
		thinning.ask(() -> {
			Thinned left = Thinned.of(from.thinned().base(), going);
			Scores of = Scores.of(left.piece().coupling(), method.criterion(), method.aggregation());
			return bench.edit(left, Carrying.carried(before, from.piece(), left, of), of);
		}, made -> {
			if (bench.committing().get())
				return;
			if (before == seen && from.draft().get() != seen) {
				// edited meanwhile: that goes on too
				ask(from, going, label, from.draft().get(), then);
				return;
			}
			from.forgetUndone();
			made.came(from, label);
			bench.turn(made);
			then.accept(made);
		});
	}
}
