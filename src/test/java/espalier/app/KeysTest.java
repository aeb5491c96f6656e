package espalier.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;

import javafx.scene.Node;
import javafx.scene.control.TextField;
import javafx.scene.control.TreeView;
import javafx.scene.input.DataFormat;
import javafx.scene.input.DragEvent;
import javafx.scene.input.Dragboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.TransferMode;

import com.sun.javafx.tk.TKClipboard;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import espalier.app.control.Fader;
import espalier.coupling.ChannelGroup;

/** Everything by keyboard, several groups at once, locks, and what is remembered. */
class KeysTest {
	@TempDir
	Path folder = Path.of("");
	private Shown shown;
	private ChannelGroup stem;

	@BeforeEach
	void show() throws TimeoutException {
		shown = Shown.with(Shown.EXAMPLE, folder);
		stem = shown.group("conv1");
	}

	@AfterEach
	void close() {
		shown.close();
	}

	private void focus(Node node) {
		shown.moveTo(shown.at(node, 0.99, 0.5)).press(MouseButton.PRIMARY).release(MouseButton.PRIMARY);
	}

	@Test
	void faderAnswersKeys() {
		Fader fader = shown.fader(stem);
		focus(fader);
		assertThat(shown.kept(stem)).isEqualTo(16);
		shown.push(KeyCode.LEFT);
		assertThat(shown.kept(stem)).isEqualTo(15);
		shown.push(KeyCode.SHIFT, KeyCode.LEFT);
		assertThat(shown.kept(stem)).isEqualTo(5);
		shown.push(KeyCode.RIGHT);
		assertThat(shown.kept(stem)).isEqualTo(6);
		shown.push(KeyCode.HOME);
		assertThat(shown.kept(stem)).as("one always stays").isEqualTo(1);
		shown.push(KeyCode.DIGIT1).push(KeyCode.DIGIT2).push(KeyCode.ENTER);
		assertThat(shown.kept(stem)).isEqualTo(12);
		shown.push(KeyCode.DELETE);
		assertThat(shown.kept(stem)).isEqualTo(16);
		shown.moveTo(shown.at(fader, 0.99, 0.5)).press(MouseButton.PRIMARY);
		shown.moveTo(shown.at(fader, 0.3, 0.5));
		assertThat(shown.kept(stem)).isLessThan(8);
		shown.push(KeyCode.ESCAPE).release(MouseButton.PRIMARY);
		assertThat(shown.kept(stem)).as("Esc takes the drag back").isEqualTo(16);
	}

	@Test
	void paletteFindsAndRunsAnAction() {
		ChannelGroup before = stem;
		shown.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.P);
		shown.until("the palette", () -> shown.window.scene().lookup("#palette-text") != null
				&& shown.window.scene().lookup("#palette-text").isFocused());
		shown.write("selall").push(KeyCode.ENTER);
		assertThat(shown.selected()).hasSize(Shown.look(() -> shown.edit().piece().coupling().prunable().size()))
				.contains(before);
		assertThat(Shown.look(() -> shown.window.scene().lookup("#palette-text"))).isNull();
		shown.push(KeyCode.F1);
		shown.until("the cheat sheet", () -> shown.window.scene().lookup(".cheat-sheet") != null);
		shown.push(KeyCode.ESCAPE);
		shown.until("it to close", () -> shown.window.scene().lookup(".cheat-sheet") == null);
	}

	@Test
	void searchNarrowsTheOutline() {
		int all = rows();
		shown.push(KeyCode.SLASH);
		shown.until("the search field", () -> shown.window.scene().lookup("#outline-search").isFocused());
		shown.write("layer3");
		assertThat(rows()).isLessThan(all).isPositive();
		assertThat(((TextField) shown.node("#outline-search")).getText()).isEqualTo("layer3");
		shown.eraseText(6);
		assertThat(rows()).isEqualTo(all);
	}

	private int rows() {
		return Shown.look(() -> ((TreeView<?>) shown.window.scene().lookup("#outline-tree")).getExpandedItemCount());
	}

	@Test
	void lockedAndHandSetGroupsDoNotFollowTheTarget() {
		ChannelGroup other = shown.group("layer1.0.conv1");
		shown.clickOn(shown.at(shown.fader(stem), 0.2, -0.9));
		shown.push(KeyCode.CONTROL, KeyCode.L);
		assertThat(Shown.look(() -> shown.edit().draft().get().locked())).containsExactly(stem);
		assertThat(Shown.look(() -> shown.fader(stem).isDisabled())).isTrue();
		shown.pull(shown.fader(other), 0.99, 0.8);
		int byHand = shown.kept(other);
		shown.pull(shown.node("#target"), 0.99, 0.5);
		shown.until("the allocation", () -> !shown.bench.thinking().getValue());
		assertThat(shown.kept(stem)).isEqualTo(stem.units());
		assertThat(shown.kept(other)).isEqualTo(byHand).isLessThan(other.units());
		assertThat(shown.kept(shown.group("layer1.1.conv1"))).isLessThan(16);
	}

	@Test
	void severalAreSetAtOnce() {
		shown.push(KeyCode.CONTROL, KeyCode.A);
		shown.pull(shown.node(".many-bar .fader"), 0.99, 0.5);
		for (ChannelGroup group : Shown.look(() -> shown.edit().piece().coupling().prunable()))
			assertThat(shown.kept(group) / (double) group.units()).isBetween(0.4, 0.6);
		shown.push(KeyCode.CONTROL, KeyCode.Z);
		assertThat(Shown.look(() -> shown.edit().cuts().isEmpty())).as("one drag is one step").isTrue();
	}

	@Test
	void droppedFileOpensAndIsRemembered() throws Exception {
		Path other = Files.copy(Path.of("example-models", "mobilenet-shapes.onnx"), folder.resolve("other.onnx"));
		Shown.look(() -> {
			Node root = shown.window.scene().getRoot();
			root.fireEvent(new DragEvent(null, root, DragEvent.DRAG_DROPPED, board(other), 100, 100, 100, 100,
					TransferMode.COPY, null, null, null));
			return true;
		});
		shown.until("the other network", () -> "other.onnx".equals(shown.bench.opened().get().name()));
		assertThat(Shown.look(() -> shown.bench.settings().recent())).first()
				.isEqualTo(other.toAbsolutePath().normalize());
		shown.until("the settings to be written",
				() -> Files.exists(folder.resolve("window.json"))
						&& Files.readString(folder.resolve("window.json")).contains("other.onnx"));
		shown.close();
		shown = Shown.in(folder);
		assertThat(shown.texts(".empty-state .hyperlink")).startsWith("other.onnx");
		shown.clickOn("other.onnx");
		shown.untilShown(null);
	}

	/** What the system hands over on a drop: the off-screen display has no drag and drop that works. */
	private static Dragboard board(Path file) throws ReflectiveOperationException {
		TKClipboard system = (TKClipboard) Proxy.newProxyInstance(TKClipboard.class.getClassLoader(),
				new Class<?>[]{TKClipboard.class}, (proxy, method, arguments) -> switch (method.getName()) {
					case "getContentTypes" -> Set.of(DataFormat.FILES);
					case "hasContent" -> DataFormat.FILES.equals(arguments[0]);
					case "getContent" -> DataFormat.FILES.equals(arguments[0]) ? List.of(file.toFile()) : null;
					default -> null;
				});
		Constructor<Dragboard> made = Dragboard.class.getDeclaredConstructor(TKClipboard.class);
		made.setAccessible(true);
		return made.newInstance(system);
	}

	@Test
	void themeAndPanelsAreRemembered() throws TimeoutException {
		shown.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.P).write("theme dark").push(KeyCode.ENTER);
		assertThat(Shown.look(() -> shown.window.scene().getRoot().getStyleClass())).contains("dark");
		shown.push(KeyCode.CONTROL, KeyCode.DIGIT2);
		assertThat(Shown.look(() -> shown.window.scene().lookup(".inspector"))).isNull();
		shown.push(KeyCode.CONTROL, KeyCode.Q);
		shown.until("quitting", shown::hasQuit);
		Shown.look(() -> {
			shown.bench.settings().write(shown.bench.settings().text());
			return true;
		});
		shown.close();
		shown = Shown.with(Shown.EXAMPLE, folder);
		assertThat(Shown.look(() -> shown.window.scene().getRoot().getStyleClass())).contains("dark");
		assertThat(Shown.look(() -> shown.window.scene().lookup(".inspector"))).isNull();
		shown.push(KeyCode.CONTROL, KeyCode.DIGIT2);
		shown.until("the inspector", () -> shown.window.scene().lookup(".inspector") != null);
	}

	@Test
	void theInspectorShowsTheSameGroupInTheNextVersion() {
		ChannelGroup first = shown.group("layer1.0.conv1");
		ChannelGroup second = shown.group("layer1.1.conv1");
		shown.clickOn(shown.at(shown.fader(second), 0.2, -0.9));
		shown.press(KeyCode.CONTROL).clickOn(shown.at(shown.fader(first), 0.2, -0.9)).release(KeyCode.CONTROL);
		focus(shown.fader(first));
		shown.push(KeyCode.LEFT);
		ChannelGroup leading = Shown.look(() -> shown.bench.selection().lead().get());
		shown.push(KeyCode.CONTROL, KeyCode.ENTER);
		shown.until("the version", () -> shown.bench.versions().size() == 2 && shown.edit().isEmpty());
		assertThat(shown.selected()).containsExactlyInAnyOrder(shown.group("layer1.0.conv1"),
				shown.group("layer1.1.conv1"));
		assertThat(Shown.look(() -> shown.bench.selection().lead().get()))
				.isEqualTo(shown.group(leading.name()));
	}

	@Test
	void dividersStayWhereTheyWerePutWhenAGroupIsChosen() {
		shown.turnTo("Charts");
		shown.clickOn("#chart-enlarge");
		double before = Shown.look(() -> shown.node("#bottom").getBoundsInParent().getHeight());
		double window = Shown.look(() -> shown.window.scene().getHeight());
		assertThat(before).isGreaterThan(0.55 * window);
		shown.clickOn(shown.at(shown.fader(stem), 0.2, -0.9));
		shown.until("its scores", () -> shown.window.scene().lookup("#histogram") != null);
		assertThat(Shown.look(() -> shown.node("#bottom").getBoundsInParent().getHeight())).isEqualTo(before);
	}
}
