package espalier.session;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import espalier.cost.Si;
import espalier.coupling.Adapter;
import espalier.coupling.Choices;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.evaluate.Evaluation;
import espalier.graph.BadInputException;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.RefusedException;
import espalier.onnx.ModelFile;
import espalier.plan.Plan;

/**
 * The tree of a model's versions. Nothing is ever lost: undo moves to the parent, and a commit after it opens a branch. Safe
 * for use by several threads; slow work is done outside the lock.
 */
public final class History {
	private final ModelFile original;
	private final InstantSource clock;
	private final List<Version> versions = new ArrayList<>();
	private final Map<Integer, Integer> lastLeft = new HashMap<>();
	private int current;

	/** A history with one version: the model as it was read, with what follows from it. */
	public History(ModelFile original, Workpiece root) {
		this(original, root, InstantSource.system());
	}

	History(ModelFile original, Workpiece root, InstantSource clock) {
		this.original = original;
		this.clock = clock;
		versions.add(new Version(0, null, "Original", new Origin.Read(), root, clock.instant(), null));
	}

	/** The model file that everything started from. */
	public ModelFile original() {
		return original;
	}

	public synchronized Version current() {
		return versions.get(current);
	}

	/** All versions in the order of creation; a version's id is its index. */
	public synchronized List<Version> versions() {
		return List.copyOf(versions);
	}

	/** Makes a version from the current one and moves to it: {@link #prepare} and {@link #adopt} in one, not for a UI thread. */
	public Version commit(String title, Cuts cuts) {
		return adopt(prepare(title, cuts));
	}

	/**
	 * Makes a version from the current one without adding it. Slow (surgery and a trace), without effect on this history.
	 *
	 * @param title
	 *            where blank, the version is named after its cuts
	 * @throws RefusedException
	 *             when there is nothing to cut
	 */
	public Version prepare(String title, Cuts cuts) {
		return prepare(title, current().piece(), cuts);
	}

	/**
	 * Same, where regions are planned to go, too.
	 *
	 * @param planned
	 *            the current version's piece with more bypasses among its choices
	 * @param cuts
	 *            of its groups
	 */
	public Version prepare(String title, Workpiece planned, Cuts cuts) {
		return prepare(title, current(), planned, cuts);
	}

	/**
	 * Same, of any version, which may be a prepared one.
	 *
	 * @param planned
	 *            its piece, with more bypasses among its choices where regions go
	 */
	public Version prepare(String title, Version parent, Workpiece planned, Cuts cuts) {
		if (cuts.isEmpty() && planned.coupling().choices().equals(parent.piece().coupling().choices()))
			throw new RefusedException("There is nothing to commit; set a ratio or select units first.");
		Workpiece piece = planned.without(cuts);
		String name = title.isBlank() ? named(parent.piece(), piece, cuts) : title.strip();
		Plan plan = Plan.of(planned.coupling(), cuts, original.sha256(), name);
		return new Version(versions().size(), parent, name, new Origin.Cut(plan), piece, clock.instant(), null);
	}

	/**
	 * Makes a version in which channels may be cut in other ways, without adding it. Slow (coupling), without effect on this
	 * history.
	 *
	 * @throws RefusedException
	 *             when the network lacks what the choices name
	 */
	public Version prepare(String title, Version parent, Origin.Chosen chosen) {
		Workpiece before = parent.piece();
		Workpiece piece = Workpiece.of(before.graph(), before.trace(),
				before.coupling().choices().and(chosen.choices()));
		return new Version(versions().size(), parent, title, chosen, piece, clock.instant(), null);
	}

	/**
	 * Makes a version of the same structure with other weights without adding it. Slow (a trace), without effect on this
	 * history.
	 *
	 * @param parent
	 *            whose weights were trained
	 */
	public Version prepare(String title, Version parent, Graph graph, Origin origin) {
		return new Version(versions().size(), parent, title, origin,
				parent.piece().like(graph), clock.instant(), null);
	}

	/**
	 * Adds a prepared version under its parent and moves to it.
	 *
	 * @return the version as it stands in this history
	 */
	public Version adopt(Version prepared) {
		return adopt(List.of(prepared)).getFirst();
	}

	/**
	 * Adds versions that were prepared, the first from a version of this history and each other from the one before it, and moves
	 * to the last.
	 *
	 * @return them as they stand in this history
	 */
	public synchronized List<Version> adopt(List<Version> line) {
		Version parent = line.getFirst().parent();
		if (parent == null || !holds(parent))
			throw new IllegalArgumentException(line.getFirst() + " was not made from a version of this history");
		leave();
		int from = parent.id();
		int first = versions.size();
		for (Version prepared : line) {
			versions.add(new Version(versions.size(), versions.get(from), prepared.title(), prepared.origin(),
					prepared.piece(), prepared.time(), prepared.measured()));
			from = versions.size() - 1;
		}
		current = from;
		return List.copyOf(versions.subList(first, versions.size()));
	}

	public synchronized boolean canUndo() {
		return versions.get(current).parent() != null;
	}

	public synchronized boolean canRedo() {
		return next() != null;
	}

	/** Moves to the parent, if there is one. */
	public synchronized Version undo() {
		Version parent = versions.get(current).parent();
		return parent == null ? current() : go(parent);
	}

	/** Moves to the child that was left last, if there is one. */
	public synchronized Version redo() {
		Version next = next();
		return next == null ? current() : go(next);
	}

	/** Moves to any version. */
	public synchronized Version go(Version version) {
		if (!holds(version))
			throw new IllegalArgumentException(version + " is not of this history");
		leave();
		current = version.id();
		return current();
	}

	/** Gives a version another title. */
	public synchronized void rename(Version version, String title) {
		replace(version, versions.get(version.id()).with(title));
	}

	/** Notes what was measured of a version; a measurement on fewer images does not replace one on more. */
	public synchronized void measured(Version version, Evaluation evaluation) {
		Evaluation before = versions.get(version.id()).measured();
		if (before == null || evaluation.images() >= before.images())
			replace(version, versions.get(version.id()).with(evaluation));
	}

	/** Versions are values: those behind a changed one are new ones too. */
	private void replace(Version version, Version changed) {
		if (!holds(version))
			throw new IllegalArgumentException(version + " is not of this history");
		versions.set(version.id(), changed);
		for (int id = version.id() + 1; id < versions.size(); id++) {
			Version v = versions.get(id);
			Version parent = v.parent() == null ? null : versions.get(v.parent().id());
			if (v.parent() != parent)
				versions.set(id, v.with(parent));
		}
	}

	/**
	 * The plan that makes a version from the original in one go; empty for the original itself. Slow where choices were made or
	 * several cuts (coupling).
	 *
	 * @param next
	 *            cuts of the version that are not committed
	 * @throws RefusedException
	 *             when the original can't be cut so in one go
	 */
	public Plan planFromOriginal(Version version, Cuts next) {
		return planFromOriginal(version, version.piece(), next);
	}

	/**
	 * The same where regions go too.
	 *
	 * @param planned
	 *            the version's network without those regions
	 */
	public Plan planFromOriginal(Version version, Workpiece planned, Cuts next) {
		Deque<Version> line = new ArrayDeque<>();
		for (Version v = versions().get(version.id()); v != null; v = v.parent())
			line.push(v);
		Workpiece root = line.element().piece();
		Plan whole = new Plan(original.sha256(), "", Choices.NONE, List.of());
		for (Version v : line)
			whole = switch (v.origin()) {
				case Origin.Cut(Plan plan) -> told(root, whole.without(gone(v.parent(), whole))
						.then(Widening.of(plan, whole, root).titled(v.title())));
				case Origin.Chosen(Choices choices, String _) -> told(root, whole.choosing(choices));
				default -> whole;
			};
		return next.isEmpty() && planned == version.piece() ? whole
				: told(root, whole.without(gone(version, whole))
						.then(Plan.of(planned.coupling(), next, original.sha256(), version.title())));
	}

	/** Adapters that were taken out again on the way to a version: what is cut of it later says nothing of them. */
	private static Set<String> gone(@Nullable Version version, Plan whole) {
		return version == null ? Set.of()
				: whole.choices().adapters().stream().map(Adapter::name)
						.filter(name -> version.piece().graph().node(name) == null).collect(Collectors.toSet());
	}

	/** A plan as the original's groups tell it: with the adapters that were put in after some of its cuts. */
	private static Plan told(Workpiece root, Plan plan) {
		try {
			Coupling coupling = Workpiece.of(root.graph(), root.trace(), plan.choices()).coupling();
			// what was cut of a region that went later
			Set<String> removed = root.graph().nodes().stream().map(Node::name)
					.filter(name -> coupling.graph().node(name) == null).collect(Collectors.toSet());
			return Plan.of(coupling, plan.without(removed).cuts(coupling), plan.modelSha256(), plan.title());
		} catch (BadInputException | RefusedException e) {
			throw new RefusedException("What was done can't be told as one plan for the original: "
					+ e.getMessage() + " Export the model itself, which has everything.");
		}
	}

	private boolean holds(Version version) {
		return version.id() < versions.size() && versions.get(version.id()).piece() == version.piece();
	}

	/** Notes the way here, so that redo finds it. */
	private void leave() {
		for (Version v = versions.get(current); v.parent() != null; v = v.parent())
			lastLeft.put(v.parent().id(), v.id());
	}

	private @Nullable Version next() {
		Integer left = lastLeft.get(current);
		if (left != null)
			return versions.get(left);
		return versions.stream().filter(v -> v.parent() != null && v.parent().id() == current)
				.reduce((a, b) -> b).orElse(null);
	}

	private static String named(Workpiece before, Workpiece after, Cuts cuts) {
		if (cuts.groups().size() == 1) {
			ChannelGroup only = cuts.groups().iterator().next();
			return only.name() + ": " + cuts.count(only) + " of " + only.units() + " cut";
		}
		return cuts.groups().size() + " groups, "
				+ Si.change(before.cost().original().macs(), after.cost().original().macs()) + " MACs";
	}
}
