package espalier.app;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.input.MouseButton;
import javafx.scene.robot.Robot;
import javafx.stage.Stage;

import org.jspecify.annotations.Nullable;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import espalier.app.control.Fader;
import espalier.app.graphview.GraphView;
import espalier.coupling.ChannelGroup;

/** The window on an off-screen display, driven by pointer and keys; what it holds is only looked at. */
final class Shown extends FxRobot implements AutoCloseable {
	static final Path EXAMPLE = Path.of("example-models", "resnet20-shapes.onnx");
	private static final int PATIENCE_SECONDS = 40;
	private static final int LONG_PATIENCE_SECONDS = 600;

	final Stage stage;
	final WorkbenchWindow window;
	final Workbench bench;
	/** What the file dialogs answer, in this order; nothing chosen when there is no more. */
	final Deque<Path> answers = new ArrayDeque<>();
	private boolean quit;

	private Shown(Stage stage, Settings settings) {
		this.stage = stage;
		bench = new Workbench(settings);
		FilePicker picker = new FilePicker() {
			@Override
			public @Nullable Path open(String kind, String suffix) {
				return answers.poll();
			}

			@Override
			public @Nullable Path folder(String of) {
				return answers.poll();
			}

			@Override
			public @Nullable Path save(String kind, String suffix, String suggested) {
				return answers.poll();
			}
		};
		window = new WorkbenchWindow(stage, bench, picker, () -> quit = true);
		stage.setX(0);
		stage.setY(0);
		stage.show();
	}

	/** A window of 1280 x 800 whose settings are kept in a folder. */
	static Shown in(Path folder) throws TimeoutException {
		FxToolkit.registerPrimaryStage();
		return look(() -> new Shown(new Stage(), Settings.at(folder.resolve("window.json"))));
	}

	/** The same with a file opened through the menu's shortcut. */
	static Shown with(Path model, Path folder) throws TimeoutException {
		Shown shown = in(folder);
		shown.open(model);
		return shown;
	}

	void open(Path model) {
		Opened before = look(() -> bench.opened().get());
		answers.add(model);
		push(javafx.scene.input.KeyCode.CONTROL, javafx.scene.input.KeyCode.O);
		untilShown(before);
	}

	static <T> T look(Callable<T> at) {
		return WaitForAsyncUtils.waitFor(WaitForAsyncUtils.asyncFx(at));
	}

	/** Waits until something holds on the JavaFX thread. */
	void until(String what, Callable<Boolean> holds) {
		until(what, PATIENCE_SECONDS, holds);
	}

	/** The same for what takes minutes on a busy machine. */
	void untilLong(String what, Callable<Boolean> holds) {
		until(what, LONG_PATIENCE_SECONDS, holds);
	}

	private void until(String what, int seconds, Callable<Boolean> holds) {
		try {
			WaitForAsyncUtils.waitFor(seconds, TimeUnit.SECONDS, () -> look(holds));
		} catch (TimeoutException e) {
			throw new AssertionError("waited in vain for " + what + "; the window says: "
					+ look(() -> bench.message().get() + ", " + bench.problem().get()), e);
		}
		WaitForAsyncUtils.waitForFxEvents();
	}

	boolean hasQuit() {
		return look(() -> quit);
	}

	GraphView graph() {
		return (GraphView) node("#graph");
	}

	/** Waits until a network is shown, laid out. */
	void untilShown(@Nullable Opened before) {
		until("the network", () -> bench.opened().get() != null && bench.opened().get() != before
				&& window.scene().lookup("#graph") instanceof GraphView graph && graph.settled());
	}

	PlanEdit edit() {
		return java.util.Objects.requireNonNull(bench.edit().get());
	}

	ChannelGroup group(String name) {
		return look(() -> java.util.Objects.requireNonNull(edit().piece().coupling().group(name)));
	}

	int kept(ChannelGroup group) {
		return look(() -> edit().cuts().kept(group));
	}

	/** The fader in the outline's line of a group that is in sight. */
	Fader fader(ChannelGroup group) {
		until("the fader of " + group.name(), () -> faders(group).findFirst().isPresent());
		return look(() -> faders(group).findFirst().orElseThrow());
	}

	private Stream<Fader> faders(ChannelGroup group) {
		return window.scene().getRoot().lookupAll(".outline-cell .fader").stream().map(Fader.class::cast)
				.filter(f -> ("Channels kept of " + group.name()).equals(f.getAccessibleText()))
				.filter(f -> f.getScene() != null && f.getParent() != null);
	}

	Node node(String selector) {
		return look(() -> java.util.Objects.requireNonNull(window.scene().lookup(selector), selector));
	}

	String text(String selector) {
		return look(() -> ((Labeled) window.scene().lookup(selector)).getText());
	}

	List<String> texts(String selector) {
		return look(() -> window.scene().getRoot().lookupAll(selector).stream().map(n -> ((Labeled) n).getText())
				.toList());
	}

	/** A point at shares of a node's width and height. */
	Point2D at(Node node, double across, double down) {
		return look(() -> {
			Bounds b = node.localToScreen(node.getLayoutBounds());
			return new Point2D(b.getMinX() + across * b.getWidth(), b.getMinY() + down * b.getHeight());
		});
	}

	void pull(Node node, double from, double to) {
		drag(at(node, from, 0.5), MouseButton.PRIMARY);
		for (int step = 1; step <= 5; step++)
			moveTo(at(node, from + (to - from) * step / 5, 0.5));
		drop();
		WaitForAsyncUtils.waitForFxEvents();
	}

	/** Clicks after one leap of the pointer, as a quick hand does; {@link #clickOn} takes longer on its way than timers of tooltips. */
	void flickTo(Point2D place) {
		Robot pointer = look(Robot::new);
		List<Runnable> acts = List.of(() -> pointer.mouseMove(place), () -> pointer.mousePress(MouseButton.PRIMARY),
				() -> pointer.mouseRelease(MouseButton.PRIMARY));
		for (Runnable act : acts)
			look(Executors.callable(act));
		WaitForAsyncUtils.waitForFxEvents();
	}

	/** Turns to a tab of the bottom panel. */
	void turnTo(String tab) {
		clickOn(look(() -> window.scene().lookup("#bottom").lookupAll(".tab-label").stream()
				.filter(n -> tab.equals(((Labeled) n).getText())).findFirst().orElseThrow()));
	}

	Set<ChannelGroup> selected() {
		return look(() -> Set.copyOf(bench.selection().groups()));
	}

	@Override
	public void close() {
		look(() -> {
			stage.close();
			bench.close();
			return true;
		});
	}
}
