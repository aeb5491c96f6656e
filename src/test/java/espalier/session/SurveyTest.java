package espalier.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import espalier.data.Dataset;
import espalier.data.Preprocessing;
import espalier.data.Shapes;
import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.importance.Aggregation;
import espalier.importance.Criteria;
import espalier.importance.Criterion;
import espalier.importance.Criterion.Needs;
import espalier.importance.Measurements;
import espalier.importance.Scores;
import espalier.runtime.Tracer;
import espalier.zoo.Nets;

/** What was measured once is not measured again, unless what it follows from has changed or its file is damaged. */
class SurveyTest {
	private static final Preprocessing USUAL = Preprocessing.guess(Shape.of(1, 3, 32, 32));

	@TempDir
	Path folder = Path.of("");
	private final AtomicInteger batches = new AtomicInteger();

	private Measurements measured(Workpiece piece, Dataset images, Preprocessing preprocessing, Needs needs) {
		batches.set(0);
		return new Survey(piece, images, preprocessing, 1, MeasurementCache.at(folder)).measure(needs,
				Measurements.NONE, () -> batches.incrementAndGet() < 0, (found, step, share) -> {
				});
	}

	private static Workpiece net(long seed) {
		Graph graph = Nets.resNet("net", seed, 1, 8, 32);
		return Workpiece.of(graph, Tracer.trace(graph));
	}

	private static Dataset shapes(int count) {
		return Survey.sample(Shapes.splits(3).train(), count);
	}

	private static double[] scores(Workpiece piece, Measurements found, String id) {
		return Objects.requireNonNull(Scores.of(piece.coupling(), found.bound(Criteria.byId(id)), Aggregation.DEFAULT)
				.of(piece.coupling().prunable().getFirst()));
	}

	@Test
	void everyNeedIsKept() {
		Workpiece piece = net(1);
		for (Criterion criterion : List.of(Criteria.byId("apoz"), Criteria.byId("hrank"), Criteria.byId("taylor"))) {
			Measurements fresh = measured(piece, shapes(20), USUAL, criterion.needs());
			assertThat(fresh.images(criterion.needs())).isEqualTo(20);
			assertThat(batches).as("measured").hasPositiveValue();
			Measurements kept = measured(net(1), shapes(20), USUAL, criterion.needs());
			assertThat(batches).as(criterion.id() + " is kept").hasValue(0);
			assertThat(scores(piece, kept, criterion.id())).containsExactly(scores(piece, fresh, criterion.id()));
		}
	}

	@Test
	void ranksServeForTheRest() {
		measured(net(1), shapes(20), USUAL, Needs.RANKS);
		Measurements found = measured(net(1), shapes(20), USUAL, Needs.ACTIVATIONS);
		assertThat(batches).hasValue(0);
		assertThat(found.images(Needs.RANKS)).isEqualTo(20);
	}

	@Test
	void anotherNetworkNumberOrPreprocessingIsMeasuredAnew() {
		measured(net(1), shapes(20), USUAL, Needs.ACTIVATIONS);
		measured(net(2), shapes(20), USUAL, Needs.ACTIVATIONS);
		assertThat(batches).as("other weights").hasPositiveValue();
		measured(net(1), shapes(30), USUAL, Needs.ACTIVATIONS);
		assertThat(batches).as("other images").hasPositiveValue();
		Preprocessing darker = new Preprocessing(32, 32, 3, 0, false, false, 1 / 300f, USUAL.mean(), USUAL.std());
		measured(net(1), shapes(20), darker, Needs.ACTIVATIONS);
		assertThat(batches).as("other preprocessing").hasPositiveValue();
	}

	@Test
	void damagedFilesAreMeasuredAnewAndReplaced() throws IOException {
		Workpiece piece = net(1);
		double[] right = scores(piece, measured(piece, shapes(20), USUAL, Needs.ACTIVATIONS), "apoz");
		Path file;
		try (Stream<Path> files = Files.list(folder)) {
			file = files.findFirst().orElseThrow();
		}
		byte[] whole = Files.readAllBytes(file);
		byte[] changed = whole.clone();
		for (int i = 64; i < changed.length; i++)
			if (changed[i] == '1')
				changed[i] = '2';
		for (byte[] damaged : new byte[][]{changed, java.util.Arrays.copyOf(whole, whole.length / 2), new byte[0],
				"{}".repeat(40).getBytes(java.nio.charset.StandardCharsets.UTF_8)}) {
			Files.write(file, damaged);
			assertThat(scores(piece, measured(piece, shapes(20), USUAL, Needs.ACTIVATIONS), "apoz"))
					.containsExactly(right);
			assertThat(batches).hasPositiveValue();
			assertThat(Files.readAllBytes(file)).isEqualTo(whole);
		}
	}

	@Test
	void aFolderThatCannotBeWrittenIsNoHindrance() throws IOException {
		Files.delete(folder);
		Files.writeString(folder, "a file in its place");
		assertThat(measured(net(1), shapes(20), USUAL, Needs.ACTIVATIONS).images(Needs.ACTIVATIONS)).isEqualTo(20);
		Files.delete(folder);
		Files.createDirectory(folder);
	}

	@Test
	void theOldestFilesGo() throws IOException {
		MeasurementCache cache = MeasurementCache.at(folder);
		for (int i = 0; i < 205; i++) {
			cache.write(MeasurementCache.key("" + i), i);
			Files.setLastModifiedTime(folder.resolve(MeasurementCache.key("" + i) + ".json"),
					java.nio.file.attribute.FileTime.fromMillis(1000L * i));
		}
		cache.write(MeasurementCache.key("last"), 1);
		try (Stream<Path> files = Files.list(folder)) {
			assertThat(files.count()).isEqualTo(200);
		}
		assertThat(cache.read(MeasurementCache.key("0"), Integer.class)).isNull();
		assertThat(cache.read(MeasurementCache.key("204"), Integer.class)).isEqualTo(204);
		assertThat(cache.read(MeasurementCache.key("last"), Integer.class)).isEqualTo(1);
	}

	@Test
	void filesOfOthersInTheFolderStay() throws IOException {
		for (int i = 0; i < 205; i++)
			Files.writeString(folder.resolve("labels" + i + ".json"), "{}");
		MeasurementCache.at(folder).write(MeasurementCache.key("one"), 1);
		try (Stream<Path> files = Files.list(folder)) {
			assertThat(files.count()).isEqualTo(206);
		}
	}
}
