package espalier.app.graphview;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javafx.animation.AnimationTimer;
import javafx.application.Application;
import javafx.geometry.Point2D;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.paint.Color;
import javafx.stage.Stage;

import atlantafx.base.theme.PrimerLight;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import espalier.app.Selection;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.graph.Graph;
import espalier.graph.Trace;
import espalier.runtime.Tracer;
import espalier.zoo.Nets;

/** The graph under pointer and keys. */
class GraphViewTest {
	private final FxRobot robot = new FxRobot();
	private final Selection selection = new Selection();
	private Stage stage;
	private GraphView view;
	private Coupling coupling;

	@BeforeEach
	void show() throws TimeoutException {
		FxToolkit.registerPrimaryStage();
		look(() -> {
			Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
			view = new GraphView(selection);
			stage = new Stage();
			stage.setScene(new Scene(view, 1200, 700));
			stage.setX(0);
			stage.setY(0);
			stage.show();
			return true;
		});
	}

	@AfterEach
	void close() {
		look(() -> {
			stage.close();
			return true;
		});
	}

	private static <T> T look(Callable<T> at) {
		return WaitForAsyncUtils.waitFor(WaitForAsyncUtils.asyncFx(at));
	}

	private void until(Callable<Boolean> holds) throws TimeoutException {
		WaitForAsyncUtils.waitFor(40, TimeUnit.SECONDS, () -> look(holds));
		WaitForAsyncUtils.waitForFxEvents();
	}

	private void open(Graph graph) throws TimeoutException {
		Trace trace = Tracer.trace(graph);
		coupling = Coupling.of(graph, trace);
		look(() -> {
			view.show(graph, trace, coupling, true);
			return true;
		});
		until(view::settled);
	}

	private ChannelGroup group(String name) {
		return Objects.requireNonNull(coupling.group(name));
	}

	/** Where a group's first layer is on the screen. */
	private Point2D place(String name) {
		return look(() -> view.localToScreen(view.where(group(name)).orElseThrow()));
	}

	private Point2D inView(double across, double down) {
		return look(() -> view.localToScreen(view.getWidth() * across, view.getHeight() * down));
	}

	@Test
	void pointerHoversAndSelects() throws TimeoutException {
		open(Nets.resNet("net", 1, 1, 8, 16));
		robot.moveTo(place("layer1.0.conv1"));
		assertThat(look(() -> selection.hovered().get())).isSameAs(group("layer1.0.conv1"));
		robot.clickOn(place("layer1.0.conv1"));
		assertThat(look(() -> selection.groups())).containsExactly(group("layer1.0.conv1"));
		robot.press(KeyCode.SHIFT).clickOn(place("layer3.0.conv1")).release(KeyCode.SHIFT);
		assertThat(look(() -> selection.groups())).containsExactly(group("layer1.0.conv1"), group("layer3.0.conv1"));
		robot.clickOn(inView(0.01, 0.99));
		assertThat(look(() -> selection.groups().isEmpty())).as("a click beside everything").isTrue();
		robot.drag(inView(0.005, 0.005), MouseButton.PRIMARY).moveTo(inView(0.5, 0.5)).moveTo(inView(0.995, 0.995))
				.drop();
		assertThat(look(() -> Set.copyOf(selection.groups()))).as("a rectangle around everything")
				.containsAll(coupling.prunable());
		robot.push(KeyCode.ESCAPE);
		assertThat(look(() -> selection.groups().isEmpty())).isTrue();
	}

	@Test
	void wheelZoomsToThePointerAndTheMiddleButtonPans() throws TimeoutException {
		open(Nets.resNet("net", 1, 1, 8, 16));
		Point2D at = place("layer2.0.conv1");
		robot.moveTo(at);
		Point2D local = look(() -> view.screenToLocal(at));
		Viewport before = look(() -> view.view());
		robot.scroll(6, javafx.geometry.VerticalDirection.UP);
		Viewport after = look(() -> view.view());
		assertThat(after.zoom()).isNotEqualTo(before.zoom());
		assertThat(after.sceneX(local.getX())).isEqualTo(before.sceneX(local.getX()), Offset.offset(1.0));
		assertThat(after.sceneY(local.getY())).isEqualTo(before.sceneY(local.getY()), Offset.offset(1.0));
		robot.drag(at, MouseButton.MIDDLE).moveTo(at.add(30, 0)).moveTo(at.add(60, 25)).drop();
		Viewport panned = look(() -> view.view());
		assertThat(panned.x() - after.x()).isBetween(50.0, 70.0);
		assertThat(panned.y() - after.y()).isBetween(15.0, 35.0);
		assertThat(panned.zoom()).isEqualTo(after.zoom());
		look(() -> {
			view.fit();
			return true;
		});
		until(() -> view.settled() && Math.abs(view.view().zoom() - before.zoom()) < 1e-6);
	}

	@Test
	void anotherGraphMayComeWhileThePictureStillMoves() throws TimeoutException {
		open(Nets.resNet("net", 3, 2, 8, 16));
		Graph small = Nets.resNet("net", 1, 1, 8, 16);
		Trace trace = Tracer.trace(small);
		Coupling of = Coupling.of(small, trace);
		Graph large = Nets.resNet("net", 4, 2, 8, 16);
		Trace largeTrace = Tracer.trace(large);
		Coupling ofLarge = Coupling.of(large, largeTrace);
		for (int turn = 0; turn < 12; turn++) {
			boolean little = turn % 2 == 0;
			look(() -> {
				view.fit();
				view.show(little ? small : large, little ? trace : largeTrace, little ? of : ofLarge, false);
				return true;
			});
			until(view::settled);
		}
	}

	@Test
	void doubleClickClosesAScopeAndOpensItAgain() throws TimeoutException {
		open(Nets.resNet("net", 1, 1, 8, 16));
		Point2D conv = place("layer1.0.conv1");
		Point2D header = look(() -> {
			Finder.Found found = view.at(view.screenToLocal(conv).getX(), view.screenToLocal(conv).getY());
			return conv.add(0, 0.5 * 52 * view.view().zoom() + 8 * view.view().zoom())
					.multiply(found == null ? 0 : 1);
		});
		assertThat(look(() -> view.at(view.screenToLocal(header).getX(), view.screenToLocal(header).getY()).room()))
				.as("a place of the room beside its cards").isNotNull();
		robot.doubleClickOn(header);
		until(() -> view.settled() && !cardIsShown("layer1.0.conv1"));
		robot.doubleClickOn(place("layer1.0.conv1"));
		until(() -> view.settled() && cardIsShown("layer1.0.conv1"));
	}

	private boolean cardIsShown(String name) {
		Point2D at = view.where(group(name)).orElse(Point2D.ZERO);
		Finder.Found found = view.at(at.getX(), at.getY());
		return found != null && found.card() != null && found.card().group == group(name);
	}

	@Test
	void cutsAreDrawnWithoutANewLayout() throws TimeoutException {
		open(Nets.resNet("net", 1, 1, 8, 16));
		Viewport before = look(() -> view.view());
		Point2D place = place("layer2.0.conv1");
		long quiet = amber();
		ChannelGroup group = group("layer2.0.conv1");
		BitSet half = new BitSet();
		half.set(0, group.units() / 2);
		look(() -> {
			view.setCuts(Cuts.of(Map.of(group, half)));
			return true;
		});
		assertThat(amber()).as("what goes is amber").isGreaterThan(quiet + 20);
		assertThat(look(() -> view.view())).isEqualTo(before);
		assertThat(place("layer2.0.conv1")).isEqualTo(place);
		look(() -> {
			view.setCuts(Cuts.NONE);
			return true;
		});
		assertThat(amber()).isEqualTo(quiet);
	}

	/** Pixels of the whole picture in the colour of what is to go. */
	private long amber() {
		WritableImage image = look(() -> view.picture(1));
		long count = 0;
		for (int y = 0; y < image.getHeight(); y++)
			for (int x = 0; x < image.getWidth(); x++) {
				Color c = image.getPixelReader().getColor(x, y);
				if (Math.abs(c.getHue() - 41) < 4 && c.getSaturation() > 0.7 && c.getBrightness() > 0.7)
					count++;
			}
		return count;
	}

	@Test
	void anotherFormOfTheWindowWrapsThePictureAnew() throws TimeoutException {
		open(Nets.resNet("net", 1, 3, 8, 16));
		until(() -> view.settled());
		double wide = look(() -> view.picture(1).getWidth() / view.picture(1).getHeight());
		look(() -> {
			stage.setWidth(420);
			stage.setHeight(1200);
			return true;
		});
		until(() -> view.settled() && view.picture(1).getWidth() / view.picture(1).getHeight() < 0.8 * wide);
	}

	@Test
	void tenThousandOperatorsNeverFreezeTheWindow() throws TimeoutException {
		Graph graph = Nets.resNet("deep", 1, 476, 2, 8);
		assertThat(graph.nodes().size()).isGreaterThan(10_000);
		List<Long> gaps = new ArrayList<>();
		AnimationTimer clock = look(() -> {
			AnimationTimer timer = new AnimationTimer() {
				private long last;

				@Override
				public void handle(long now) {
					long at = System.nanoTime();
					if (last != 0)
						gaps.add(at - last);
					last = at;
				}
			};
			timer.start();
			return timer;
		});
		long start = System.nanoTime();
		open(graph);
		long whole = System.nanoTime() - start;
		robot.moveTo(inView(0.5, 0.5)).scroll(5, javafx.geometry.VerticalDirection.DOWN);
		robot.drag(inView(0.5, 0.5), MouseButton.MIDDLE).moveTo(inView(0.3, 0.4)).moveTo(inView(0.6, 0.6)).drop();
		long worst = look(() -> {
			clock.stop();
			return gaps.stream().mapToLong(g -> g).max().orElseThrow();
		});
		assertThat(worst).as("the longest time without a frame, against %d ms of work", whole / 1_000_000)
				.isLessThan(whole / 2);
	}
}
