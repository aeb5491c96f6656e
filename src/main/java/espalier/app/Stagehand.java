package espalier.app;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.embed.swing.SwingFXUtils;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.robot.Robot;

import espalier.graph.RefusedException;

/** Moves pointer and keys in a window as a person would, from a thread that is not JavaFX's. */
final class Stagehand {
	private static final int MOST_PULSES = 3600;

	private final Scene scene;

	Stagehand(Scene scene) {
		this.scene = scene;
	}

	/** Does something on the JavaFX thread and waits for it. */
	static <T> T fx(Callable<T> act) {
		CompletableFuture<T> answer = new CompletableFuture<>();
		Platform.runLater(() -> {
			try {
				answer.complete(act.call());
			} catch (Exception e) {
				answer.completeExceptionally(e);
			}
		});
		return waited(answer);
	}

	static void fx(Runnable act) {
		fx(() -> {
			act.run();
			return true;
		});
	}

	private static <T> T waited(CompletableFuture<T> answer) {
		return waited(answer, 120);
	}

	private static <T> T waited(CompletableFuture<T> answer, int seconds) {
		try {
			return answer.get(seconds, TimeUnit.SECONDS);
		} catch (InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("interrupted", e);
		} catch (ExecutionException | TimeoutException e) {
			throw new IllegalStateException("the window did not answer: " + e, e);
		}
	}

	/** Waits until something holds, looked at once a frame. */
	void until(String what, Callable<Boolean> holds) {
		until(what, MOST_PULSES, holds);
	}

	/** The same for what may take minutes, such as training. */
	void untilAtLast(String what, Callable<Boolean> holds) {
		until(what, 20 * MOST_PULSES, holds);
	}

	private void until(String what, int most, Callable<Boolean> holds) {
		CompletableFuture<Boolean> answer = new CompletableFuture<>();
		Platform.runLater(() -> new AnimationTimer() {
			private int pulses;

			@Override
			public void handle(long now) {
				try {
					if (holds.call()) {
						stop();
						answer.complete(true);
					} else if (++pulses > most) {
						stop();
						answer.completeExceptionally(new RefusedException("The tour waited in vain for: " + what));
					}
				} catch (Exception e) {
					stop();
					answer.completeExceptionally(e);
				}
			}
		}.start());
		waited(answer, 120 + most / 60);
	}

	/** Lets the window draw a few frames. */
	void frames(int count) {
		int[] left = {count};
		until("frames", () -> --left[0] < 0);
	}

	/** The node of a CSS selector. */
	Node node(String selector) {
		return fx(() -> {
			Node found = scene.lookup(selector);
			if (found == null)
				throw new RefusedException("The window has no " + selector);
			return found;
		});
	}

	/** Moves the pointer to a share of a node's width and height. */
	void point(Node node, double across, double down) {
		fx(() -> new Robot().mouseMove(at(node, across, down)));
		frames(2);
	}

	private static Point2D at(Node node, double across, double down) {
		Bounds bounds = node.localToScreen(node.getLayoutBounds());
		return new Point2D(bounds.getMinX() + across * bounds.getWidth(), bounds.getMinY() + down * bounds.getHeight());
	}

	void click(Node node) {
		point(node, 0.5, 0.5);
		fx(() -> new Robot().mouseClick(MouseButton.PRIMARY));
		frames(2);
	}

	/** Presses at one share of a node's width and releases at another, moving in between as a hand does. */
	void drag(Node node, double from, double to) {
		point(node, from, 0.5);
		fx(() -> new Robot().mousePress(MouseButton.PRIMARY));
		for (int step = 1; step <= 8; step++)
			point(node, from + (to - from) * step / 8, 0.5);
		fx(() -> new Robot().mouseRelease(MouseButton.PRIMARY));
		frames(3);
	}

	void press(KeyCode... keys) {
		fx(() -> {
			Robot robot = new Robot();
			for (KeyCode key : keys)
				robot.keyPress(key);
			for (int i = keys.length - 1; i >= 0; i--)
				robot.keyRelease(keys[i]);
		});
		frames(2);
	}

	/** The window's content as it is now. */
	void picture(Path file) {
		BufferedImage image = fx(() -> SwingFXUtils.fromFXImage(scene.snapshot(null), null));
		Export.picture(image, file);
	}
}
