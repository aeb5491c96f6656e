package espalier.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import javafx.beans.InvalidationListener;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.jspecify.annotations.Nullable;

import espalier.cli.Cli;
import espalier.coupling.ChannelGroup;
import espalier.evaluate.Sensitivity;
import espalier.evaluate.Sensitivity.Curve;
import espalier.evaluate.SensitivityJson;

/** A sweep that is started in the window grows there, is kept for the next time, and is what the command line finds. */
class SweepingTest {
	@TempDir
	Path folder = Path.of("");
	private @Nullable Shown window;

	@AfterEach
	void close() {
		Objects.requireNonNull(window).close();
	}

	private Shown shown() {
		return Objects.requireNonNull(window);
	}

	private @Nullable Sensitivity now() {
		return Shown.look(() -> shown().bench.sweeping().shown().get());
	}

	@Test
	void curvesGrowStayAndAreThoseOfTheCommandLine() throws Exception {
		Path model = Classifiers.ofShapes(folder);
		window = Shown.with(model, folder);
		shown().until("the images", () -> shown().bench.images().get() != null);
		assertThat(now()).as("nothing was measured before").isNull();
		List<Integer> heard = new java.util.concurrent.CopyOnWriteArrayList<>();
		Shown.look(() -> {
			shown().bench.sweeping().shown().subscribe(s -> heard.add(s == null ? 0 : s.curves().size()));
			return true;
		});
		List<Integer> kept = new java.util.concurrent.CopyOnWriteArrayList<>();
		Shown.look(() -> {
			shown().bench.sweeping().kept()
					.addListener((InvalidationListener) o -> kept.add(shown().bench.sweeping().kept().size()));
			return true;
		});
		shown().push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.M);
		assertThat(Shown.look(() -> shown().bench.sweeping().obstacle().getValue())).isEqualTo("Being measured");
		shown().untilLong("the curves", () -> !shown().bench.sweeping().busy().get());
		Sensitivity found = Objects.requireNonNull(now());
		assertThat(found.curves()).extracting(Curve::group).isEqualTo(Shown.look(
				() -> shown().edit().piece().coupling().prunable().stream().map(ChannelGroup::name).toList()));
		assertThat(found.curves()).allSatisfy(c -> assertThat(c.points()).hasSize(9));
		assertThat(heard).as("it grew").isSorted().hasSizeGreaterThan(2);
		assertThat(kept).as("in its place, so that it stays chosen").hasSizeGreaterThan(2).containsOnly(1);

		String command = Shown.look(() -> shown().bench.log().entries().getLast().command());
		assertThat(command).startsWith("espalier sensitivity ").contains(" --images 512 ", " --criterion l2");
		StringWriter out = new StringWriter();
		StringWriter err = new StringWriter();
		Cli.run(Stream.concat(Arrays.stream(command.split(" ")).skip(1),
				Stream.of("--json", "--journal", folder.resolve("cache").toString())).toArray(String[]::new),
				new PrintWriter(out), new PrintWriter(err), new NoDesktop());
		assertThat(err.toString()).contains("cuts are known from before");
		assertThat(SensitivityJson.parse(out.toString(), "out")).isEqualTo(found);

		shown().open(Classifiers.withoutImages(folder));
		assertThat(now()).as("another model").isNull();
		assertThat(Shown.look(() -> shown().bench.sweeping().obstacle().getValue()))
				.isEqualTo("Choose images on the Data tab first");
		shown().open(model);
		shown().until("what was measured before", () -> found.equals(shown().bench.sweeping().shown().get()));
	}

	@Test
	void cancelledSweepKeepsWhatIsFinished() throws Exception {
		window = Shown.with(Classifiers.slow(folder), folder);
		shown().until("the images", () -> shown().bench.images().get() != null);
		shown().push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.M);
		shown().untilLong("a curve", () -> shown().bench.sweeping().shown().get() instanceof Sensitivity s
				&& !s.curves().isEmpty());
		Shown.look(() -> shown().bench.running().tasks().stream()
				.filter(t -> t.getTitle().startsWith("Sensitivity")).findFirst().orElseThrow().cancel());
		shown().until("its end", () -> !shown().bench.sweeping().busy().get());
		assertThat(Shown.look(() -> shown().bench.message().get())).contains("cancelled");
		Sensitivity left = Objects.requireNonNull(now());
		assertThat(left.curves().stream().mapToInt(c -> c.points().size()).sum()).isPositive()
				.isLessThan(9 * Shown.look(() -> shown().edit().piece().coupling().prunable().size()));
		assertThat(Shown.look(() -> shown().bench.sweeping().obstacle().getValue())).isEmpty();
	}
}
