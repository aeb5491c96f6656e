package espalier.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import espalier.allocate.Allocation;
import espalier.cost.Cost;
import espalier.graph.Shape;
import espalier.importance.Scores;
import espalier.onnx.ModelFile;
import espalier.onnx.OnnxReader;
import espalier.region.Region;
import espalier.runtime.Tracer;
import espalier.session.History;
import espalier.session.Version;
import espalier.session.Workpiece;

/**
 * The state of the window: what is open, which version is shown, the plan being edited on it, what runs and what was done. Holds
 * no nodes; used on the JavaFX thread only, which never waits.
 */
public final class Workbench implements AutoCloseable {
	private final Running running = new Running();
	private final ActLog log = new ActLog();
	private final Selection selection = new Selection();
	private final Settings settings;
	private final ReadOnlyObjectWrapper<@Nullable Opened> opened = new ReadOnlyObjectWrapper<>();
	private final ReadOnlyObjectWrapper<@Nullable Version> version = new ReadOnlyObjectWrapper<>();
	private final ReadOnlyObjectWrapper<@Nullable PlanEdit> edit = new ReadOnlyObjectWrapper<>();
	private final ObservableList<Version> versions = FXCollections.observableArrayList();
	// one view for ever: listeners on a fresh one would be lost with it
	private final ObservableList<Version> versionsShown = FXCollections.unmodifiableObservableList(versions);
	private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper("");
	private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
	private final Latest<Scores> scoring = new Latest<>(running.quick(), e -> report("Cannot score the channels", e));
	private final Latest<Allocation> allocating = new Latest<>(running.quick(), e -> report("Cannot allocate", e));
	private final ObservableValue<@Nullable Draft> draft = edit.flatMap(PlanEdit::draft);
	private final ObservableValue<@Nullable Scores> scores = edit.flatMap(PlanEdit::scores);

	private final DataState data;
	private final Training training = new Training(this);
	private final MethodWork methods = new MethodWork(this);
	private final EvidenceWork evidence = new EvidenceWork(this);
	private final Exporting exporting = new Exporting(this);
	private final Timing timing = new Timing(this);
	private final Comparing comparing;
	private final Sweeping sweeping;
	private final Surveying surveying;
	private final Seeing seeing;
	private final Steps steps = new Steps(this);
	private final Committing committing = new Committing(this);
	private final Depth depth;
	private final QuickTiming quickTiming;

	public Workbench(Settings settings) {
		this.settings = settings;
		data = new DataState(this);
		depth = new Depth(this);
		quickTiming = new QuickTiming(this);
		comparing = new Comparing(this);
		sweeping = new Sweeping(this);
		sweeping.shown().subscribe(curves -> {
			PlanEdit now = edit.get();
			if (now != null && now.thinned().isWhole())
				now.measured(curves);
		});
		edit.subscribe(now -> {
			if (now != null && now.thinned().isWhole())
				now.measured(sweeping.shown().get());
		});
		surveying = new Surveying(this);
		seeing = new Seeing(this);
	}

	public Settings settings() {
		return settings;
	}

	public Selection selection() {
		return selection;
	}

	public Running running() {
		return running;
	}

	public ActLog log() {
		return log;
	}

	ReadOnlyObjectProperty<@Nullable Opened> opened() {
		return opened.getReadOnlyProperty();
	}

	/** The version shown, or null when nothing is open. */
	public ReadOnlyObjectProperty<@Nullable Version> version() {
		return version.getReadOnlyProperty();
	}

	/** The plan being edited on the version shown. */
	public ReadOnlyObjectProperty<@Nullable PlanEdit> edit() {
		return edit.getReadOnlyProperty();
	}

	/** The plan's present state. */
	public ObservableValue<@Nullable Draft> draft() {
		return draft;
	}

	public ObservableValue<@Nullable Scores> scores() {
		return scores;
	}

	/** Undo and redo. */
	Steps steps() {
		return steps;
	}

	public ObservableList<Version> versions() {
		return versionsShown;
	}

	/** Whether a version is being made of the plan; it is not to be changed meanwhile. */
	public ReadOnlyBooleanProperty committing() {
		return committing.busy();
	}

	/** Whether scores, an allocation or what regions leave are being computed. */
	public ObservableValue<Boolean> thinking() {
		return Bindings.or(scoring.busy(), Bindings.or(allocating.busy(), depth.busy()));
	}

	/** What happened last, in a sentence. */
	public ReadOnlyStringProperty message() {
		return message.getReadOnlyProperty();
	}

	/** The last failure, for a dialog; null once it was seen. */
	public ReadOnlyObjectProperty<@Nullable Problem> problem() {
		return problem.getReadOnlyProperty();
	}

	public void problemSeen() {
		problem.set(null);
	}

	Exporting exporting() {
		return exporting;
	}

	/** The images at hand, and what is measured on them. */
	DataState data() {
		return data;
	}

	ReadOnlyObjectProperty<@Nullable Images> images() {
		return data.images();
	}

	Training training() {
		return training;
	}

	/** Published pruning methods that are run. */
	MethodWork methods() {
		return methods;
	}

	EvidenceWork evidence() {
		return evidence;
	}

	/** Whether something is being trained, beside which nothing else is to be trained or timed. */
	boolean trains() {
		return training.running() || methods.running() || evidence.running();
	}

	Timing timing() {
		return timing;
	}

	/** What the criterion in use looks at on images. */
	Surveying surveying() {
		return surveying;
	}

	Comparing comparing() {
		return comparing;
	}

	/** How the version shown answers when one group alone is cut. */
	Sweeping sweeping() {
		return sweeping;
	}

	/** What filters look like, and what they see. */
	Seeing seeing() {
		return seeing;
	}

	void report(String title, Throwable cause) {
		problem.set(Problem.of(title, cause));
		message.set(title);
	}

	void say(String sentence) {
		message.set(sentence);
	}

	/** What the version costs now, and what it would after the cuts; null when nothing is open. Well under a millisecond. */
	public @Nullable Cost preview() {
		PlanEdit now = edit.get();
		return now == null ? null : now.preview();
	}

	/** Opens a model at its own input sizes; on failure what was open stays. */
	public void open(Path file) {
		open(file, null);
	}

	/** Opens a model at these input sizes, or at its own when null. */
	public void open(Path file, @Nullable Map<String, Shape> inputs) {
		PlanEdit before = edit.get();
		Method method = before == null ? Methods.usual() : before.draft().get().method();
		load("Open " + file.getFileName(), "Cannot open " + file.getFileName(), progress -> {
			progress.at("Reading", -1);
			ModelFile model = OnnxReader.read(file);
			progress.at("Finding shapes and coupled channels", -1);
			Workpiece piece = Workpiece.of(model.graph(),
					inputs == null ? Tracer.defaultInputs(model.graph()) : inputs);
			progress.at("Scoring channels", -1);
			Opened fresh = new Opened(model, new History(model, piece));
			return new Loaded(fresh, fresh.history().current(), edit(piece, Draft.empty(method)));
		}, loaded -> {
			// nothing is to be measured of the new one on images of the one before
			data.forget();
			show(loaded);
			settings.opened(file);
			remember();
			long prunable = loaded.edit().piece().coupling().prunable().size();
			data.recall(file);
			say("Opened " + loaded.opened().name() + ": " + Figures.count(prunable, "group") + " can be cut");
			log.add("Open " + loaded.opened().name(), ActLog.info(file));
		});
	}

	record Loaded(Opened opened, Version version, PlanEdit edit) {}

	/** A prepared version with a plan to begin with, scored as the one before; any thread. */
	Loaded begun(Opened on, Version made, Draft before) {
		Draft next = Draft.empty(before.method());
		return new Loaded(on, made, edit(made.piece(), Methods.relocked(next, before, made.piece())));
	}

	/** Adds a version that was prepared in the background, and shows it where its parent is still shown. */
	void adopt(Loaded made) {
		adopt(List.of(made));
	}

	/**
	 * Adds versions that were prepared one from the other, and shows the last where the first's parent is still shown.
	 *
	 * @return the last as it stands among the versions
	 */
	Version adopt(List<Loaded> line) {
		Opened on = line.getFirst().opened();
		Version before = on.history().current();
		List<Version> adopted = on.history().adopt(line.stream().map(Loaded::version).toList());
		for (int i = 0; i < line.size(); i++)
			on.edits().put(adopted.get(i).id(), line.get(i).edit());
		Version parent = adopted.getFirst().parent();
		boolean follows = parent != null && parent.id() == before.id();
		if (!follows)
			on.history().go(on.history().versions().get(before.id()));
		if (opened.get() == on && follows)
			turnTo(adopted.getLast());
		else if (opened.get() == on)
			refresh();
		return adopted.getLast();
	}

	/** Shows what became known of versions. */
	void refresh() {
		Opened now = opened.get();
		if (now == null)
			return;
		versions.setAll(now.history().versions());
		version.set(now.history().current());
	}

	private PlanEdit edit(Workpiece piece, Draft draft) {
		Method method = draft.method();
		return edit(Thinned.whole(piece), draft, Scores.of(piece.coupling(), method.criterion(), method.aggregation()));
	}

	/** A plan that goes on from a draft; any thread. */
	PlanEdit edit(Thinned thinned, Draft draft, Scores of) {
		return new PlanEdit(thinned, draft, of, scoring, allocating);
	}

	private void load(String title, String onFailure, Running.Work<Loaded> work, Consumer<Loaded> done) {
		running.start(title, work, done, e -> report(onFailure, e));
	}

	void show(Loaded loaded) {
		loaded.opened().edits().put(loaded.version().id(), loaded.edit());
		if (opened.get() != loaded.opened())
			selection.reset();
		opened.set(loaded.opened());
		turnTo(loaded.version());
	}

	/** Shows a version whose plan edit is known; selected groups that it has, too, stay selected. */
	void turnTo(Version to) {
		Opened now = opened.get();
		if (now == null)
			return;
		PlanEdit plan = Objects.requireNonNull(now.edits().get(to.id()), to.title());
		Runnable reselect = selection.again(plan.piece().coupling());
		scoring.drop();
		allocating.drop();
		depth.drop();
		versions.setAll(now.history().versions());
		version.set(to);
		edit.set(plan);
		reselect.run();
	}

	/** Shows another plan of the version shown, of other regions; what is selected stays so where it is there. */
	void turn(PlanEdit to) {
		Opened now = opened.get();
		Version on = version.get();
		if (now == null || on == null || edit.get() == to)
			return;
		Region chosen = selection.region().get();
		Runnable reselect = selection.again(to.piece().coupling());
		scoring.drop();
		allocating.drop();
		depth.drop();
		now.edits().put(on.id(), to);
		edit.set(to);
		reselect.run();
		selection.region().set(chosen);
	}

	/** Makes the plan a version: off the JavaFX thread, then it is shown. */
	public void commit() {
		commit(() -> {
		});
	}

	/** @param then done once the version is shown */
	void commit(Runnable then) {
		committing.commit(then);
	}

	/** How channels may be cut, as a person decides it. */
	Committing choosing() {
		return committing;
	}

	/** Which regions are planned to go. */
	Depth depth() {
		return depth;
	}

	/** What the regions that are planned to go do to the time of a run. */
	QuickTiming quickTiming() {
		return quickTiming;
	}

	/** Shows another version; the plan edited on this one is kept with it. */
	public void go(Version to) {
		Opened now = opened.get();
		if (now == null || version.get() == to || committing().get())
			return;
		now.history().go(to);
		turnTo(to);
		say("Version " + Methods.number(to) + ", " + to.title());
	}

	public void rename(Version which, String title) {
		Opened now = opened.get();
		if (now == null || title.isBlank())
			return;
		now.history().rename(which, title.strip());
		refresh();
	}

	/** Whether closing would lose a plan that is not committed or a version that was not exported. */
	public boolean unsaved() {
		Opened now = opened.get();
		if (now == null)
			return false;
		boolean planned = now.edits().values().stream().anyMatch(e -> !e.isEmpty() && e == edit.get());
		Version shown = now.history().current();
		return trains() || planned || shown.parent() != null && !now.exported().contains(shown.id());
	}

	public void closeModel() {
		training.cancel();
		methods.cancel();
		evidence.cancel();
		data.forget();
		opened.set(null);
		selection.reset();
		edit.set(null);
		version.set(null);
		versions.setAll(List.of());
		say("");
	}

	/** Writes the settings down in the background. */
	void remember() {
		String text = settings.text();
		running.aside((Callable<Boolean>) () -> {
			settings.write(text);
			return true;
		}, e -> log.add("Cannot remember the window's settings: " + e.getMessage(), ""));
	}

	@Override
	public void close() {
		training.cancel();
		methods.cancel();
		evidence.cancel();
		sweeping.cancel();
		data.close();
		quickTiming.close();
		seeing.close();
		running.close();
	}
}
