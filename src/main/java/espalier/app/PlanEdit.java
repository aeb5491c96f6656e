package espalier.app;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import org.jspecify.annotations.Nullable;

import espalier.allocate.Allocation;
import espalier.allocate.Limit;
import espalier.allocate.Manual;
import espalier.cost.Cost;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;
import espalier.coupling.Residual;
import espalier.coupling.Overlaps;
import espalier.evaluate.Sensitivity;
import espalier.importance.Criterion.Needs;
import espalier.importance.Measurements;
import espalier.importance.Scores;
import espalier.session.Workpiece;

/**
 * The one plan that faders, histogram, check boxes and allocator edit, with its own undo. A gesture (from {@link #begin} to
 * {@link #end}) is undone as one step. Scores are computed off the JavaFX thread, the latest request winning.
 */
public final class PlanEdit {
	/** The plan of other regions that this one was made from, and what was done to it. */
	private record Came(PlanEdit from, String label) {}

	private final Thinned thinned;
	private final Workpiece piece;
	private final Map<ChannelGroup, List<Residual.Join>> streams;
	private final Scoring scoring;
	private final Spreading spreading;
	private final ReadOnlyObjectWrapper<Draft> draft;
	private final ReadOnlyStringWrapper undoLabel = new ReadOnlyStringWrapper("");
	private final ReadOnlyStringWrapper redoLabel = new ReadOnlyStringWrapper("");
	private final Drafts drafts = new Drafts();
	private @Nullable Came came;
	private @Nullable PlanEdit next;

	/**
	 * Looks for residual streams, so not for JavaFX's thread.
	 *
	 * @param scores
	 *            of the piece's groups by the draft's method, with nothing measured on images
	 */
	PlanEdit(Thinned thinned, Draft draft, Scores scores, Latest<Scores> scoring, Latest<Allocation> allocating) {
		this.thinned = thinned;
		this.piece = thinned.piece();
		this.streams = Residual.streams(piece.coupling());
		this.draft = new ReadOnlyObjectWrapper<>(draft);
		this.scoring = new Scoring(piece, draft.method(), scores, scoring);
		this.spreading = new Spreading(thinned, this.scoring, allocating, this.draft);
	}

	public ReadOnlyObjectProperty<Draft> draft() {
		return draft.getReadOnlyProperty();
	}

	public ReadOnlyObjectProperty<Scores> scores() {
		return scoring.scores();
	}

	/** Why the target is not reached, or empty. */
	public ReadOnlyStringProperty shortfall() {
		return spreading.shortfall();
	}

	/** What undo would undo, or empty. */
	public ReadOnlyStringProperty undoLabel() {
		return undoLabel.getReadOnlyProperty();
	}

	public ReadOnlyStringProperty redoLabel() {
		return redoLabel.getReadOnlyProperty();
	}

	/** What the method's criterion looks at on images and is not known yet; null where nothing is missing. */
	@Nullable
	Needs wanted() {
		Method method = draft.get().method();
		return scoring.knows(method) ? null : method.criterion().needs();
	}

	/** What is known of the network's behaviour on images. */
	Measurements measured() {
		return scoring.measured();
	}

	/** Images that the scores are from; 0 for those of weights alone. */
	int scoredImages() {
		return scoring.images();
	}

	/** Takes what was measured, on all images or on some so far; on all, the allocator uses it. */
	void measured(Measurements found, Needs needs, boolean all) {
		scoring.take(draft.get().method(), found, needs, all, () -> {
			if (all)
				spreading.again();
		});
	}

	/** Forgets what was measured on images: there are others now. */
	void forgetMeasured() {
		scoring.forget();
	}

	/** The network whose channels are cut: the version's without the regions that are planned to go. */
	public Workpiece piece() {
		return piece;
	}

	/** The version and the regions of it that are planned to go. */
	Thinned thinned() {
		return thinned;
	}

	/** What the version costs without any plan. */
	Cost original() {
		return thinned.base().cost().original();
	}

	/** What the version would cost after the plan. */
	Cost preview() {
		return piece.cost().preview(cuts());
	}

	/** Whether nothing is planned: neither cuts nor regions to go. */
	boolean isEmpty() {
		return cuts().isEmpty() && thinned.isWhole();
	}

	/** Where a group's channels are summed with what branches make of them; empty where they are no residual stream. */
	List<Residual.Join> joins(ChannelGroup group) {
		return streams.getOrDefault(group, List.of());
	}

	public Cuts cuts() {
		return draft.get().cuts();
	}

	/** Scores of a group's units; zeros where the criterion says nothing about it. */
	public double[] scoresOf(ChannelGroup group) {
		double[] known = scores().get().of(group);
		return known == null ? new double[group.units()] : known;
	}

	/** Whether a group can be changed now. */
	public boolean editable(ChannelGroup group) {
		return !group.pinned() && !draft.get().locked().contains(group);
	}

	/** Starts a gesture; nested or repeated ones of the same name within a moment join the one before. */
	public void begin(String label) {
		drafts.begin(label, draft.get());
	}

	/** Whether a gesture is under way: nothing is undone before it ends. */
	boolean inGesture() {
		return drafts.inGesture();
	}

	public void end() {
		if (drafts.end(draft.get())) {
			next = null;
			relabel();
		}
	}

	public void cancel() {
		Draft before = drafts.cancel();
		if (before != null)
			restore(before);
	}

	/** Keeps the best {@code kept} units of a group. */
	public void keep(ChannelGroup group, int kept) {
		keep(List.of(group), kept / (double) group.units());
	}

	/** Keeps a share of the units of each group, its best ones; at least one. Locked and pinned groups stay. */
	public void keep(Collection<ChannelGroup> groups, double share) {
		List<ChannelGroup> free = groups.stream().filter(this::editable).toList();
		Cuts cuts = cuts();
		for (ChannelGroup group : free) {
			int kept = (int) Math.max(1, Math.min(group.units(), Math.round(share * group.units())));
			cuts = cuts.with(group, Manual.lowest(scoresOf(group), group.units() - kept));
		}
		byHand(free.size() == 1 ? free.getFirst().name() : Figures.count(free.size(), "group"), cuts, free);
	}

	/** Takes away all units below a score, in every group that can be changed and has scores, as far as limits let them go. */
	public void below(double threshold) {
		below(compared(), threshold);
	}

	/** The same in these groups only. */
	public void below(Collection<ChannelGroup> groups, double threshold) {
		Cuts cuts = cuts();
		List<ChannelGroup> free = groups.stream().filter(g -> editable(g) && scores().get().of(g) != null).toList();
		for (ChannelGroup group : free)
			cuts = cuts.with(group, Manual.below(scoresOf(group), threshold, limit(group)));
		byHand(free.size() == 1 ? free.getFirst().name() : "threshold", cuts, free);
	}

	/** Groups whose scores are compared with each other: the first way to cut their weights, open to changes, with scores. */
	List<ChannelGroup> compared() {
		return piece.coupling().prunable().stream()
				.filter(g -> !g.alternative() && editable(g) && scores().get().of(g) != null).toList();
	}

	/** How many units of a group may go by the method's settings. */
	Limit limit(ChannelGroup group) {
		Method method = draft.get().method();
		return Limit.of(group, method.minimumWidth(), method.roundTo());
	}

	/** Moves each group by whole units. */
	public void nudge(Collection<ChannelGroup> groups, int units) {
		List<ChannelGroup> free = groups.stream().filter(this::editable).toList();
		Cuts cuts = cuts();
		for (ChannelGroup group : free) {
			int kept = Math.max(1, Math.min(group.units(), cuts.kept(group) + units));
			cuts = cuts.with(group, Manual.lowest(scoresOf(group), group.units() - kept));
		}
		byHand(free.size() == 1 ? free.getFirst().name() : Figures.count(free.size(), "group"), cuts, free);
	}

	/** Keeps or removes one unit; the last one stays. */
	public void keepUnit(ChannelGroup group, int unit, boolean keep) {
		BitSet removed = cuts().removed(group);
		removed.set(unit, !keep);
		if (editable(group) && removed.cardinality() < group.units())
			byHand("channel " + unit + " of " + group.name(), cuts().with(group, removed), List.of(group));
	}

	/** Swaps what stays and what goes, where both are something. */
	public void invert(Collection<ChannelGroup> groups) {
		Cuts cuts = cuts();
		List<ChannelGroup> changed = new ArrayList<>();
		for (ChannelGroup group : groups)
			if (editable(group) && cuts.count(group) > 0) {
				BitSet removed = cuts.removed(group);
				removed.flip(0, group.units());
				cuts = cuts.with(group, removed);
				changed.add(group);
			}
		byHand("invert", cuts, changed);
	}

	private void byHand(String what, Cuts cuts, List<ChannelGroup> groups) {
		if (!groups.isEmpty() && !cuts.equals(cuts()))
			edit(what, d -> d.byHand(cuts, groups));
	}

	/** Takes over cuts that were made elsewhere, as if by hand; locked groups stay. */
	public void take(String title, Cuts other) {
		Cuts cuts = Cuts.NONE;
		for (ChannelGroup group : other.groups())
			if (editable(group))
				cuts = cuts.with(group, other.removed(group));
		Cuts taken = cuts;
		edit(title, d -> new Draft(taken, taken.groups(), d.locked(), d.method(), Target.EVERYTHING, false));
		spreading.drop();
	}

	/** Gives groups back to the allocator. */
	public void release(Collection<ChannelGroup> groups) {
		Cuts cuts = cuts();
		for (ChannelGroup group : groups)
			if (editable(group))
				cuts = cuts.with(group, new BitSet());
		Cuts cleared = cuts;
		edit("reset", d -> d.released(groups).with(cleared));
		spreading.again();
	}

	public void lock(Collection<ChannelGroup> groups, boolean locked) {
		edit(locked ? "lock" : "unlock", d -> d.locking(groups, locked));
	}

	/** Moves all groups that are neither locked nor set by hand. */
	public void aim(Target target) {
		edit("target", d -> d.with(target));
		spreading.again();
	}

	public void use(Method method) {
		edit(method.scoresLike(draft.get().method()) ? "allocator" : "criterion", d -> d.with(method));
		score();
	}

	/** No cuts at all, nothing by hand; locks stay. */
	public void clear() {
		edit("clear plan", d -> new Draft(Cuts.NONE, Set.of(), d.locked(), d.method(), Target.EVERYTHING, false));
		spreading.drop();
	}

	private void edit(String label, UnaryOperator<Draft> change) {
		boolean alone = !inGesture();
		if (alone)
			begin(label);
		Draft changed = change.apply(draft.get());
		draft.set(mended(changed));
		if (alone)
			end();
	}

	/** Every branch keeps something to read. */
	private Draft mended(Draft changed) {
		Cuts cuts = Overlaps.mended(piece.coupling(), changed.cuts(), (group, unit) -> scoresOf(group)[unit]);
		return cuts == changed.cuts() ? changed
				: new Draft(cuts, changed.manual(), changed.locked(), changed.method(), changed.target(),
						changed.astray());
	}

	private void score() {
		scoring.by(draft.get().method(), spreading::again);
	}

	/** Takes up curves of the piece's groups as far as they are measured; an allocator that goes by them starts anew. */
	void measured(@Nullable Sensitivity curves) {
		spreading.measured(curves);
	}

	/** Notes that this was made from the plan of other regions, and by what. */
	void came(PlanEdit from, String label) {
		came = new Came(from, label);
		relabel();
	}

	/** The plan that undo leads to once nothing is left to undo here; null where there is none. */
	@Nullable
	PlanEdit before() {
		return came == null ? null : came.from();
	}

	/** The plan that redo leads to once nothing is left to do again here; null where there is none. */
	@Nullable
	PlanEdit after() {
		return next;
	}

	/** Goes back to the plan that this was made from, which then leads here. */
	PlanEdit back() {
		PlanEdit from = Objects.requireNonNull(before());
		from.next = this;
		from.relabel();
		return from;
	}

	/** Forgets what was undone: something else is done now. */
	void forgetUndone() {
		drafts.forgetUndone();
		next = null;
		relabel();
	}

	boolean canUndo() {
		return drafts.undoLabel() != null;
	}

	boolean canRedo() {
		return drafts.redoLabel() != null;
	}

	void undo() {
		restore(drafts.undo(draft.get()));
		relabel();
	}

	void redo() {
		restore(drafts.redo(draft.get()));
		relabel();
	}

	private void restore(Draft earlier) {
		spreading.drop();
		draft.set(earlier);
		scoring.by(earlier.method(), () -> {
		});
	}

	private void relabel() {
		undoLabel.set(Objects.requireNonNullElse(drafts.undoLabel(), came == null ? "" : came.label()));
		redoLabel.set(Objects.requireNonNullElse(drafts.redoLabel(),
				next == null || next.came == null ? "" : next.came.label()));
	}
}
