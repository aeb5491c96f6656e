package espalier.app;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;

import org.jspecify.annotations.Nullable;

import espalier.app.chart.FigureView;
import espalier.app.control.CountSpinner;
import espalier.app.graphview.GraphView;
import espalier.coupling.ChannelGroup;
import espalier.evaluate.Sensitivity;
import espalier.graph.RefusedException;
import espalier.report.Format;

/**
 * The window drives itself, off-screen: it opens the example, hovers, drags a fader and the histogram, commits, fine-tunes, undoes, exports,
 * runs a method, and takes pictures in both themes and two sizes. What it shows is what a person would see, and what it does is checked.
 */
public final class Tour {
	private final Path out;
	private final @Nullable Path assets;
	private final PrintStream say;

	private static final int FEW = 64;
	private static final int FEW_TO_TRAIN_ON = 4000;
	private static final int METHOD_EPOCHS = 2;

	private record Played(WorkbenchWindow window, Stage stage, Stagehand hand) {
		Workbench bench() {
			return window.bench();
		}
	}

	private Tour(Path out, @Nullable Path assets, PrintStream say) {
		this.out = out;
		this.assets = assets;
		this.say = say;
	}

	/** Plays the tour and leaves its files in a folder; 0 when every step did what it should. */
	public static int run(Path out) {
		return run(out, null);
	}

	/** @param assets folder for the pictures that the README shows, or null to leave them */
	public static int run(Path out, @Nullable Path assets) {
		PrintStream say = System.out;
		System.setProperty("glass.platform", "Monocle");
		System.setProperty("monocle.platform", "Headless");
		System.setProperty("headless.geometry", "2560x1440-32");
		System.setProperty("prism.order", "sw");
		System.setProperty("java.awt.headless", "true");
		try {
			Files.createDirectories(out);
			CountDownLatch started = new CountDownLatch(1);
			Platform.startup(started::countDown);
			started.await();
			Platform.setImplicitExit(false);
			new Tour(out, assets, say).play();
			say.println("The tour is over. Its files are in " + out.toAbsolutePath().normalize());
			return 0;
		} catch (Exception e) {
			System.err.println("The tour stopped: " + e.getMessage());
			e.printStackTrace(System.err);
			return 1;
		} finally {
			Platform.exit();
		}
	}

	private void play() throws Exception {
		Played p = Stagehand.fx(this::raise);
		p.hand().frames(5);
		shot(p, "0-empty");
		step("Open the example", () -> open(p));
		shot(p, "1-opened");
		step("Point at the graph", () -> p.hand().point(p.hand().node("#graph"), 0.5, 0.5));
		ChannelGroup group = step("Drag a fader", () -> fader(p));
		step("Drag the histogram", () -> histogram(p, group));
		shot(p, "2-planned");
		step("Aim at half the MACs", () -> aim(p));
		shot(p, "3-allocated");
		dress(p, Theme.DARK);
		shot(p, "3-allocated-dark");
		step("Look at the charts", () -> charts(p));
		step("Commit", () -> commit(p));
		dress(p, Theme.LIGHT);
		shot(p, "4-committed");
		step("Fine-tune", () -> train(p));
		shot(p, "5-trained");
		dress(p, Theme.DARK);
		shot(p, "5-trained-dark");
		dress(p, Theme.LIGHT);
		step("Export", () -> export(p));
		step("Undo and redo", () -> undo(p));
		step("Run a method", () -> method(p));
		shot(p, "6-method");
		dress(p, Theme.DARK);
		shot(p, "6-method-dark");
		dress(p, Theme.LIGHT);
		large(p);
		Stagehand.fx(() -> {
			p.stage().close();
			p.bench().close();
		});
	}

	private interface Step<T> {
		T play() throws Exception;
	}

	private interface Act {
		void play() throws Exception;
	}

	private <T> T step(String title, Step<T> step) throws Exception {
		say.println("  " + title);
		return step.play();
	}

	private void step(String title, Act act) throws Exception {
		step(title, () -> {
			act.play();
			return title;
		});
	}

	private Played raise() {
		Settings settings = Settings.at(out.resolve("window.json"));
		settings.theme().set(Theme.LIGHT);
		Stage stage = new Stage();
		FilePicker picker = new FilePicker() {
			@Override
			public @Nullable Path open(String kind, String suffix) {
				return null;
			}

			@Override
			public @Nullable Path folder(String of) {
				return null;
			}

			@Override
			public Path save(String kind, String suffix, String suggested) {
				return out.resolve(suggested);
			}
		};
		WorkbenchWindow window = new WorkbenchWindow(stage, new Workbench(settings), picker, stage::close);
		stage.setX(0);
		stage.setY(0);
		stage.setWidth(1280);
		stage.setHeight(800);
		stage.show();
		return new Played(window, stage, new Stagehand(window.scene()));
	}

	private void open(Played p) {
		Stagehand.fx(() -> act(p, "Open example"));
		p.hand().until("the example to open",
				() -> p.bench().edit().get() != null || p.bench().problem().get() != null);
		check(Stagehand.fx(() -> p.bench().problem().get() == null), "the example opens");
		settle(p);
		say.println("    " + Figures.accuracy(accuracy(p, false).evaluation()) + " of the sample are right");
	}

	private static void settle(Played p) {
		GraphView graph = (GraphView) p.hand().node("#graph");
		p.hand().until("the picture", graph::settled);
	}

	private ChannelGroup fader(Played p) {
		Node fader = p.hand().node("#outline-tree .fader");
		p.hand().drag(fader, 0.97, 0.6);
		ChannelGroup cut = Stagehand.fx(() -> p.bench().edit().get().cuts().groups().iterator().next());
		Stagehand.fx(() -> p.bench().selection().select(cut));
		p.hand().frames(5);
		return cut;
	}

	private void histogram(Played p, ChannelGroup group) {
		int before = Stagehand.fx(() -> p.bench().edit().get().cuts().count(group));
		p.hand().drag(p.hand().node("#histogram"), 0.3, 0.5);
		int after = Stagehand.fx(() -> p.bench().edit().get().cuts().count(group));
		check(after > 0, "the histogram cuts channels (" + before + ", then " + after + ")");
	}

	private void aim(Played p) {
		Node target = p.hand().node("#target");
		p.hand().drag(target, 0.98, 0.5);
		p.hand().until("the allocation", () -> !p.bench().thinking().getValue());
		double share = Stagehand.fx(() -> (double) Objects.requireNonNull(p.bench().preview()).macs()
				/ p.bench().edit().get().piece().cost().original().macs());
		check(share < 0.7, "MACs fall to the target (" + Figures.percent(share) + ")");
		say.println("    " + Figures.percent(share) + " of the MACs, "
				+ Figures.accuracy(accuracy(p, true).evaluation()) + " without training");
		p.hand().frames(10);
	}

	private void charts(Played p) {
		for (String chart : List.of("Sensitivity", "Importance", "Cost")) {
			Stagehand.fx(() -> act(p, "Chart: " + chart));
			if (chart.equals("Sensitivity"))
				sweep(p);
			FigureView view = (FigureView) p.hand().node("#charts .figure-view");
			p.hand().until("the chart", () -> view.drawn() != null && view.drawn() == view.figure());
			Path file = out.resolve(chart.toLowerCase(Locale.ROOT) + ".svg");
			Stagehand.fx(() -> p.bench().exporting().figure(Objects.requireNonNull(view.figure()), Format.SVG, file));
			p.hand().until("the file", () -> Files.isRegularFile(file));
			shot(p, "3-chart-" + chart.toLowerCase(Locale.ROOT));
		}
		Stagehand.fx(() -> p.window().tab("Versions"));
	}

	/** On a few images only, which shows the way and not the truth. */
	private void sweep(Played p) {
		Stagehand.fx(() -> p.bench().sweeping().start(Sensitivity.Metric.ACCURACY, FEW, List.of(0.25, 0.5, 0.75)));
		p.hand().untilAtLast("the sensitivity", () -> !p.bench().sweeping().busy().get());
		int curves = Stagehand.fx(() -> Objects.requireNonNull(p.bench().sweeping().shown().get()).curves().size());
		check(curves > 0, "the sensitivity is measured (" + curves + " groups)");
	}

	private void commit(Played p) {
		p.hand().click(p.hand().node("#commit"));
		p.hand().until("the commit", () -> p.bench().versions().size() == 2);
		p.hand().frames(90);
		accuracy(p, false);
	}

	/** On a fifth of the images, which brings most of the accuracy back in a fifth of the time. */
	private void train(Played p) {
		Stagehand.fx(() -> p.bench().data().choose("shapes:0:" + FEW_TO_TRAIN_ON));
		p.hand().until("fewer images",
				() -> Objects.requireNonNull(p.bench().images().get()).splits().train().size() == FEW_TO_TRAIN_ON);
		double before = accuracy(p, false).share();
		Stagehand.fx(() -> p.window().tab("Training"));
		p.hand().frames(5);
		p.hand().click(p.hand().node("#train"));
		p.hand().untilAtLast("the training",
				() -> p.bench().versions().size() == 3 || p.bench().problem().get() != null);
		Estimate after = accuracy(p, false);
		check(after.share() > before, "fine-tuning brings accuracy back (" + Figures.percent(before) + ", then "
				+ Figures.percent(after.share()) + ")");
		say.println("    " + Figures.accuracy(after.evaluation()) + " after one epoch of "
				+ Figures.count(FEW_TO_TRAIN_ON, "image"));
	}

	/** The accuracy of the plan, or of the version shown, once it is known. */
	private static Estimate accuracy(Played p, boolean plan) {
		Measuring measuring = Stagehand.fx(() -> p.bench().data().measuring());
		p.hand().until("the accuracy", () -> {
			Estimate now = plan ? measuring.planned().get() : measuring.current().get();
			return now != null && now.settled();
		});
		return Objects.requireNonNull(
				Stagehand.fx(() -> plan ? measuring.planned().get() : measuring.current().get()));
	}

	private void export(Played p) {
		List<String> exports = List.of("Export model…", "Export plan…", "Export picture of the graph…",
				"Export report…");
		for (String name : exports) {
			Stagehand.fx(() -> act(p, name));
			p.hand().until(name, () -> p.bench().running().tasks().isEmpty());
			check(Stagehand.fx(() -> p.bench().problem().get() == null), name);
			say.println("    " + Stagehand.fx(() -> p.bench().message().get()));
		}
		check(Files.isRegularFile(out.resolve(Stagehand.fx(() -> p.bench().exporting().suggested("onnx")))),
				"the model is written");
	}

	private void undo(Played p) {
		p.hand().press(KeyCode.CONTROL, KeyCode.Z);
		check(Stagehand.fx(() -> p.bench().version().get().id() == 1), "undo goes back to the version before");
		p.hand().press(KeyCode.CONTROL, KeyCode.Y);
		check(Stagehand.fx(() -> p.bench().version().get().id() == 2), "redo goes to the trained version again");
	}

	/** The first of the list, briefly. */
	private void method(Played p) {
		int before = Stagehand.fx(() -> p.bench().versions().size());
		Stagehand.fx(() -> p.window().tab("Methods"));
		p.hand().frames(5);
		CountSpinner epochs = (CountSpinner) p.hand().node("#method-epochs");
		Stagehand.fx(() -> epochs.getValueFactory().setValue(METHOD_EPOCHS));
		p.hand().click(p.hand().node("#start-method"));
		p.hand().untilAtLast("the method", () -> p.bench().versions().size() == before + 2
				|| p.bench().problem().get() != null);
		say.println("    " + Stagehand.fx(() -> p.bench().message().get()));
	}

	private void large(Played p) {
		Stagehand.fx(() -> {
			p.stage().setWidth(2560);
			p.stage().setHeight(1440);
		});
		p.hand().frames(5);
		Stagehand.fx(() -> act(p, "Fit"));
		settle(p);
		shot(p, "7-large");
		dress(p, Theme.DARK);
		shot(p, "7-large-dark");
	}

	private static void act(Played p, String action) {
		p.window().actions().stream().filter(a -> a.name().getValue().equals(action)).findFirst().orElseThrow().run();
	}

	private static void dress(Played p, Theme theme) {
		Stagehand.fx(() -> p.bench().settings().theme().set(theme));
		p.hand().frames(10);
	}

	private void shot(Played p, String name) {
		p.hand().frames(5);
		p.hand().picture(out.resolve(name + ".png"));
		Path folder = assets;
		if (folder != null && name.startsWith("3-allocated"))
			p.hand().picture(folder.resolve("workbench" + (name.endsWith("dark") ? "-dark" : "") + ".png"));
	}

	private static void check(boolean holds, String what) {
		if (!holds)
			throw new RefusedException("It does not hold that " + what);
	}
}
