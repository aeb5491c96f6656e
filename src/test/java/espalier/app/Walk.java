package espalier.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;

import javafx.scene.input.KeyCode;

import espalier.app.control.Fader;
import espalier.coupling.ChannelGroup;

/**
 * What a person does with a plan in the window, each step to its end.
 *
 * @param folder
 *            for what is exported
 */
record Walk(Shown shown, Path folder) {
	void openExample() {
		shown.clickOn("Open example");
		shown.untilShown(null);
	}

	/** Chooses a group by its line in the outline. */
	ChannelGroup choose(String group) {
		ChannelGroup chosen = shown.group(group);
		shown.clickOn(shown.at(shown.fader(chosen), 0.2, -0.9));
		assertThat(shown.selected()).containsExactly(chosen);
		return chosen;
	}

	/** Pulls a group's fader until about this share of its channels is left. */
	ChannelGroup keep(String group, double share) {
		ChannelGroup cut = shown.group(group);
		Fader fader = shown.fader(cut);
		shown.pull(fader, Math.min(0.99, fader.value().get() / cut.units()), share);
		return cut;
	}

	/** Pulls the target to a share of the cost and waits for the allocation. */
	void aim(double share) {
		shown.pull(shown.node("#target"), 0.99, share);
		shown.until("the allocation",
				() -> shown.edit().draft().get().allocated() && !shown.bench.thinking().getValue());
	}

	void commit() {
		int before = Shown.look(() -> shown.bench.versions().size());
		shown.push(KeyCode.CONTROL, KeyCode.ENTER);
		untilVersions(before + 1);
		shown.until("an empty plan", () -> shown.edit().isEmpty());
	}

	void untilVersions(int count) {
		shown.until("version " + count,
				() -> shown.bench.versions().size() == count && !shown.bench.committing().get());
	}

	Path exportModel(String name) {
		return exported(name, KeyCode.CONTROL, KeyCode.E);
	}

	Path exportPlan(String name) {
		return exported(name, KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.E);
	}

	private Path exported(String name, KeyCode... keys) {
		Path file = folder.resolve(name);
		shown.answers.add(file);
		shown.push(keys);
		shown.until(name, () -> shown.bench.message().get().startsWith("Wrote") && Files.exists(file));
		return file;
	}

	/** Draws a plan in the original network, whatever version is shown. */
	void openPlan(Path plan) {
		shown.answers.add(plan);
		shown.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.O);
		shown.until("the plan", () -> shown.bench.message().get().startsWith("Drew"));
	}

	/** Clicks become scripts: the file that the log's last command writes. */
	Path scripted() {
		String line = Shown.look(() -> shown.bench.log().entries().getLast().command());
		Path file = folder.resolve("scripted.onnx");
		Written.command((Object[]) line.replace(" pruned.onnx", " " + file).substring("espalier ".length())
				.split(" "));
		return file;
	}
}
